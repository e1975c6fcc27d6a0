"""Every address and action of the desk, for every role, against the file of what they may."""

import os

import pytest

from tests.permissions import matrix

# Django's own page for passwords asks for a field its form leaves out.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.long
def test_every_address_answers_every_role_as_the_matrix_says():
    found = matrix.as_text(matrix.table()).splitlines()
    if os.environ.get("WRITE_MATRIX"):
        matrix.FILE.write_text("\n".join(found) + "\n", encoding="utf-8")

    assert found == matrix.FILE.read_text(encoding="utf-8").splitlines()


def test_the_matrix_opens_nothing_to_strangers():
    lines = [line.split(",") for line in matrix.FILE.read_text(encoding="utf-8").splitlines()[1:]]
    open_to = {line[0] for line in lines if line[2] not in {"login", "no"}}

    assert open_to == {"login", "logout"}
