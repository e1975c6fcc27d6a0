"""The lexicon in the admin: kept by hand by those who may, and taken out as a table."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import LexiconEntry
from people.models import User
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_lexiconentry_changelist")
ADD = reverse("admin:articles_lexiconentry_add")
IMPORT = reverse("admin:articles_lexiconentry_import")
EXPORT = reverse("admin:articles_lexiconentry_export")
TABLE = "词语,级别,类别,建议或正确写法,备注,启用\n"


def keeper(*verbs):
    user = User.objects.create_user(f"keeper{User.objects.count()}", is_staff=True)
    codenames = [f"{verb}_lexiconentry" for verb in verbs]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def desk(client):
    client.force_login(keeper("add", "change", "delete", "view"))
    return client


def words():
    return list(LexiconEntry.objects.order_by("pk").values_list("word", flat=True))


# ---- By hand -----------------------------------------------------------------------------------


def test_a_word_is_added_with_the_form_it_is_looked_for_in(desk):
    desk.post(ADD, {"word": " “Ａ  股” ", "level": "warn", "kind": "error", "is_active": "on"})

    entry = LexiconEntry.objects.get()
    assert (entry.word, entry.folded) == ("“Ａ 股”", "a股")


@pytest.mark.parametrize(
    ("word", "message"),
    [("《帐 号》", "词库里已有“帐号”"), ("“”", "要有别的字"), ("", "这一项必填")],
)
def test_a_word_that_cannot_be_kept_is_told_at_the_field(desk, word, message):
    make.lexicon_entry(word="帐号")

    response = desk.post(ADD, {"word": word, "level": "warn", "kind": "error", "note": "出处"})

    assert message in response.context["adminform"].form.errors["word"][0]
    assert words() == ["帐号"]
    assert "出处" in response.content.decode()


def test_a_change_is_counted(desk):
    entry = make.lexicon_entry(word="帐号")

    change = reverse("admin:articles_lexiconentry_change", args=[entry.pk])
    said = {"word": "帐户", "level": "block", "kind": "error"}
    desk.post(change, said | opened(desk, change))

    entry.refresh_from_db()
    assert (entry.word, entry.folded, entry.edition, entry.is_active) == ("帐户", "帐户", 2, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(desk, count, django_assert_num_queries):
    for _ in range(count):
        make.lexicon_entry()

    with django_assert_num_queries(6):
        response = desk.get(LIST, {"q": "词语", "level": "warn"})

    assert len(response.context["cl"].result_list) == count


# ---- Who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verbs", "may_import", "may_export"),
    [
        ([], 403, 403),
        (["view"], 403, 200),
        (["view", "add"], 403, 200),
        (["view", "change"], 403, 200),
        (["view", "add", "change"], 200, 200),
    ],
)
def test_importing_needs_adding_and_changing_and_exporting_needs_seeing(
    client, verbs, may_import, may_export
):
    client.force_login(keeper(*verbs))

    assert client.get(IMPORT).status_code == may_import
    assert client.post(IMPORT, {"text": TABLE + "帐号"}).status_code == may_import
    assert client.get(EXPORT).status_code == may_export
    if "view" in verbs:
        assert (IMPORT in client.get(LIST).content.decode()) == (may_import == 200)


def test_a_stranger_is_asked_to_log_in(client):
    for address in (IMPORT, EXPORT):
        assert reverse("admin:login") in client.get(address)["Location"]


def test_other_methods_are_refused(desk):
    assert desk.put(IMPORT).status_code == 405
    assert desk.post(EXPORT).status_code == 405


# ---- Out ---------------------------------------------------------------------------------------


def test_what_goes_out_comes_in_again_unchanged(desk):
    make.lexicon_entry(word="帐号", level="block", kind="sensitive", advice='账,"号"', note="出处")
    make.lexicon_entry(word="=1+1", is_active=False)

    response = desk.get(EXPORT)

    text = response.content.decode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert text.startswith("\ufeff词语,级别,类别,建议或正确写法,备注,启用,起始日期,截止日期\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1:] == [
        ["'=1+1", "提醒", "易错词", "", "", "否", "", ""],  # no spreadsheet takes it for a formula
        ["帐号", "禁止", "敏感词", '账,"号"', "出处", "是", "", ""],
    ]
    assert [
        line.effect.value for line in desk.post(IMPORT, {"text": text}).context["plan"].lines
    ] == ["same"] * 2
