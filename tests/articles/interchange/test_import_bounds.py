"""What a page of an import carries is bounded: numbers as JSON, and how many stories there are."""

import pytest
from django.http import QueryDict

from articles.interchange.importing import forms


@pytest.mark.parametrize(
    "carried",
    [
        "[" * 900,
        "[" * 200_000,
        '{"a":' * 190,
        '{"headline": 1' + " " * 1000 + "}",
        "nonsense",
        "[]",
        '{"headline": "1"}',
        '{"unknown": 1}',
    ],
)
def test_numbers_that_are_none_are_left_out(carried):
    sent = QueryDict(mutable=True)
    sent.update({"story-1-headline": "题", "story-1-sure": carried})
    (story,) = forms.sent(sent, form=forms.StoryForm).stories
    assert story.sure == {}


def test_numbers_are_kept_between_nothing_and_certainty():
    sent = QueryDict(
        "story-1-headline=1&story-1-sure=" + '{"headline": 7, "body": -1, "byline": 0.5}'
    )
    (story,) = forms.sent(sent, form=forms.StoryForm).stories
    assert story.sure == {"headline": 1, "body": 0, "byline": 0.5}


def test_so_many_stories_are_read_and_no_more():
    sent = QueryDict(mutable=True)
    sent.update({f"story-{n}-headline": "题" for n in range(5000)})
    assert len(forms.sent(sent, form=forms.StoryForm).stories) == forms.MOST_STORIES
