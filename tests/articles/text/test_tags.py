import pytest
from taggit.forms import TagField

from articles.models import Tag
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
