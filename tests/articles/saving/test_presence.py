"""Who else has a story open, as the heartbeat of the form tells it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Presence
from articles.saving import presence
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def beat(client, article, **form):
    return client.post(reverse("admin:articles_article_presence", args=[article.pk]), form)


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def only_looks():
    return make.colleague("view_article", username="guest")


def test_two_editors_of_a_story_see_each_other(desk, editor):
    article = make.article()
    wang = make.editor(name="王芳")

    assert beat(desk, article).json()["others"] == []
    assert beat(logged_in(wang), article).json()["others"] == [editor.username]
    assert beat(desk, article).json()["others"] == ["王芳"]


def test_another_story_is_another_matter(desk):
    beat(logged_in(make.editor()), make.article())

    assert beat(desk, make.article()).json()["others"] == []


def test_who_misses_three_beats_is_gone():
    article, now = make.article(), timezone.now()
    presence.beat(article, by=make.editor(username="gone"), now=now - timedelta(seconds=60))
    presence.beat(article, by=make.editor(username="here"), now=now - timedelta(seconds=59))

    assert presence.others(article, besides=make.editor(), now=now) == ["here"]


def test_a_beat_takes_the_place_of_the_one_before(desk, editor):
    article = make.article()
    for _ in range(3):
        beat(desk, article)

    assert Presence.objects.get().user == editor


@pytest.mark.parametrize("count", [1, 3])
def test_a_beat_takes_one_write_and_one_reading(desk, count, django_assert_num_queries):
    article = make.article()
    for _ in range(count):
        presence.beat(article, by=make.editor())

    # Session, user, permissions (2), the story (2); then the beat and the others.
    with django_assert_num_queries(8):
        assert len(beat(desk, article).json()["others"]) == count


def test_leaving_ends_it_and_takes_along_whoever_left_without_a_word(desk):
    article, wang = make.article(), make.editor()
    presence.beat(article, by=wang)
    presence.beat(make.article(), by=wang, now=timezone.now() - timedelta(seconds=61))
    beat(desk, article)

    beat(desk, article, leaving="1")

    assert [(p.article, p.user) for p in Presence.objects.all()] == [(article, wang)]


def test_who_only_looks_sees_the_editors_and_is_not_counted_among_them(desk, editor):
    article, guest = make.article(), only_looks()
    beat(desk, article)

    assert beat(logged_in(guest), article).json()["others"] == [editor.username]
    assert beat(desk, article).json()["others"] == []


def test_the_answer_names_the_newest_edition_and_who_saved_it(desk, editor):
    article = make.article()
    wang = make.editor(name="王芳")
    Article.objects.filter(pk=article.pk).update(edition=5, updated_by=wang)

    news = beat(desk, article).json()

    assert (news["edition"], news["saved_by"]) == (5, "王芳")
    Article.objects.filter(pk=article.pk).update(updated_by=editor)
    assert beat(desk, article).json()["saved_by"] == ""


def test_the_form_says_where_to_beat_and_which_edition_it_shows(desk):
    article = make.article(edition=4)

    page = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()

    address = reverse("admin:articles_article_presence", args=[article.pk])
    assert 'data-edition="4"' in page
    assert f'data-address="{address}"' in page
    assert address not in desk.get(reverse("admin:articles_article_add")).content.decode()


def test_a_beat_needs_the_right_to_see_the_story(client):
    client.force_login(User.objects.create_user("guest", is_staff=True))

    assert beat(client, make.article()).status_code == 404
    assert not Presence.objects.exists()


def test_a_beat_is_posted_by_the_form_alone(desk, editor):
    article = make.article()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)

    assert (
        desk.get(reverse("admin:articles_article_presence", args=[article.pk])).status_code == 405
    )
    assert beat(strict, article).status_code == 403
    assert beat(Client(), article).status_code == 302
    assert not Presence.objects.exists()


def test_a_story_that_is_gone_is_not_found(desk):
    assert desk.post("/admin/articles/article/99/presence/").status_code == 404


def test_the_presence_goes_with_the_story(desk):
    article = make.article()
    beat(desk, article)

    article.delete()

    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    ("names", "called"),
    [
        ({"name": "王芳"}, "王芳"),
        ({}, "wf"),
    ],
)
def test_a_colleague_is_called_by_name(names, called):
    user = User(username="wf", **names)

    assert (str(user), user.get_full_name(), user.get_short_name()) == (called, called, called)
