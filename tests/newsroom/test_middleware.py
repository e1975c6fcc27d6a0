"""What is not there today may be there tomorrow: nobody keeps such an answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.review import corrections
from articles.stand import merging_tags
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/articles/{}/", "/articles/{}.json"])
def test_a_tombstone_is_kept_by_nobody(client, address):
    chief, article = make.chief(), make.published().article
    address = address.format(article.pk)
    corrections.withdraw(article, by=chief, reason="失实。")

    gone = client.get(address)
    corrections.reinstate(article, by=chief, reason="已核实。")
    back = client.get(address)

    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-store")
    assert back.status_code == 200
    assert "no-store" not in back.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/articles/{}/", "/articles/{}.json"])
def test_that_a_story_is_not_there_yet_is_kept_by_nobody(client, address):
    story = make.published(at=timezone.now() + timedelta(hours=1))

    response = client.get(address.format(story.pk))

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("address", ["/tags/智能/", "/feeds/tags/智能.rss"])
def test_the_way_of_a_synonym_is_asked_again(client, address):
    kept, old = make.tag(slug="AI"), make.tag(slug="智能")
    make.published(tags=[old])
    merging_tags.merge([old], into=kept, by=make.editor(), reason="同义。")

    response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (301, "no-cache")


def test_what_an_answer_says_of_itself_is_left(client):
    response = client.get("/preview/none/")

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store, private")
