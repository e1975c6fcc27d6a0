"""A pasted roll beside what the paper knows: who is known, new, a namesake, twice or unreadable."""

import pytest

from people.models import Entity, Honour
from people.rolls import enrolling, rolls
from people.rolls.enrolling import RollRefused
from people.rolls.rolls import NEW, Pasted, Seen
from tests import make

pytestmark = pytest.mark.django_db

GIVEN = "甲乙丙丁戊己庚辛壬癸"


@pytest.fixture
def round():
    return make.round(name="第一批")


@pytest.fixture
def editor():
    return make.editor()


def effects(planned):
    return [(line.row.name, line.effect.value) for line in planned.lines]


def names_made(count):
    """So many names of three characters that are told apart."""
    return [
        f"王{GIVEN[n // 10 % 10]}{GIVEN[n % 10]}"
        if n < 100
        else f"李{GIVEN[n // 10 % 10]}{GIVEN[n % 10]}"
        for n in range(count)
    ]


def seen(planned, edition=1):
    return Seen(edition, planned.digest)


def big_roll(round):
    """A table of 200 rows: 10 namesakes, 5 duplicates, 3 malformed, 40 known, the rest new."""
    names = names_made(191)
    for name in names[:10]:
        make.entity(name=name, distinction="教师")
        make.entity(name=name, distinction="村民")
    for name in names[10:50]:
        make.entity(name=name)
    make.honour(round=round, recipient=Entity.objects.get(name=names[10]), order=7)
    lines = [f"{n}\t{name}\t\t助人为乐\t事迹{n}" for n, name in enumerate(names, 1)]
    lines += [lines[n] for n in (20, 60, 61, 62)]  # and the first known one is on the roll already
    lines += ["196\t\t佛堂镇", "197\t王", "198\t王大\t甲\t乙\t丙\t丁", "199\t周小小", "200\t周大大"]
    return "\n".join(lines)


def test_two_hundred_rows_are_told_apart(round, django_assert_num_queries):
    text = big_roll(round)
    planned = rolls.plan(Pasted(text), round=round)

    assert len(planned.lines) == 200
    counts = [planned.known, planned.new, planned.namesakes, planned.duplicates, planned.malformed]
    assert [len(found) for found in counts] == [39, 143, 10, 5, 3]
    assert [line.note for line in planned.duplicates] == [
        "已在这一批名单中。",
        "与第 21 行重复。",
        "与第 61 行重复。",
        "与第 62 行重复。",
        "与第 63 行重复。",
    ]
    assert [(line.row.number, line.note) for line in planned.malformed] == [
        (196, "没有姓名或名称。"),
        (197, "“王”不像姓名或名称。"),
        (198, "比列多出一格。"),
    ]
    assert not planned.is_savable
    with django_assert_num_queries(5):  # the stamps of the names, the entities, the roll
        rolls.plan(Pasted(text), round=round)


def test_two_hundred_rows_are_saved_once_the_lines_are_mended_and_the_namesakes_chosen(
    round, editor
):
    text = "\n".join(
        line for line in big_roll(round).splitlines() if line[:3] not in {"196", "197", "198"}
    )
    undecided = rolls.plan(Pasted(text), round=round)
    with pytest.raises(RollRefused):
        enrolling.save(round, Pasted(text), seen=seen(undecided), by=editor)
    choices = {line.token: str(line.candidates[1].pk) for line in undecided.namesakes[:9]}
    choices[undecided.namesakes[9].token] = NEW
    pasted = Pasted(text, choices=choices)
    planned = rolls.plan(pasted, round=round)
    before = Entity.objects.count()

    enrolling.save(round, pasted, seen=seen(planned), by=editor)

    assert Entity.objects.count() == before + 143 + 1
    roll = Honour.objects.filter(round=round).order_by("order")
    assert roll.count() == 1 + 39 + 143 + 10
    assert [(h.recipient.name, h.order, h.citation) for h in roll[:3]] == [
        ("王乙甲", 7, ""),
        ("王甲甲", 8, "事迹1"),
        ("王甲乙", 9, "事迹2"),
    ]
    assert roll[1].recipient.distinction == "村民"
    fresh = roll.get(citation="事迹10").recipient
    assert (fresh.distinction, fresh.kind) == (str(round), "person")
    round.refresh_from_db()
    assert round.edition == 2


def test_a_malformed_line_stops_the_whole_roll(round, editor):
    planned = rolls.plan(Pasted("王建国\n楼"), round=round)

    with pytest.raises(RollRefused, match="看不懂的行"):
        enrolling.save(round, Pasted("王建国\n楼"), seen=seen(planned), by=editor)
    assert (Entity.objects.count(), Honour.objects.count()) == (0, 0)


def test_a_clash_half_way_leaves_nothing(round, editor):
    """Two namesakes of one unit differ in nothing but a choice nobody could have offered."""
    make.entity(name="王建国", distinction="李祖村")
    pasted = Pasted("楼小芳\n王建国\t李祖村")
    token = rolls.plan(pasted, round=round).lines[1].token
    pasted = Pasted(pasted.text, choices={token: NEW})
    planned = rolls.plan(pasted, round=round)

    with pytest.raises(RollRefused, match="不同的单位"):
        enrolling.save(round, pasted, seen=seen(planned), by=editor)
    assert (Entity.objects.count(), Honour.objects.count()) == (1, 0)


def test_a_round_changed_since_the_preview_refuses(round, editor):
    planned = rolls.plan(Pasted("王建国"), round=round)
    enrolling.save(
        round, Pasted("楼小芳"), seen=seen(rolls.plan(Pasted("楼小芳"), round=round)), by=editor
    )

    with pytest.raises(RollRefused, match="被别人改过"):
        enrolling.save(round, Pasted("王建国"), seen=seen(planned), by=editor)


def test_a_namesake_entered_since_the_preview_refuses(round, editor):
    planned = rolls.plan(Pasted("王建国"), round=round)
    make.entity(name="王建国")

    with pytest.raises(RollRefused, match="有改动"):
        enrolling.save(round, Pasted("王建国"), seen=seen(planned), by=editor)


def test_a_known_name_with_another_unit_is_asked_about(round):
    make.entity(name="王建国", parent=make.entity(name="佛堂镇", kind="place"))
    make.entity(name="楼小芳", distinction="教师")
    make.entity(name="毛阿三")
    text = "王建国，李祖村\n王建国，佛堂镇\n楼小芳，福田小学\n毛阿三，李祖村"

    assert effects(rolls.plan(Pasted(text), round=round)) == [
        ("王建国", "namesake"),
        ("王建国", "namesake"),  # two of the roll bear the name
        ("楼小芳", "namesake"),
        ("毛阿三", "known"),
    ]


def test_a_known_name_of_another_kind_is_asked_about(round):
    make.entity(name="青年先锋", kind="brand")

    assert effects(rolls.plan(Pasted("青年先锋"), round=round)) == [("青年先锋", "namesake")]
    assert effects(rolls.plan(Pasted("青年先锋", kind="brand"), round=round)) == [
        ("青年先锋", "known")
    ]


def test_names_are_known_by_other_names_and_without_marks(round):
    workshop = make.entity(name="李祖乡遇共富工坊", kind="workshop")
    make.entity_name(name="李祖工坊", entity=workshop)

    planned = rolls.plan(Pasted("“李祖乡遇”共富工坊\n李祖工坊"), round=round)

    assert [(line.effect.value, line.chosen) for line in planned.lines] == [
        ("known", str(workshop.pk)),
        ("duplicate", str(workshop.pk)),
    ]
    assert planned.lines[1].note == "与第 1 行重复。"


def test_a_hidden_person_is_known_and_not_entered_a_second_time(round):
    make.entity(name="王建国", hidden=True)

    assert effects(rolls.plan(Pasted("王建国"), round=round)) == [("王建国", "known")]


def test_a_choice_the_row_does_not_offer_is_passed_over(round):
    make.entity(name="王建国")
    other = make.entity(name="楼小芳")
    token = rolls.plan(Pasted("王建国"), round=round).lines[0].token

    planned = rolls.plan(Pasted("王建国", choices={token: str(other.pk)}), round=round)

    assert planned.lines[0].chosen == str(Entity.objects.get(name="王建国").pk)


def test_a_new_one_belongs_to_a_unit_the_paper_knows_and_the_roll_keeps_what_was_printed(
    round, editor
):
    village = make.entity(name="李祖村", kind="village")
    pasted = Pasted("王建国，李祖村\n楼小芳，某某公司")

    enrolling.save(round, pasted, seen=seen(rolls.plan(pasted, round=round)), by=editor)
    make.confirmed()

    made = Entity.objects.exclude(pk=village.pk).order_by("pk")
    assert [(e.name, e.parent, e.sort_key) for e in made] == [
        ("王建国", village, "wang jian guo"),
        ("楼小芳", None, "lou xiao fang"),
    ]
    assert list(round.honours.values_list("unit_as_printed", flat=True)) == ["李祖村", "某某公司"]
