"""Correcting and withdrawing through the admin's own pages."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, ProposedCorrection, PublishedArticle, Withdrawal
from articles.review import corrections
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db

MOVES = {
    "correct": {"kind": "correction", "text": "应为15人。", "placement": "top"},
    "withdraw": {"reason": "消息来源有误。"},
    "reinstate": {"reason": "查明属实。"},
}
moves = pytest.mark.parametrize("move", MOVES)


@pytest.fixture
def chief():
    return make.chief()


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def ready(chief):
    """A story for which a move is possible."""

    def ready(move):
        article = make.published(headline="名单揭晓").article
        if move == "reinstate":
            corrections.withdraw(article, by=chief, reason="失实。")
        return article

    return ready


def address(move, article):
    return reverse(f"admin:articles_article_{move}", args=[article.pk])


def rows():
    return (
        list(Correction.objects.values()),
        list(ProposedCorrection.objects.values()),
        list(Withdrawal.objects.values()),
        list(PublishedArticle.objects.values()),
    )


def paper(days, **fields):
    issue = make.issue(date=timezone.localdate() - timedelta(days=days))
    return make.page(issue=issue, **fields)


@moves
def test_a_move_is_written_read_over_and_confirmed(desk, chief, ready, move):
    article = ready(move)
    before = rows()

    assert desk.get(address(move, article)).status_code == 200
    read = desk.post(address(move, article), MOVES[move])
    assert rows() == before
    html = read.content.decode()
    assert "确认以后" in html
    assert 'name="_confirm"' in html
    assert "读者" in html

    done = desk.post(address(move, article), MOVES[move] | {"_confirm": "1"}, follow=True)
    assert rows() != before
    assert done.redirect_chain[0][0] == reverse("admin:articles_article_change", args=[article.pk])
    said = [str(message) for message in done.context["messages"]]
    assert len(said) == 1
    assert said[0].startswith("已")
    assert LogEntry.objects.get().user == chief


@moves
def test_a_move_needs_its_permission(client, ready, move):
    article = ready(move)
    before = rows()
    client.force_login(make.editor())

    for answer in [
        client.get(address(move, article)),
        client.post(address(move, article), MOVES[move] | {"_confirm": "1"}),
    ]:
        assert answer.status_code == 403
    assert rows() == before


@moves
def test_a_move_needs_sight_of_the_story_too(client, ready, move, chief):
    article = ready(move)
    chief.groups.clear()
    client.force_login(User.objects.get(pk=chief.pk))

    assert client.get(address(move, article)).status_code == 403


@moves
def test_a_stranger_is_sent_to_log_in(client, ready, move):
    article = ready(move)
    before = rows()

    answer = client.post(address(move, article), MOVES[move] | {"_confirm": "1"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))
    assert rows() == before


@moves
def test_a_forged_request_is_refused(chief, ready, move):
    article = ready(move)
    before = rows()
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(chief)

    answer = forger.post(address(move, article), MOVES[move] | {"_confirm": "1"})

    assert answer.status_code == 403
    assert rows() == before


@moves
def test_a_link_moves_nothing(desk, ready, move):
    article = ready(move)
    before = rows()

    desk.get(address(move, article), MOVES[move] | {"_confirm": "1"})

    assert rows() == before
    assert desk.put(address(move, article)).status_code == 405


@moves
def test_what_is_missing_is_said_and_nothing_is_done(desk, ready, move):
    article = ready(move)
    before = rows()

    answer = desk.post(address(move, article), {"_confirm": "1"})

    assert "请写明" in answer.content.decode()
    assert rows() == before


@moves
def test_going_back_keeps_what_was_written(desk, ready, move):
    article = ready(move)

    answer = desk.post(address(move, article), MOVES[move] | {"_back": "1"})

    html = answer.content.decode()
    assert 'name="_confirm"' not in html
    assert (
        f">\n{next(v for k, v in MOVES[move].items() if k in {'text', 'reason'})}</textarea>"
        in html
    )


@moves
def test_a_refusal_is_shown_with_what_was_written(desk, move):
    article = make.article()  # a draft: nothing to correct, to withdraw or to bring back

    answer = desk.post(address(move, article), MOVES[move] | {"_confirm": "1"})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "</textarea>" in answer.content.decode()


@moves
def test_a_story_that_is_not_there_is_not_found(desk, move):
    assert desk.get(f"/admin/articles/article/999999/{move}/").status_code == 404


def test_the_consequences_name_the_printed_page(desk):
    article = make.published(page=paper(3, number=2, name="民生")).article
    fields = MOVES["correct"]

    owed = desk.post(address("correct", article), fields).content.decode()
    free = desk.post(address("correct", article), fields | {"kind": "update"}).content.decode()

    assert "第2版 民生：更正还要登在下一期、同一版、同一位置" in owed
    assert "不要求在报纸上刊登" in free


def test_a_correction_may_supersede_one_of_the_same_story(desk, chief):
    make.correction(by=chief, text="别处的更正。")
    first = make.correction(by=chief, text="应为14人。")
    page = desk.get(address("correct", first.article))
    assert "应为14人。" in page.content.decode()
    assert "别处的更正。" not in page.content.decode()

    desk.post(
        address("correct", first.article),
        MOVES["correct"] | {"supersedes": first.pk, "_confirm": "1"},
    )

    assert ProposedCorrection.objects.get(text="应为15人。").supersedes == first


def test_the_story_form_offers_what_is_possible(desk, client, chief):
    live, draft = make.published().article, make.article()
    gone = make.published().article
    waiting = make.published(publish_at=timezone.now() + timedelta(hours=1)).article
    corrections.withdraw(gone, by=chief, reason="失实。")

    def offered(article):
        html = client.get(reverse("admin:articles_article_change", args=[article.pk])).content
        return [move for move in MOVES if f'href="{address(move, article)}"' in html.decode()]

    assert [offered(a) for a in (live, gone, draft)] == [["correct", "withdraw"], ["reinstate"], []]
    assert offered(waiting) == ["withdraw"]
    client.force_login(make.editor())
    assert [offered(a) for a in (live, gone, draft)] == [[], [], []]


def test_the_form_of_a_withdrawn_story_says_so(desk, chief):
    article = make.published().article
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert "撤下，读者看不到" not in desk.get(form).content.decode()

    corrections.withdraw(article, by=chief, reason="消息来源有误。")

    html = desk.get(form).content.decode()
    assert "撤下，读者看不到" in html
    assert "消息来源有误。" in html


# ---- The records -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", ["correction", "withdrawal"])
def test_the_records_take_the_same_queries(desk, chief, count, model, django_assert_num_queries):
    for day in range(count):
        article = make.published(page=paper(day)).article
        make.correction(article=article, by=chief)
        corrections.withdraw(article, by=chief, reason="失实。")

    with django_assert_num_queries(9):
        response = desk.get(reverse(f"admin:articles_{model}_changelist"))

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("model", ["correction", "withdrawal"])
@pytest.mark.parametrize("superuser", [False, True])
def test_records_are_only_looked_at(client, chief, model, superuser):
    correction = make.correction(by=chief)
    withdrawal = corrections.withdraw(correction.article, by=chief, reason="失实。")
    User.objects.filter(pk=chief.pk).update(is_superuser=superuser)
    client.force_login(User.objects.get(pk=chief.pk))
    pk = {"correction": correction, "withdrawal": withdrawal}[model].pk
    before = rows()

    def page(name, *args):
        return reverse(f"admin:articles_{model}_{name}", args=args)

    assert client.get(page("changelist")).status_code == 200
    assert client.get(page("changelist"), {"q": "失"}).status_code == 200
    assert client.get(page("change", pk)).status_code == 200
    assert client.get(page("history", pk)).status_code == 200
    assert client.get(page("add")).status_code == 403
    assert client.post(page("change", pk), {"text": "改", "reason": "改"}).status_code == 403
    assert client.post(page("delete", pk), {"post": "yes"}).status_code == 403
    crafted = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
    client.post(page("changelist"), crafted)
    assert rows() == before


def test_who_may_not_look_at_the_records_does_not(client):
    client.force_login(make.staff("记者"))
    for model in ["correction", "withdrawal"]:
        assert client.get(reverse(f"admin:articles_{model}_changelist")).status_code == 403


def test_what_awaits_print_is_a_filter(desk, chief):
    owed = make.correction(article=make.published(page=paper(5)).article, by=chief)
    make.correction(by=chief)
    printed = make.correction(article=make.published(page=paper(4)).article, by=chief)
    corrections.record_print(printed, by=chief, page=paper(1))

    def found(state):
        response = desk.get(reverse("admin:articles_correction_changelist"), {"print": state})
        return set(response.context["cl"].result_list)

    assert (found("awaiting"), found("printed")) == ({owed}, {printed})
    html = desk.get(reverse("admin:articles_correction_changelist")).content.decode()
    assert "之后的下一期、第1版、同一位置" in html
    assert "已见报：" in html
    assert "不用见报" in html


# ---- Print -------------------------------------------------------------------------------------


@pytest.fixture
def owed(chief):
    return make.correction(article=make.published(page=paper(5)).article, by=chief)


def printed(correction):
    return reverse("admin:articles_correction_printed", args=[correction.pk])


def test_the_printed_notice_is_linked_by_its_story(desk, owed):
    notice = make.article(page=paper(1))
    assert desk.get(printed(owed)).status_code == 200

    done = desk.post(printed(owed), {"notice": notice.pk}, follow=True)

    correction = Correction.objects.get()
    assert (correction.notice, correction.printed_in) == (notice, notice.page)
    assert not correction.needs_print
    assert "已登记见报" in done.content.decode()


def test_the_printed_notice_is_linked_by_its_page_alone(desk, owed):
    page = paper(1)

    desk.post(printed(owed), {"page": page.pk})

    assert Correction.objects.get().printed_in == page


def test_a_notice_on_another_page_is_taken_with_a_warning(desk, owed):
    done = desk.post(printed(owed), {"page": paper(1, number=4).pk}, follow=True)

    assert "更正登在第 4 版，原稿在第 1 版" in done.content.decode()
    assert not Correction.objects.awaiting_print().exists()


def test_a_story_of_no_page_is_no_printed_notice(desk, owed):
    answer = desk.post(printed(owed), {"notice": make.article().pk})

    assert "这篇稿件没有版面" in answer.content.decode()
    assert "请选择刊登更正" not in answer.content.decode()


@pytest.mark.parametrize(
    ("days", "message"), [(None, "请选择刊登更正的稿件或版面"), (9, "原稿之后的一期")]
)
def test_a_wrong_notice_is_refused_in_words(desk, owed, days, message):
    fields = {} if days is None else {"page": paper(days).pk}

    answer = desk.post(printed(owed), fields)

    assert message in answer.content.decode()
    assert Correction.objects.awaiting_print().exists()


def test_linking_the_notice_needs_the_permission(client, owed):
    client.force_login(make.editor())
    page = paper(1)

    assert client.get(printed(owed)).status_code == 403
    assert client.post(printed(owed), {"page": page.pk}).status_code == 403
    client.logout()
    assert client.post(printed(owed), {"page": page.pk}).status_code == 302
    assert Correction.objects.awaiting_print().exists()


def test_a_correction_that_is_not_there_is_not_found(desk):
    assert desk.get("/admin/articles/correction/999999/printed/").status_code == 404


def test_the_record_leads_to_linking_the_notice(desk, client, owed):
    view = reverse("admin:articles_correction_change", args=[owed.pk])
    assert printed(owed) in desk.get(view).content.decode()
    client.force_login(make.editor())

    assert printed(owed) not in client.get(view).content.decode()
