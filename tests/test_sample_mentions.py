"""The names found in the stories of the sample issue are those the transcription lists."""

import pytest

from articles.enums import MentionRelation
from articles.models import Article
from articles.review import naming
from people.models import Entity
from tests.sample_site import STORIES

# Printed in the titles 浙江省未来乡村 and 浙江省美丽乡村精品村 alone: a longer known name keeps it.
IN_TITLES = {1: {"浙江省"}}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_mentions_found_are_those_transcribed():
    names = dict(Entity.objects.values_list("pk", "name"))

    for article, story in zip(Article.objects.order_by("page_order"), STORIES, strict=True):
        found = {
            names[candidate.entity]
            for place in naming.places(naming.texts(article))
            for candidate in place.found.candidates
        }
        listed = {entity["name"] for entity in story["entities"] if entity["type"] != "reporter"}
        assert (found - listed, listed - found) == (set(), IN_TITLES.get(article.page_order, set()))


def test_every_name_found_is_certain():
    """The gazetteer of one page has no namesakes, no crossing names and no short ones of people."""
    for article in Article.objects.all():
        assert all(place.found.is_certain for place in naming.places(naming.texts(article)))


def test_the_subjects_offered_are_subjects_of_the_story():
    """Those the headline names; 三所学校 and the ten people are named below it."""
    offered = []
    for article in Article.objects.order_by("page_order"):
        subjects = article.mentions.filter(relation=MentionRelation.SUBJECT)
        true = {mention.entity for mention in subjects}
        article.mentions.all().delete()
        found = {o.entity for o in naming.offers(article) if o.relation == MentionRelation.SUBJECT}
        assert found <= true
        offered += sorted(entity.name for entity in found)
    assert offered == [
        "李祖乡遇共富工坊",
        "数字与智能化产业社区项目",
        "商城集团",
        "“我与慈善”社会征文活动",
    ]
