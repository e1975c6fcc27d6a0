import pytest
from django.core.exceptions import ValidationError
from taggit.forms import TagField

from articles.models import Tag
from articles.stand import merging_tags, publishing
from articles.text import tags
from tests import make


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("甲，乙、丙；丁,戊;己", ["甲", "乙", "丙", "丁", "戊", "己"]),
        ("  共富工坊 ，， ", ["共富工坊"]),
        ("ＡＩ、ai、AI", ["AI"]),
        ("Yiwu　 Pay", ["Yiwu Pay"]),
        ("１＋３＋Ｘ、５Ｇ", ["1+3+X", "5G"]),
        ("小商品城（二区）、去哪儿？", ["小商品城（二区）", "去哪儿？"]),
        ("“义乌好人”", ["“义乌好人”"]),
        ("甲\n乙", ["甲", "乙"]),
        ("", []),
    ],
)
def test_a_line_becomes_tags(line, expected):
    assert tags.split_tags(line) == expected


@pytest.mark.django_db
def test_tags_are_joined_as_they_are_split():
    found = [make.tag(name="共富工坊"), make.tag(name="Yiwu Pay")]

    assert tags.join_tags(found) == "Yiwu Pay，共富工坊"
    assert tags.split_tags(tags.join_tags(found)) == ["Yiwu Pay", "共富工坊"]


@pytest.mark.django_db
def test_tags_left_alone_are_not_a_change():
    found = [make.tag(name=name) for name in ["义乌", "5G", "共富工坊", "Yiwu Pay"]]

    assert not TagField().has_changed(found, tags.join_tags(found))
    assert TagField().has_changed(found, "义乌")


@pytest.mark.django_db
def test_a_tag_keeps_its_characters_in_its_address():
    make.article().tags.add("共富工坊")

    assert Tag.objects.get().slug == "共富工坊"


@pytest.mark.parametrize(
    "name", ["？！", "🎉", "👨‍👩‍👧", "——", "___", "…", "（）", "+", "☺️", "\u200b"]
)
def test_a_name_of_marks_alone_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        tags.refuse_without_letters(["义乌", name])

    assert f"“{name}”只有标点或符号" in refusal.value.messages[0]


@pytest.mark.parametrize("name", ["去哪儿？", "🎉1", "①", "C", "é", "5", "㊗", "한국", "❤️义乌"])
def test_a_name_with_one_letter_digit_or_character_has_an_address(name):
    tags.refuse_without_letters([name])

    assert Tag().slugify(name)


@pytest.fixture
def bare(db):
    """Two tags as they were made before such names were refused: without a slug, and like one."""
    return [make.tag(name=name) for name in ("？！", "🎉")]


def test_a_tag_of_marks_that_is_there_already_has_a_page(client, bare):
    story = make.published(tags=[*bare, make.tag(name="义乌")])

    addresses = [tag.get_absolute_url() for tag in bare]

    assert len(set(addresses)) == 2
    for tag, address in zip(bare, addresses, strict=True):
        assert f'<a href="{address}" rel="tag">{tag.name}</a>' in story.context_html
        response = client.get(address)
        assert response.context["title"] == tag.name
        assert list(response.context["page"]) == [story]
        assert client.get(f"/feeds{address[:-1]}.rss").status_code == 200


def test_a_tag_of_marks_that_is_there_already_is_merged_both_ways(client, bare):
    first, second = bare
    plain, editor = make.tag(name="义乌"), make.editor()
    publishing.publish(make.article(tags=[second]), by=None)
    old = [tag.get_absolute_url() for tag in bare]

    merging_tags.merge([second], into=first, by=editor, reason="同义。")
    assert client.get(old[1])["Location"] == old[0]
    assert client.get(f"/feeds{old[1][:-1]}.rss")["Location"] == f"/feeds{old[0][:-1]}.rss"
    merging_tags.merge([first], into=plain, by=editor, reason="同义。")

    assert {client.get(address)["Location"] for address in old} == {plain.get_absolute_url()}


def test_no_tag_stands_where_one_without_a_slug_would(client, db):
    assert client.get("/tags/_/").status_code == 404
