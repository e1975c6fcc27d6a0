"""Withdrawal: gone everywhere at once, with a tombstone, on record, and brought back the same."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.enums import MentionRelation
from articles.models import PublishedArticle, Withdrawal
from articles.review import corrections, workflow
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make.chief()


def test_a_withdrawn_story_answers_with_when_and_why_and_not_what(client, chief):
    story = make.published(headline="不实报道", body="<p>不实内容。</p>")

    withdrawal = corrections.withdraw(story.article, by=chief, reason="消息来源有误。<b>")

    response = client.get(story.get_absolute_url())
    html = response.content.decode()
    moment = timezone.localtime(withdrawal.withdrawn_at)
    assert response.status_code == 410
    assert "本报已撤回这篇报道" in html
    assert "消息来源有误。&lt;b&gt;" in html
    assert f"撤稿时间 {moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}" in html
    assert "不实" not in html


def test_a_withdrawn_story_is_gone_from_every_page_at_once(client, chief):
    page, entity, round, tag = make.page(), make.entity(), make.round(), make.tag()
    section, column, reporter = make.section(), make.column(), make.reporter()
    article = make.article(
        headline="不实报道", page=page, section=section, column=column, tags=[tag]
    )
    article.announces.add(round)
    make.byline(article=article, reporter=reporter)
    make.mention(article=article, entity=entity, relation=MentionRelation.SUBJECT)
    publishing.publish(article, by=None)
    beside = make.published(page=page, tags=[tag])  # without a story a tag has no page
    places = [page.issue, page, section, column, tag, reporter, entity, round, beside]
    addresses = ["/", *(place.get_absolute_url() for place in places)]
    title = article.published.title_markup("title")
    assert all(title in client.get(a).content.decode() for a in addresses)

    corrections.withdraw(article, by=chief, reason="失实。")

    assert [a for a in addresses if title in client.get(a).content.decode()] == []
    assert {client.get(a).status_code for a in addresses} == {200}
    assert not PublishedArticle.objects.public().filter(pk=article.pk).exists()


def test_a_withdrawal_is_on_record(chief):
    article = make.published().article

    withdrawal = corrections.withdraw(article, by=chief, reason=" 失实。 ")

    assert Withdrawal.objects.get() == withdrawal
    assert (withdrawal.article, withdrawal.withdrawn_by) == (article, chief)
    assert (withdrawal.reason, withdrawal.reinstated_at) == ("失实。", None)


def test_signing_off_does_not_bring_a_withdrawn_story_back(client, chief):
    article = make.published().article
    corrections.withdraw(article, by=chief, reason="失实。")

    article.body = "<p>改过的正文。</p>"
    article.save()
    make.signed_off(article)

    assert client.get(article.get_absolute_url()).status_code == 410
    assert not PublishedArticle.objects.public().exists()


def test_republish_leaves_a_withdrawn_story_withdrawn(chief):
    article = make.article()
    make.signed_off(article)
    corrections.withdraw(article, by=chief, reason="失实。")
    before = PublishedArticle.objects.values().get()

    call_command("republish", stdout=StringIO())

    assert PublishedArticle.objects.values().get() == before


def test_reinstating_gives_the_same_page_back(client, chief):
    story = make.published()
    before = client.get(story.get_absolute_url()).content
    corrections.withdraw(story.article, by=chief, reason="失实。")

    withdrawal = corrections.reinstate(story.article, by=chief, reason="查明属实。")

    assert client.get(story.get_absolute_url()).content == before
    assert (withdrawal.reinstated_by, withdrawal.reinstate_reason) == (chief, "查明属实。")
    assert withdrawal.reinstated_at >= withdrawal.withdrawn_at


def test_each_withdrawal_adds_to_the_record(chief):
    article = make.published().article
    for reason in ["一", "二"]:
        corrections.withdraw(article, by=chief, reason=reason)
        corrections.reinstate(article, by=chief, reason=reason)

    assert [withdrawal.reason for withdrawal in Withdrawal.objects.order_by("pk")] == ["一", "二"]


@pytest.mark.parametrize("move", [corrections.withdraw, corrections.reinstate])
def test_withdrawing_and_reinstating_need_the_permission(chief, move):
    article = make.published().article
    if move is corrections.reinstate:
        corrections.withdraw(article, by=chief, reason="失实。")
    before = PublishedArticle.objects.values().get()

    with pytest.raises(workflow.MoveRefused, match="的权限"):
        move(article, by=make.editor(), reason="理由。")

    assert PublishedArticle.objects.values().get() == before


@pytest.mark.parametrize("reason", ["", " \n"])
def test_withdrawing_and_reinstating_need_a_reason(chief, reason):
    article = make.published().article

    with pytest.raises(workflow.MoveRefused, match="请写明撤稿原因"):
        corrections.withdraw(article, by=chief, reason=reason)
    corrections.withdraw(article, by=chief, reason="失实。")
    with pytest.raises(workflow.MoveRefused, match="请写明恢复的原因"):
        corrections.reinstate(article, by=chief, reason=reason)


def test_a_draft_is_not_withdrawn(chief):
    with pytest.raises(workflow.MoveRefused, match="没有发布过"):
        corrections.withdraw(make.article(), by=chief, reason="失实。")


def test_a_story_is_withdrawn_once_and_reinstated_once(chief):
    article = make.published().article
    with pytest.raises(workflow.MoveRefused, match="没有撤下"):
        corrections.reinstate(article, by=chief, reason="属实。")
    corrections.withdraw(article, by=chief, reason="失实。")

    with pytest.raises(workflow.MoveRefused, match="已经撤下"):
        corrections.withdraw(article, by=chief, reason="失实。")

    assert Withdrawal.objects.count() == 1


def test_a_story_withdrawn_before_its_time_never_says_so(client, chief):
    story = make.published(at=timezone.now() + timedelta(hours=1))
    corrections.withdraw(story.article, by=chief, reason="不发了。")
    later = timezone.now() + timedelta(hours=2)

    assert not PublishedArticle.objects.withdrawn(now=later).exists()
    assert not PublishedArticle.objects.public(now=later).exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"reason": ""}, "withdrawal_has_a_reason"),
        ({"reinstated_at": timezone.now() + timedelta(days=1)}, "withdrawal_reinstated_whole"),
        ({"reinstate_reason": "无人恢复"}, "withdrawal_reinstated_whole"),
    ],
)
def test_the_database_refuses_a_wrong_record(chief, change, constraint):
    corrections.withdraw(make.published().article, by=chief, reason="失实。")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Withdrawal.objects.update(**change)


def test_the_database_refuses_a_reinstatement_before_the_withdrawal(chief):
    corrections.withdraw(make.published().article, by=chief, reason="失实。")
    before = timezone.now() - timedelta(days=1)

    with pytest.raises(IntegrityError, match="withdrawal_reinstated_whole"), transaction.atomic():
        Withdrawal.objects.update(
            reinstated_at=before, reinstated_by=chief, reinstate_reason="属实。"
        )


def test_the_database_refuses_two_open_withdrawals_of_a_story(chief):
    article = make.published().article
    corrections.withdraw(article, by=chief, reason="失实。")

    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(
            article=article, reason="又", withdrawn_at=timezone.now(), withdrawn_by=chief
        )


def test_the_database_refuses_a_reason_without_a_withdrawal():
    make.published()

    with pytest.raises(IntegrityError, match="published_reason_only"), transaction.atomic():
        PublishedArticle.objects.update(withdrawn_reason="失实。")
