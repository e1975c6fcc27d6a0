"""Every character of the printed page is on the site, and the site adds none."""

from collections import Counter

import pytest

from tests.sample_site import PAGE_LINES, STORIES, shown_stories, solid

pytestmark = pytest.mark.django_db

DOUBLED = "直播带货农产品"  # the text layer prints this caption twice on one line


@pytest.fixture
def shown(client, sample):
    return shown_stories(client)


def test_each_part_of_each_story_is_as_printed(shown):
    assert shown == [story["printed"] for story in STORIES]


def test_the_page_and_the_site_hold_the_same_characters(shown):
    page = solid("".join(PAGE_LINES)).replace(DOUBLED * 2, DOUBLED)
    column = shown[4]["column"]
    stories = "".join("".join(story.values()) for story in shown)

    # The label of the column is printed once over two stories; the site puts it on each.
    site = Counter(stories) - Counter(column)

    assert site == Counter(page)
    assert len(page) > 5000


def own_lines(story):
    """What the page prints of a story, a caption that stands elsewhere among it."""
    photos = [photo for photo in story["photos"] if "source_lines" in photo]
    spans = [part["source_lines"] for part in [story, *photos]]
    lines = [line for first, last in spans for line in PAGE_LINES[first - 1 : last]]
    return solid("".join(lines)).replace(DOUBLED * 2, DOUBLED)


def test_each_story_has_the_characters_of_its_own_lines(shown):
    for story, parts in zip(STORIES, shown, strict=True):
        expected = Counter(own_lines(story))
        if story["id"] == 6:  # under the label that is printed over the fifth
            expected += Counter(parts["column"])

        assert Counter("".join(parts.values())) == expected
