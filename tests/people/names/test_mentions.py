"""Known names in a text: found whole, longest first, and certain only where they can be."""

import pytest

from people.models import Entity, EntityName
from people.names import mentions
from tests import make
from tests.benchmarks import mentions as benchmark

pytestmark = pytest.mark.django_db


def names(text):
    """Each name found as typed, with the names of the entities it may mean."""
    bearers = {entity.pk: str(entity) for entity in Entity.objects.all()}
    return [(f.text, [bearers[c.entity] for c in f.candidates]) for f in mentions.find(text)]


def certain(text):
    return [f.text for f in mentions.find(text) if f.is_certain]


def test_names_and_other_names_are_found_where_they_stand():
    make.entity_name(name="市科协", entity=make.entity(name="义乌市科协", kind="organisation"))
    text = "近日，义乌市科协发文。\n市科协指导各校。"

    assert names(text) == [("义乌市科协", ["义乌市科协"]), ("市科协", ["义乌市科协"])]
    assert [text[f.start : f.end] for f in mentions.find(text)] == ["义乌市科协", "市科协"]


@pytest.mark.parametrize("name", ["李祖乡遇共富工坊", "“李祖乡遇”共富工坊"])
@pytest.mark.parametrize(
    "typed", ["李祖乡遇共富工坊", "李祖乡遇”共富工坊", "李祖乡遇 」共富\u3000工坊"]
)
def test_marks_and_spaces_within_a_name_do_not_matter(name, typed):
    make.entity(name=name, kind="workshop")

    found = mentions.find(f"后宅街道的“{typed}上榜。")

    opening = "“" if "”" in typed else ""
    assert [(f.text, f.is_certain) for f in found] == [(opening + typed, True)]


def test_a_mark_belongs_to_a_name_that_holds_its_pair():
    make.entity(name="共富讲堂")

    assert [name for name, _ in names("共富“讲堂”、“共富”讲堂、“共富讲堂”")] == [
        "共富“讲堂”",
        "“共富”讲堂",
        "共富讲堂",
    ]


def test_a_name_within_a_longer_known_name_is_none():
    make.entity(name="李祖村", kind="village")
    make.entity(name="李祖村文化礼堂", kind="place")

    assert names("李祖村文化礼堂") == [("李祖村文化礼堂", ["李祖村文化礼堂"])]
    assert [name for name, _ in names("李祖村文化礼堂在李祖村。")] == ["李祖村文化礼堂", "李祖村"]


def test_a_longer_name_that_begins_with_its_parent_s_names_the_parent_too():
    bureau = make.entity(name="市建设局", kind="organisation")
    make.entity(name="建设局", kind="organisation")
    make.entity(name="市建设局物业科", kind="organisation", parent=bureau)

    assert [name for name, _ in names("据市建设局物业科介绍")] == ["市建设局物业科", "市建设局"]
    assert certain("据市建设局物业科介绍") == ["市建设局物业科", "市建设局"]
    assert [f.is_within for f in mentions.find("据市建设局物业科介绍")] == [False, True]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("江东农商银行佛堂支行", ["佛堂"]),
        ("佛堂第三分公司", ["佛堂"]),
        ("佛堂分校", ["佛堂"]),
        ("佛堂第12分店", ["佛堂"]),
        ("佛堂古镇", []),
        ("佛堂支行招待所", []),
    ],
)
def test_a_branch_names_what_it_is_a_branch_of(name, named):
    make.entity(name="佛堂", kind="place")
    make.entity(name="江东", kind="place")
    make.entity(name=name, kind="organisation")

    assert [found for found, _ in names(f"走进{name}。")] == [name, *named]


def test_a_hidden_parent_is_not_named_by_the_longer_name():
    bureau = make.entity(name="市建设局", kind="organisation", hidden=True)
    make.entity(name="市建设局物业科", kind="organisation", parent=bureau)

    assert [name for name, _ in names("市建设局物业科")] == ["市建设局物业科"]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("我市开展征文活动", True),
        ("义乌和我市", True),
        ("我市三所学校入选", False),
        ("我市各中小学", False),
        ("我市“金华好人”评选", False),
        ("我市绣湖中学", False),
        ("我市30个社区", False),
    ],
)
def test_our_city_before_a_quantity_or_a_name_says_here_and_names_nothing(text, is_named):
    make.entity_name(name="我市", entity=make.entity(name="义乌", kind="place"))
    make.entity(name="绣湖中学", kind="school")
    make.programme(name="金华好人")

    assert ("我市" in [name for name, _ in names(text)]) == is_named


def test_a_place_in_the_name_of_an_honour_is_none():
    make.entity(name="金华", kind="place")
    make.programme(name="“金华好人”")

    assert [f.start for f in mentions.find("“金华好人”172人，在金华")] == [12]


def test_names_that_share_characters_are_both_found_and_neither_is_certain():
    make.entity(name="江东消防站", kind="organisation")
    make.entity(name="消防站义工", kind="team")

    assert [name for name, _ in names("江东消防站义工来了")] == ["江东消防站", "消防站义工"]
    assert certain("江东消防站义工来了") == []
    assert certain("江东消防站、消防站义工来了") == ["江东消防站", "消防站义工"]


def test_names_do_not_reach_into_the_next_paragraph():
    make.entity(name="李祖村", kind="village")

    assert names("李祖\n村") == []


def test_a_latin_name_is_found_whole_or_not_at_all():
    make.entity(name="Yiwu Pay", kind="product")

    assert [name for name, _ in names("使用ｙｉｗｕ pay付款，不是Yiwu Payment。")] == [
        "ｙｉｗｕ pay"
    ]


def test_namesakes_are_all_found_and_never_certain():
    make.entity(name="陈永生", distinction="教师")
    make.entity(name="陈永生", distinction="村民")

    assert names("好人陈永生") == [("陈永生", ["陈永生（教师）", "陈永生（村民）"])]
    assert certain("好人陈永生") == []


def test_a_name_that_is_another_s_other_name_is_a_namesake():
    make.entity(name="物业科", kind="organisation")
    make.entity_name(name="物业科", entity=make.entity(name="市建设局物业科", kind="organisation"))

    assert names("物业科") == [("物业科", ["物业科", "市建设局物业科"])]
    assert certain("物业科") == []


def test_one_entity_with_a_name_twice_has_no_namesake():
    make.entity_name(name="“青创李祖”", entity=make.entity(name="青创李祖", kind="brand"))

    assert certain("“青创李祖”") == ["青创李祖"]


def test_hidden_entities_are_not_found_by_any_name():
    hidden = make.entity(name="王军生", hidden=True)
    make.entity_name(name="小王军", entity=hidden)

    assert names("王军生又叫小王军") == []


def test_hidden_entities_are_found_by_whoever_asks_for_them():
    hidden = make.entity(name="王军生", hidden=True)

    (found,) = mentions.gazetteer().find("王军生", with_hidden=True)
    assert [candidate.entity for candidate in found.candidates] == [hidden.pk]


def test_a_name_within_that_of_a_hidden_entity_is_none():
    make.entity(name="薛祥", hidden=False)
    make.entity(name="丁薛祥", hidden=True)

    assert names("丁薛祥同志") == []


def test_a_name_shared_with_a_hidden_person_is_offered_without_that_person_and_not_certain():
    make.entity(name="陈永生", distinction="教师", hidden=True)
    make.entity(name="陈永生", distinction="村民")

    assert names("陈永生") == [("陈永生", ["陈永生（村民）"])]
    assert certain("陈永生") == []


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("他说王林不错", False),
        ("李祖村村民王林说", True),
        ("村支书记王林，", True),
        ("校长王林", True),
        ("记者王林涛报道", False),  # the name may go on
        ("王林老师", True),
        ("王林副校长", True),
        ("小学王林先生", True),
        ("丁王林同志", False),  # the name may begin earlier
        ("村民们都爱王林场", False),
    ],
)
def test_a_person_s_name_of_two_characters_is_certain_beside_a_role_only(text, is_certain):
    make.entity(name="王林")

    assert [f.is_certain for f in mentions.find(text)] == [is_certain]


def test_a_person_s_name_of_three_characters_and_a_place_s_of_two_are_certain():
    make.entity(name="楼宝娟")
    make.entity(name="义乌", kind="place")

    assert certain("义乌楼宝娟") == ["义乌", "楼宝娟"]


def test_one_character_is_no_name():
    make.entity(name="王")

    assert names("王先生") == []


def test_the_names_are_built_once_and_again_after_any_change(django_assert_num_queries):
    entity = make.entity(name="李祖村", kind="village")
    first = mentions.gazetteer()
    with django_assert_num_queries(3):  # the stamps of entities, other names and honours
        assert mentions.gazetteer() is first

    other = make.entity_name(name="李祖", entity=entity)
    assert [name for name, _ in names("李祖")] == ["李祖"]
    other.name = "李村"
    other.save()
    assert [name for name, _ in names("李祖李村")] == ["李村"]
    other.delete()
    assert names("李村") == []
    Entity.objects.filter(pk=entity.pk).update(name="李祖新村", edition=2)
    assert [name for name, _ in names("李祖新村")] == ["李祖新村"]
    EntityName.objects.create(entity=make.entity(), name="李祖")
    make.programme(name="李祖好人")
    assert names("李祖好人") == []
    entity.delete()
    assert names("李祖新村") == [("李祖", [str(Entity.objects.get())])]


def test_a_hundred_thousand_names_cost_a_story_little_more_than_ten():
    # Twice, on an idle machine; beside others a large table is often put out of the processor's
    # cache. In proportion to the names it would be ten thousand times.
    assert benchmark.growth() < 10
