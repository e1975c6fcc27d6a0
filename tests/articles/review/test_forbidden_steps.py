"""Every step that 三审制 forbids, tried by page, list, crafted request, Python and database."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.enums import Decision, Stage
from articles.models import Article, Review
from articles.review import workflow
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def of_all_reviews(**fields):
    """Somebody who may give all three reviews: so that nothing but the duties is in the way."""
    user = make.staff("编辑", **fields)
    user.groups.add(*(make.staff(role).groups.get() for role in ("部门主任", "值班总编")))
    return User.objects.get(pk=user.pk)


def draft(**fields):
    return make.article(created_by=make.staff("记者"), **fields)


def submitted(article):
    return workflow.submit(article, by=article.created_by, edition=article.edition)


# ---- Who tries --------------------------------------------------------------------------------


def the_writer():
    person = of_all_reviews()
    return submitted(make.article(created_by=person)), person


def a_helper_at_the_draft():
    article, person = draft(), of_all_reviews()
    workflow.note_edit(article, by=person)
    return submitted(article), person


def somebody_in_the_byline():
    article, person = draft(), of_all_reviews()
    make.byline(article=article, reporter=make.reporter(user=person))
    return submitted(article), person


def who_gave_the_last_review():
    article, person = submitted(draft()), of_all_reviews()
    return workflow.pass_review(article, by=person, edition=1), person


def who_edited_in_the_last_review():
    article, person = submitted(draft()), of_all_reviews()
    workflow.note_edit(article, by=person)
    return workflow.pass_review(article, by=make.editor(), edition=1), person


def an_editor_of_another_section():
    article, person = submitted(draft(section=make.section())), of_all_reviews()
    make.section().editors.create(user=person)
    return article, person


def who_gives_another_review():
    return submitted(draft()), make.staff("值班总编")


def who_gives_no_review():
    return submitted(draft()), make.staff("校对")


TRIES = [
    *(the_writer, a_helper_at_the_draft, somebody_in_the_byline, who_gave_the_last_review),
    *(who_edited_in_the_last_review, an_editor_of_another_section),
    *(who_gives_another_review, who_gives_no_review),
]


# ---- In which way -----------------------------------------------------------------------------


def desk_of(person):
    desk = Client()
    desk.force_login(person)
    return desk


def by_the_page(article, person, move):
    """The button is not there."""
    page = desk_of(person).get(reverse("admin:articles_article_review", args=[article.pk]))
    assert f'value="{move}"' not in page.content.decode()


def by_the_list(article, person, move):
    desk_of(person).post(
        reverse("admin:articles_article_changelist"),
        {
            "action": "pass_selected",
            "_selected_action": [article.pk],
            f"based_on-{article.pk}": article.edition,
        },
    )


def by_a_crafted_request(article, person, move):
    desk_of(person).post(
        reverse("admin:articles_article_review", args=[article.pk]),
        {"edition": article.edition, "move": move, "opinion": "x", "override": "x"},
    )


def by_python(article, person, move):
    verdict = workflow.Verdict("x", override="x")
    function = {"pass": workflow.pass_review, "send_back": workflow.send_back}[move]
    with pytest.raises(workflow.MoveRefused):
        function(article, by=person, edition=article.edition, verdict=verdict)


@pytest.mark.parametrize("move", ["pass", "send_back"])
@pytest.mark.parametrize("way", [by_the_page, by_the_list, by_a_crafted_request, by_python])
@pytest.mark.parametrize("tried", TRIES)
def test_a_forbidden_step_is_refused_in_every_way(tried, way, move):
    article, person = tried()
    before = Article.objects.values().get(pk=article.pk), list(Review.objects.values())

    way(article, person, move)

    assert (Article.objects.values().get(pk=article.pk), list(Review.objects.values())) == before


@pytest.mark.parametrize("tried", TRIES[:5])
def test_the_database_refuses_it_too(tried):
    article, person = tried()
    if tried is somebody_in_the_byline:
        assert Review.objects.get(person=person).step == Stage.DRAFT

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            article=article,
            round=article.review_round,
            step=article.stage,
            person=person,
            decision=Decision.PASSED,
            edition=article.edition,
            at=timezone.now(),
        )


def test_the_same_ways_let_through_who_may():
    """So that the ways above fail for the person, and not for themselves."""
    for way in (by_the_list, by_a_crafted_request):
        article = submitted(draft())
        way(article, make.editor(), "pass")
        assert Article.objects.get(pk=article.pk).stage == Stage.SECOND_REVIEW
    article = submitted(draft())
    page = desk_of(make.editor()).get(reverse("admin:articles_article_review", args=[article.pk]))
    assert 'value="pass"' in page.content.decode()
