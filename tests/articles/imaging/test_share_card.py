"""The picture of a story without a photograph, where the machine has a font to draw it with."""

from io import BytesIO

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from articles.imaging import share_card
from articles.models import PublishedArticle
from articles.stand import publishing
from tests import make
from tests.page_head import HERE, head

pytestmark = pytest.mark.django_db

FONT = ImageFont.load_default(96)


def pictures(client, story):
    return [value for name, value in head(client, story).properties if name == "og:image"]


def test_a_story_without_a_photo_is_shared_with_its_headline(client, font):
    story = make.published(headline="第一行\n第二行", kicker="引题")
    address = reverse("share_card", args=[story.pk, story.share_mark])

    response = client.get(address)

    assert pictures(client, story) == [HERE + address]
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert response["Cache-Control"] == "public, max-age=86400"


def test_a_story_with_a_photo_is_shared_with_the_photo(client):
    use = make.photo_use(photo=make.photo(file="photos/a.jpg"))
    story = publishing.publish(use.article, by=None)

    assert [address for address in pictures(client, story) if "share" in address] == []


def test_a_machine_without_a_font_shares_no_picture_and_says_so(client, fontless):
    story = make.published()

    assert pictures(client, story) == []
    assert client.get(reverse("share_card", args=[story.pk, story.share_mark])).status_code == 404
    found = run_checks(include_deployment_checks=True)
    assert "newsroom.I001" in {message.id for message in found}


def test_only_the_version_that_readers_have_is_drawn(client, font):
    story = make.published()
    assert client.get(reverse("share_card", args=[story.pk, "0" * 16])).status_code == 404

    PublishedArticle.objects.update(withdrawn_at=timezone.now())
    assert client.get(reverse("share_card", args=[story.pk, story.share_mark])).status_code == 404


@given(st.text("共富工坊a1 ，。”（“《", min_size=1, max_size=120))
def test_lines_fit_lose_nothing_and_are_about_as_long(text):
    lines = share_card.balanced(text, font=FONT)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(FONT.getlength(line) <= share_card.ROOM for line in lines)


def test_no_line_begins_with_a_closing_mark_or_is_one_character():
    lines = share_card.balanced("义乌十二人获评，“义乌好人”" * 4, font=FONT)

    assert len(lines) > 1
    assert [line for line in lines if line[0] in share_card.CLOSING or len(line) == 1] == []


@pytest.mark.parametrize("headline", ["一", "，" * 300, "长" * 300, "a" * 300, "一\n" * 9])
def test_any_headline_is_drawn(headline, font):
    drawn = share_card.draw(headline=headline, kicker="引" * 99, paper="城市日报", day="今天")

    assert Image.open(BytesIO(drawn)).size == (1200, 630)


def test_a_font_is_told_by_its_name_wherever_it_lies(settings, font, tmp_path):
    assert share_card.font_file() == (str(font), 0)

    better = tmp_path / "deeper" / "NotoSerifCJK-Bold.ttf"
    better.parent.mkdir()
    better.write_bytes(font.read_bytes())
    settings.FONT_FOLDERS = [tmp_path / "deeper", *settings.FONT_FOLDERS]

    assert share_card.font_file() == (str(better), 0)


def test_a_font_of_this_machine_draws_too():
    """Where there is one; where there is none nothing is drawn."""
    there = share_card.font_file()

    drawn = share_card.draw(headline="共富工坊", kicker="", paper="城市日报", day="今天")

    assert (drawn is None) == (there is None)
