"""What is saved about people and honours is for readers once somebody else has confirmed it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Byline, PendingChange, PublishedArticle
from articles.photos import crediting
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import hiding, publishing
from people.models import Entity, Honour, Programme, Reporter, Round, Tally
from people.models.drafts import DraftRoll
from people.rolls import enrolling, rolls
from people.rolls.rolls import Pasted
from tests import make
from tests.articles.admin.test_admin import address, typed
from tests.people.reading.test_waiting import public_site
from tests.people.rolls.test_rolls import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """An editor, logged in."""
    client.user = make.editor()
    client.force_login(client.user)
    return client


def save(desk, model, row=None, **changes):
    """Send a form of the desk as it was opened, but for what is changed."""
    page = address(model, "change", row.pk) if row else address(model, "add")
    response = desk.post(page, typed(desk.get(page)) | changes)
    assert response.status_code == 302, response.context["errors"]
    return response


def pages():
    """The addresses that say something of people and honours, those of waiting rows among them."""
    rows = [r for m in (Entity, Reporter, Programme, Round) for r in m.objects.order_by("pk")]
    found = [row.get_absolute_url() for row in rows]
    found += [f"{row.get_absolute_url()}honours.json" for row in rows if isinstance(row, Entity)]
    found += [f"{row.get_absolute_url()[:-1]}.csv" for row in rows if isinstance(row, Round)]
    lists = ["/", "/honours/", "/entities/", "/reporters/", "/search/suggest/?q=新叫法"]
    return [*lists, *found, *(s.get_absolute_url() for s in PublishedArticle.objects.all())]


@pytest.fixture
def answers(desk):
    """What readers get of these pages now: statuses and texts, by address."""

    def ask(addresses=None):
        reader = type(desk)()
        got = {each: reader.get(each) for each in addresses or pages()}
        return {each: (a.status_code, a.content.decode()) for each, a in got.items()}

    return ask


def site():
    """A public site, with a story that names and announces what stands on it."""
    found = public_site()
    found["reporter"] = Reporter.objects.get()
    found["tally"] = Tally.objects.get()
    found["honour"] = Honour.objects.get()
    found["other_name"] = make.entity_name(entity=found["person"], name="宝娟阿姨")
    found["photo"] = make.photo(file="photos/face.jpg")
    found["pair"] = make.programme(name="金华好人")
    return found


def precise(row):
    return {f"{row}-announced_precision": "day"}


# ---- One act of the desk after the other, each with what readers get of it in the end ----------


def changes_person(desk, on):
    save(desk, Entity, on["person"], name="新的名字", description="新的简介", kind="group")
    return ["新的名字", "新的简介"]


def gives_a_portrait(desk, on):
    save(desk, Entity, on["person"], portrait=on["photo"].pk)
    return [on["photo"].file.url]


def moves_person(desk, on):
    save(desk, Entity, on["person"], parent="")
    return []


def adds_other_name(desk, on):
    rows = {"other_names-TOTAL_FORMS": 2, "other_names-1-entity": on["person"].pk}
    save(desk, Entity, on["person"], **rows, **{"other_names-1-name": "新叫法"})
    return ["新叫法"]


def changes_other_name(desk, on):
    save(desk, Entity, on["person"], **{"other_names-0-name": "新叫法"})
    return ["新叫法"]


def deletes_other_name(desk, on):
    save(desk, Entity, on["person"], **{"other_names-0-DELETE": "on"})
    return []


def adds_person(desk, on):
    new = {"other_names-TOTAL_FORMS": 1, "other_names-0-name": "新叫法"}
    save(desk, Entity, name="新来的人", kind="person", description="新的简介", **new)
    return ["新来的人", "新的简介", "新叫法"]


def adds_person_beside(desk, on):
    """In the window that a form opens beside itself."""
    page = address(Entity, "add") + "?_popup=1"
    fields = typed(desk.get(page)) | {"name": "新来的人", "_popup": "1"}
    assert desk.post(page, fields).status_code == 200
    return ["新来的人"]


def changes_reporter(desk, on):
    save(desk, Reporter, on["reporter"], title="新的称谓", bio="新的简介")
    return ["新的称谓", "新的简介"]


def adds_reporter(desk, on):
    save(desk, Reporter, name="新来的记者", title="新的称谓", bio="新的简介")
    return ["新来的记者", "新的称谓", "新的简介"]


def changes_programme(desk, on):
    ladder = {"next_rung": on["pair"].pk, "bodies": [on["village"].pk]}
    save(desk, Programme, on["programme"], description="新的简介", **ladder)
    return ["新的简介", "金华好人"]


def adds_programme(desk, on):
    rows = {"rounds-TOTAL_FORMS": 1, "rounds-0-name": "新批次"} | precise("rounds-0")
    rows |= {"tallies-TOTAL_FORMS": 1, "tallies-0-place": on["village"].pk}
    rows |= {"tallies-0-as_of": "2024-05-01", "tallies-0-count": 4321}
    save(desk, Programme, name="新荣誉", **rows)
    return ["新荣誉", "新批次", "4321"]


def adds_round_beneath(desk, on):
    n = on["programme"].rounds.count()
    rows = {"rounds-TOTAL_FORMS": n + 1, f"rounds-{n}-name": "新批次"} | precise(f"rounds-{n}")
    save(desk, Programme, on["programme"], **rows)
    return ["新批次"]


def changes_round(desk, on):
    save(desk, Round, on["round"], name="新批次", announced_on="2022-02-02")
    return ["新批次", "2022年2月2日"]


def adds_round(desk, on):
    rows = {"honours-TOTAL_FORMS": 1, "honours-0-recipient": on["village"].pk, "honours-0-order": 0}
    fields = {"programme": on["programme"].pk, "name": "新批次", "honours-0-citation": "新事迹"}
    save(desk, Round, **rows, **fields)
    return ["新批次", "新事迹"]


def changes_honour_beneath(desk, on):
    save(desk, Round, on["round"], **{"honours-0-citation": "新事迹"})
    return ["新事迹"]


def deletes_honour_beneath(desk, on):
    save(desk, Round, on["round"], **{"honours-0-DELETE": "on"})
    return []


def adds_honour(desk, on):
    fields = {"round": on["round"].pk, "recipient": on["village"].pk, "citation": "新事迹"}
    save(desk, Honour, **fields)
    return ["新事迹"]


def changes_honour(desk, on):
    save(desk, Honour, on["honour"], citation="新事迹", category="新类别")
    return ["新事迹", "新类别"]


def deletes_honour(desk, on):
    page = address(Honour, "delete", on["honour"].pk)
    mark = desk.get(page).context["mark"]
    desk.post(page, {"post": "yes", "based_on": mark})
    return []


def deletes_honours_of_a_list(desk, on):
    chosen = {"action": "delete_selected", "_selected_action": [on["honour"].pk]}
    question = desk.post(address(Honour, "changelist"), chosen)
    marks = {f"based_on-{key}": mark for key, mark in question.context["marks"]}
    desk.post(address(Honour, "changelist"), chosen | marks | {"post": "yes"})
    return []


def adds_tally(desk, on):
    fields = {"programme": on["programme"].pk, "place": on["village"].pk}
    save(desk, Tally, **fields, as_of="2024-05-01", count=4321)
    return ["4321"]


def changes_tally(desk, on):
    save(desk, Tally, on["tally"], count=4321)
    return ["4321"]


def enters_a_roll(desk, on):
    pasted = Pasted("新来的人，李祖村，新类别，新事迹\n楼宝娟")
    enrolling.save(
        on["round"], pasted, seen=seen(rolls.plan(pasted, round=on["round"])), by=desk.user
    )
    return ["新来的人", "新事迹"]


ACTS = [
    *[changes_person, adds_other_name, adds_person, adds_programme, changes_honour],
    *[deletes_honour_beneath, deletes_honours_of_a_list, enters_a_roll],
]
MORE = [
    *[gives_a_portrait, moves_person, changes_other_name, deletes_other_name, adds_person_beside],
    *[changes_reporter, adds_reporter, changes_programme, adds_round_beneath, changes_round],
    *[adds_round, changes_honour_beneath, adds_honour, deletes_honour, adds_tally, changes_tally],
]


@pytest.mark.parametrize(
    "act", [*ACTS, *(pytest.param(act, marks=pytest.mark.whole) for act in MORE)]
)
def test_readers_have_the_old_until_somebody_else_confirms(desk, answers, act):
    on = site()
    before = answers()

    words = act(desk, on)

    meanwhile = answers()
    assert {each: meanwhile.pop(each) for each in before} == before
    assert {status for status, _text in meanwhile.values()} <= {404}
    change = PendingChange.objects.get()
    with pytest.raises(ConfirmationRefused):
        holding.confirm(change, by=desk.user)

    holding.confirm(change, by=make.editor())

    after = answers()
    assert after != before
    assert {status for status, _text in after.values()} == {200}
    found = "".join(text for _status, text in after.values())
    assert [word for word in words if word not in found] == []


OF_A_ROW = 5  # queries at most of Django's own for a changed row: to read, check and write it


def test_a_save_asks_as_much_for_three_rows_as_for_one(desk):
    taken = []
    for count in (1, 3):
        round = make.round()
        for _number in range(3):
            make.honour(round=round)
        changes = {f"honours-{n}-citation": "新事迹" for n in range(count)}
        page = address(Round, "change", round.pk)
        fields = typed(desk.get(page)) | changes
        with CaptureQueriesContext(connection) as queries:
            assert desk.post(page, fields).status_code == 302
        taken.append(len(queries))
        assert len(PendingChange.objects.first().rows) == count

    assert taken[1] - taken[0] <= (3 - 1) * OF_A_ROW


# ---- Somebody new -----------------------------------------------------------------------------


def newcomer(desk):
    """Somebody new, entered with all that can be said of them."""
    village, face = make.entity(name="李祖村", kind="village"), make.photo(file="photos/f.jpg")
    said = {"description": "没有审过的简介", "parent": village.pk, "portrait": face.pk}
    names = {"other_names-TOTAL_FORMS": 1, "other_names-0-name": "没审过的叫法"}
    save(desk, Entity, name="新来的人", kind="person", **said, **names)
    return Entity.objects.get(name="新来的人"), [
        "没有审过的简介",
        "李祖村",
        "没审过的叫法",
        "f.jpg",
    ]


def held_in(page, words):
    return [word for word in words if word in page]


def test_a_further_name_is_searched_for_once_it_is_confirmed(desk):
    person, _words = newcomer(desk)
    make.confirmed()

    other = person.other_names.get()
    assert other.name == other.compared == "没审过的叫法"


def test_a_story_passes_a_new_name_and_nothing_else_that_was_written(desk, answers):
    person, words = newcomer(desk)
    save(desk, Reporter, name="新来的记者", title="没审过的称谓", bio="没有审过的简介")
    reporter = Reporter.objects.get()
    story = make.article(body="<p>新来的人来了。</p>")
    make.mention(article=story, entity=person)
    make.byline(article=story, reporter=reporter, title_as_printed="记者")

    publishing.publish(story, by=None)

    own = [person.get_absolute_url(), reporter.get_absolute_url()]
    now = answers(own)
    assert [status for status, _text in now.values()] == [200, 200]
    assert held_in("".join(text for _status, text in now.values()), [*words, "没审过"]) == []
    for change in PendingChange.objects.waiting():
        holding.confirm(change, by=make.editor())
    page, reporters_page = (text for _status, text in answers(own).values())
    assert held_in(page, words) == words
    assert held_in(reporters_page, ["没审过的称谓", "没有审过的简介"])[1:] == ["没有审过的简介"]


def test_what_waits_of_somebody_new_stands_in_their_form_and_is_edited_there(desk, answers):
    person, _words = newcomer(desk)
    page = desk.get(address(Entity, "change", person.pk))
    assert typed(page)["description"] == "没有审过的简介"

    save(desk, Entity, person, description="改过的简介", portrait="")

    change = PendingChange.objects.get()
    holding.confirm(change, by=make.editor())
    person.refresh_from_db()
    assert (person.description, person.portrait, str(person.parent)) == (
        "改过的简介",
        None,
        "李祖村",
    )


def test_a_text_changed_after_the_name_was_passed_takes_the_place_of_the_first(desk):
    person, _words = newcomer(desk)
    story = make.article(body="<p>新来的人来了。</p>")
    make.mention(article=story, entity=person)
    publishing.publish(story, by=None)

    save(desk, Entity, person, description="改过的简介", name="新来的某人")
    assert Entity.objects.get(pk=person.pk).description == ""
    make.confirmed()

    person.refresh_from_db()
    assert (person.description, person.name) == ("改过的简介", "新来的某人")
    assert person.portrait is not None


def test_taking_back_somebody_whom_a_story_has_passed_takes_what_was_written_alone(desk):
    person, _words = newcomer(desk)
    story = make.article(body="<p>新来的人来了。</p>")
    make.mention(article=story, entity=person)
    publishing.publish(story, by=None)

    holding.take_back(PendingChange.objects.get(), by=desk.user)

    person.refresh_from_db()
    assert (person.is_waiting, person.description) == (False, "")
    make.confirmed()
    assert Entity.objects.get(pk=person.pk).description == ""


def test_a_byline_has_the_title_that_a_new_reporter_was_entered_with(desk):
    save(desk, Reporter, name="新来的记者", title="见习记者")
    reporter = Reporter.objects.get()
    row = {"bylines-TOTAL_FORMS": 1, "bylines-0-reporter": reporter.pk}
    row |= {"bylines-0-role": "text", "bylines-0-order": 1}

    save(desk, Article, headline="揭牌", body="<p>正文。</p>", **row)

    assert Byline.objects.get().title_as_printed == "见习记者"


def test_the_form_of_a_row_that_waits_has_no_way_to_a_page_that_is_not_there(desk):
    save(desk, Programme, name="新荣誉")

    page = desk.get(address(Programme, "change", Programme.objects.get().pk))

    assert page.context["has_absolute_url"] is False


def test_a_photographer_registered_by_a_photo_waits(desk, answers):
    photo = make.photo(source="赵小川 摄", photographer="赵小川")

    crediting.register(photo.pk, by=make.chief())

    reporter = Reporter.objects.get()
    assert (reporter.is_waiting, reporter.title) == (True, "")
    make.confirmed()
    reporter.refresh_from_db()
    assert (reporter.is_waiting, reporter.title) == (False, "通讯员")


# ---- Somebody hidden --------------------------------------------------------------------------


def test_a_further_name_of_somebody_hidden_is_put_out_of_sight_at_once(desk, answers):
    person = make.entity(name="楼宝娟")
    story = make.published(body="<p>楼宝娟，人称宝娟阿姨。</p>")
    hiding.hide(person, by=make.chief(), reason="本人要求。")
    names = {"other_names-TOTAL_FORMS": 1, "other_names-0-name": "宝娟阿姨"}

    save(desk, Entity, person, **names)

    ((_status, text),) = answers([story.get_absolute_url()]).values()
    assert held_in(text, ["楼宝娟", "宝娟阿姨"]) == []
    assert not PendingChange.objects.exists()


def test_another_name_for_somebody_hidden_uncovers_nothing_until_it_is_confirmed(desk, answers):
    person = make.entity(name="楼宝娟")
    story = make.published(body="<p>楼宝娟和楼宝绢。</p>")
    hiding.hide(person, by=make.chief(), reason="本人要求。")

    save(desk, Entity, person, name="楼宝绢")
    ((_status, text),) = answers([story.get_absolute_url()]).values()
    assert held_in(text, ["楼宝娟", "楼宝绢"]) == ["楼宝绢"]

    make.confirmed()
    ((_status, text),) = answers([story.get_absolute_url()]).values()
    assert held_in(text, ["楼宝娟", "楼宝绢"]) == ["楼宝娟"]


# ---- Rolls ------------------------------------------------------------------------------------


def newcomer_name(n):
    return f"王{chr(0x5000 + n // 50)}{chr(0x6000 + n % 50)}"


def entered(desk, count):
    """A roll of a new round of a new programme, with a story that announces it, entered."""
    story = make.article(headline="名单公布")
    text = "\n".join(f"{newcomer_name(n)}，李祖村" for n in range(count))
    draft = make.draft_roll(programme=f"{count}人的荣誉", article=story, text=text)
    pasted = Pasted(text)
    shown = rolls.Seen(draft.edition, rolls.plan(pasted, round=None).digest)
    with CaptureQueriesContext(connection) as queries:
        enrolling.confirm(draft, pasted, seen=shown, by=desk.user)
    story.announces.add(draft.round)
    return draft.round, publishing.publish(story, by=None), len(queries)


def test_a_roll_is_confirmed_as_one_and_named_by_the_story_that_announced_it(desk, answers):
    make.entity(name="李祖村", kind="village")
    round, story, _count = entered(desk, 3)
    pages = [round.get_absolute_url(), round.programme.get_absolute_url()]
    assert [status for status, _text in answers(pages).values()] == [404, 404]

    holding.confirm(PendingChange.objects.get(), by=make.editor())

    page, text = answers([pages[0], story.get_absolute_url()]).values()
    said = [newcomer_name(0), newcomer_name(2), "李祖村", "共 3 人", "名单公布"]
    assert held_in(page[1], said) == said
    assert f'href="{pages[0]}"' in text[1]
    assert {e.parent.name for e in Entity.objects.filter(kind="person")} == {"李祖村"}


@pytest.mark.parametrize("count", [200, pytest.param(1000, marks=pytest.mark.whole)])
def test_a_long_roll_takes_no_more_queries_than_a_short_one(desk, count):
    make.entity(name="李祖村", kind="village")
    taken = []
    for size in (count, 3):
        _round, _story, asked = entered(desk, size)
        with CaptureQueriesContext(connection) as queries:
            holding.confirm(PendingChange.objects.waiting().get(), by=make.editor())
        taken.append((asked, len(queries)))
        assert not Honour.objects.filter(is_waiting=True).exists()
        Honour.objects.all().delete()
    batches = count // 20  # SQLite takes no more values at a time
    (asked, confirmed), (asked_short, confirmed_short) = taken
    assert (asked - asked_short <= batches, confirmed - confirmed_short <= batches) == (True, True)


def test_a_roll_of_many_names_is_shown_page_by_page(desk):
    entered(desk, 150)
    client, change = type(desk)(), PendingChange.objects.get()
    client.force_login(make.editor())
    page = f"/admin/articles/pendingchange/{change.pk}/change/"

    first, second = (client.get(f"{page}?p={n}").content.decode() for n in (1, 2))

    assert "新增人物与单位 150 ·" in " ".join(first.split())
    assert "新增获奖记录 150 ·" in " ".join(first.split())
    assert f'href="{address(Round, "change", Round.objects.get().pk)}"' in first
    assert first.count("pending-row") == 200
    assert second.count("pending-row") == 102
    assert client.get("/admin/articles/pendingchange/").content.decode().count("pending-row") == 10
    mark = {"mark": change.mark, "move": "confirm"}
    assert client.post(page, mark).status_code == 302
    assert not Honour.objects.filter(is_waiting=True).exists()


def test_a_roll_that_was_refused_is_asked_for_again_with_its_round(desk):
    round, _story, _count = entered(desk, 3)
    holding.refuse(PendingChange.objects.get(), by=make.editor(), reason="楼字写错了。")

    save(desk, Round, round, name="第二批")

    asked = PendingChange.objects.waiting().get().rows
    assert sorted(row["model"] for row in asked) == [
        *["people.entity"] * 3, *["people.honour"] * 3, "people.programme", "people.round",
    ]  # fmt: skip


def test_a_roll_that_is_taken_back_is_gone(desk):
    round, _story, _count = entered(desk, 3)
    round.announcements.clear()

    holding.take_back(PendingChange.objects.get(), by=desk.user)

    assert [m.objects.count() for m in (Programme, Round, Honour, Entity)] == [0, 0, 0, 0]
    assert DraftRoll.objects.get().round is None
