"""The form of a large story asks the database no more than it has to."""

import pytest

from tests import make
from tests.benchmarks import story_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 4])
def test_the_form_of_a_large_story_takes_few_queries(client, rows):
    editor = make.editor()
    client.force_login(editor)
    where = {"section": make.section(), "column": make.column(), "page": make.page()}
    story = make.article(created_by=editor, **where)
    story_form.full_story(story, by=editor, rows=rows)
    story_form.queries(client, story)  # the process reads what it keeps

    assert story_form.queries(client, story) == 23 <= story_form.MOST_QUERIES
