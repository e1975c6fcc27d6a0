"""Two editors and the actions of lists, the question before deleting, and many saves at once."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from articles.enums import Stage
from articles.models import Article, Revision
from articles.review import workflow
from tests import make
from tests.articles.admin.test_admin import address, errors, listed, save
from tests.two_editors import Opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    client = Client()
    client.force_login(make.editor(username="同事"))
    return client


@pytest.fixture
def desk(client):
    client.force_login(make.editor(username="我"))
    return client


# ---- Lists and questions ----------------------------------------------------------------------


def in_review(**fields):
    article = make.article(created_by=make.staff("记者"), **fields)
    workflow.submit(article, by=article.created_by, edition=1)
    return article


def passed():
    return [a.headline for a in Article.objects.filter(stage=Stage.SECOND_REVIEW)]


def test_a_list_acts_only_on_what_it_shows(desk, colleague):
    fresh, changed = in_review(headline="没动过"), in_review(headline="动过")
    editions = listed(desk)
    save(colleague, changed, headline="同事改的")

    chosen = {"action": "pass_selected", "_selected_action": [fresh.pk, changed.pk]}
    response = desk.post(address(Article, "changelist"), editions | chosen, follow=True)

    assert passed() == ["没动过"]
    said = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
    assert len(said) == 1
    assert said[0].startswith(
        "1 篇已通过；1 篇没有通过：您打开这一页之后，“同事改的”又有改动，这次没有动它。"
    )


def test_a_list_that_does_not_say_what_it_shows_does_nothing(desk):
    article = in_review()

    desk.post(
        address(Article, "changelist"),
        {"action": "pass_selected", "_selected_action": [article.pk]},
    )

    assert passed() == []


def test_a_story_saved_while_the_question_stood_open_is_not_deleted(desk):
    article = make.article(headline="旧")
    page = address(Article, "delete", article.pk)
    question = desk.get(page)
    Article.objects.update(headline="同事的", edition=2)
    answer = {"post": "yes", "based_on": question.context["object"].edition}

    again = desk.post(page, answer)

    assert again.status_code == 200
    assert "“同事的”又有改动，这次没有动它。" in again.content.decode()
    assert "同事的" in again.content.decode()
    desk.post(page, answer | {"based_on": 2})
    assert not Article.objects.exists()


def test_several_stories_are_deleted_but_for_those_saved_since_they_were_asked_about(
    desk, colleague
):
    fresh, changed = make.article(headline="没动过"), make.article(headline="动过")
    chosen = {"action": "delete_selected", "_selected_action": [fresh.pk, changed.pk]}
    question = desk.post(address(Article, "changelist"), listed(desk) | chosen)
    carried = re.findall(r'name="(based_on-\d+)" value="(\d+)"', question.content.decode())
    save(colleague, changed, headline="同事改的")

    answer = dict(carried) | chosen | {"post": "yes"}
    response = desk.post(address(Article, "changelist"), answer, follow=True)

    assert len(carried) == 2
    assert [article.headline for article in Article.objects.all()] == ["同事改的"]
    assert [m.level_tag for m in response.context["messages"]] == ["error", "success"]


def test_a_published_story_is_not_deleted_from_the_list(desk):
    article = make.published().article
    chosen = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}

    response = desk.post(address(Article, "changelist"), listed(desk) | chosen)

    assert response.status_code == 200
    assert response.context["protected"]
    assert Article.objects.filter(pk=article.pk).exists()


# ---- Many at once -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turns", [1, pytest.param(10, marks=pytest.mark.whole)])
def test_of_ten_saves_at_once_one_wins_and_the_others_are_told(turns):
    article = make.article(headline="开头")
    clients = [Client() for _ in range(10)]
    for client in clients:
        client.force_login(make.editor())

    for turn in range(turns):
        forms = [Opened(client, article) for client in clients]
        texts = [f"第{turn}轮第{n}人" for n in range(10)]
        answers = _at_once(
            lambda form, text: form.save(headline=text), list(zip(forms, texts, strict=True))
        )

        winners = [text for text, answer in zip(texts, answers, strict=True) if answer == 302]
        assert sorted(answers) == [200] * 9 + [302]
        assert [Article.objects.get().headline] == winners
        assert Article.objects.get().edition == turn + 2
    assert sorted(Revision.objects.values_list("edition", flat=True)) == [*range(1, turns + 2)]


def _at_once(act, calls):
    """The status of each call, all begun at the same moment, each on a connection of its own."""
    start = threading.Barrier(len(calls))
    answers = [None] * len(calls)

    def run(place, *arguments):
        try:
            start.wait()
            response = act(*arguments)
            answers[place] = response.status_code
            if response.status_code == 200:
                assert "这次没有动它" in errors(response)["__all__"][0]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, *call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
