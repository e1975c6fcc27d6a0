from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import PublishedArticle
from articles.paper import typesetting
from articles.paper.typesetting import SIZES, UNITS, Measure
from articles.stand import publishing
from tests import make

PLAIN = Measure(
    head=(12,),
    furniture=1,
    length=500,
    paragraphs=4,
    crossheads=0,
    has_photo=False,
    cap=5,
    column=None,
)
measures = st.builds(
    Measure,
    head=st.lists(st.integers(0, 60), max_size=4).map(tuple),
    furniture=st.integers(0, 4),
    length=st.integers(0, 20_000),
    paragraphs=st.integers(0, 200),
    crossheads=st.integers(0, 20),
    has_photo=st.booleans(),
    cap=st.integers(1, len(SIZES)),
    column=st.none() | st.integers(1, 2),
)


def plain(**fields):
    return Measure(**vars(PLAIN) | fields)


@settings(max_examples=40)
@given(st.lists(st.lists(measures, min_size=1, max_size=3).map(tuple), max_size=9).map(tuple))
def test_every_story_has_one_place_and_every_band_is_full(blocks):
    bands = typesetting.plan(blocks)

    assert sum(count for band in bands for _width, count in band) == len(blocks)
    assert {sum(width for width, _count in band) for band in bands} <= {UNITS}


@given(measures, st.integers(3, UNITS))
def test_a_headline_is_never_larger_than_it_may_be(measure, width):
    assert measure.cap <= typesetting.size(measure, width) <= len(SIZES)


def test_a_headline_is_as_large_as_its_pile_allows():
    short, long = plain(head=(8,), cap=1), plain(head=(26,), cap=1)

    assert typesetting.size(short, 8) == 1
    assert typesetting.size(long, 8) > typesetting.size(long, 12) > 1


def test_a_longer_story_is_higher_and_a_wider_one_lower():
    one, more = (plain(length=300),), (plain(length=900),)

    assert typesetting.height(more, 6) > typesetting.height(one, 6)
    assert typesetting.height(more, 8) < typesetting.height(more, 4)


def test_short_stories_do_not_stretch_over_the_page():
    short = (plain(cap=6, length=350),)

    bands = typesetting.plan((short,) * 9)

    assert [band for band in bands if len(band) == 1] == []


def test_the_lead_is_the_widest():
    lead = (plain(length=800, cap=1, has_photo=True),)

    for others in range(6):
        (width, _count), *beside = typesetting.plan((lead, *[(PLAIN,)] * others))[0]
        assert width > max((other for other, _count in beside), default=0)


@pytest.mark.django_db
def test_stories_keep_their_order_and_those_of_a_column_stand_together():
    page, column = make.page(), make.column()
    columns = [None, None, column, column, None]
    for n, each in enumerate(columns):
        make.published(page=page, page_order=n, column=each, body="<p>正文。</p>" * 20)
    stories = list(PublishedArticle.objects.public().on_page(page).for_sheet())

    bands = typesetting.typeset(stories)
    blocks = [block for band in bands for pile in band for block in pile.blocks]

    assert [each.story for each in chain(*(block.stories for block in blocks))] == stories
    assert [block.is_group for block in blocks] == [False, False, True, False]


@pytest.mark.django_db
def test_the_photos_before_a_text_are_set_apart_and_crossheads_stand_below_the_headline():
    article = make.article(body="<p>一</p><h2>探访<br>小标题</h2><p>二</p>")
    use = make.photo_use(article=article, placement="lead")
    make.photo_use(article=article, placement="inline")
    story = typesetting.SetStory(publishing.publish(article, by=None), 1)

    assert story.photos.count("<figure") == 1
    assert use.photo.alt in story.photos
    assert story.text.startswith("<p>一</p><h3>")
    assert story.text.count("</h3>") == story.text.count("<figure") == 1
    assert "h2" not in story.text


@pytest.mark.django_db
def test_a_page_without_stories_is_an_empty_sheet():
    assert typesetting.typeset([]) == []
