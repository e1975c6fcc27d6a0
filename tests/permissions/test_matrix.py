"""Every address and action of the desk, for every role, against the file of what they may."""

import os

import pytest

from tests.permissions import matrix

# Django's own page for passwords asks for a field its form leaves out.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.long
@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.whole)])
def test_every_address_answers_every_role_as_the_matrix_says(every):
    """One address in twelve is asked for, or all in `make whole`; the file has every one."""
    found = matrix.table(every=every)
    if os.environ.get("WRITE_MATRIX") and every == 1:
        matrix.FILE.write_text(matrix.as_text(found), encoding="utf-8")

    kept = matrix.kept()
    assert [line[:2] for line in found] == [line[:2] for line in kept]
    asked = [place for place, line in enumerate(found) if len(line) > 2]
    assert len(asked) > len(found) / (every + 2)
    assert [found[place] for place in asked] == [kept[place] for place in asked]


def test_the_matrix_opens_nothing_to_strangers():
    open_to = {line[0] for line in matrix.kept()[1:] if line[2] not in {"login", "no"}}

    assert open_to == {"login", "logout", "session", "go_on"}
