"""Nobody changes alone what others have looked at, by way of what a story, a portrait or a tag
points to.
"""

import pytest
from django.urls import reverse

from articles.models import Page, PendingChange, Photo, PublishedArticle, Tag
from articles.photos import crediting
from articles.review import corrections, tag_mergers, workflow
from articles.review.confirmations import holding
from articles.stand import hiding, merging_names, publishing
from people.models import Entity, EntityName, Honour
from tests import make
from tests.articles.admin.test_admin import address, typed
from tests.two_editors import answers

pytestmark = pytest.mark.django_db

BAD = "骗子"


@pytest.fixture
def desk(client):
    client.user = make.chief()
    client.force_login(client.user)
    return client


def save(desk, row, **changes):
    """Send the form of a row as it was opened, but for what is changed."""
    page = address(type(row), "change", row.pk)
    response = desk.post(page, typed(desk.get(page)) | changes)
    row.refresh_from_db()
    return response


def read(desk, row):
    return type(desk)().get(row.get_absolute_url()).content.decode()


def passed_twice(story):
    """A story that two reviewers have read and passed."""
    make.ready(story)
    workflow.submit(story, by=make.editor(), edition=story.edition)
    workflow.pass_review(story, by=make.editor(), edition=story.edition)
    return workflow.pass_review(story, by=make.staff("部门主任"), edition=story.edition)


def signed(story):
    workflow.pass_review(story, by=make.chief(), edition=story.edition)
    return PublishedArticle.objects.get(pk=story.pk)


def test_the_photo_of_a_story_in_review_is_not_swapped(desk):
    photo, story = make.library_photo(), make.article()
    make.photo_use(article=story, photo=photo)
    passed_twice(story)
    read_by_reviewers = photo.checksum

    save(desk, photo, original=make.upload(), source=BAD)
    crediting.credit(photo.pk, line=BAD, by=desk.user)

    photo.refresh_from_db()
    assert photo.checksum == read_by_reviewers
    assert BAD not in read(desk, signed(story))

    make.confirmed()

    assert BAD in read(desk, PublishedArticle.objects.get())
    assert Photo.objects.get().checksum != read_by_reviewers


def test_the_tag_of_a_story_in_review_is_not_renamed(desk):
    tag = make.tag(name="好人")
    story = passed_twice(make.article(tags=[tag]))

    save(desk, tag, name=BAD)

    assert BAD not in read(desk, signed(story))
    assert PendingChange.objects.get().rows[0]["after"]["name"] == BAD


def test_a_new_name_in_a_story_in_review_is_not_changed(desk):
    person = make.entity(name="好人", is_waiting=True)
    story = make.article(body="<p>好人在此。</p>")
    make.mention(article=story, entity=person)
    passed_twice(story)

    refused = save(desk, person, name=BAD)

    assert "审稿中的稿件里有这个名称" in str(refused.context["errors"])
    assert Entity.objects.get().name == "好人"


def test_a_new_reporter_whose_photo_is_in_review_is_not_renamed(desk):
    reporter, story = make.reporter(name="好人", is_waiting=True), make.article()
    make.photo_use(article=story, photo=make.photo(reporter=reporter))
    passed_twice(story)

    save(desk, reporter, name=BAD)

    assert reporter.name == "好人"


def test_a_portrait_that_waits_is_not_swapped(desk):
    person, photo = make.entity(), make.library_photo()
    seen = photo.checksum
    save(desk, person, portrait=photo.pk)
    asked = PendingChange.objects.get()

    save(desk, photo, original=make.upload())
    holding.confirm(asked, by=make.chief())

    assert Photo.objects.get().checksum == seen


def test_a_page_whose_stories_are_withdrawn_waits_still(desk):
    page = make.page(name="要闻")
    story = make.article(page=page)
    publishing.publish(story, by=None)
    corrections.withdraw(story, by=make.chief(), reason="失实。")

    save(desk, page, name=BAD)

    assert Page.objects.get().name == "要闻"


def test_a_tag_that_readers_have_gets_no_synonym_by_one_person(desk):
    tag, new = make.tag(name="好人"), make.tag(name=BAD)
    publishing.publish(make.article(tags=[tag]), by=None)
    page = address(Tag, "add")

    added = desk.post(page, typed(desk.get(page)) | {"name": "坏人", "main": tag.pk})
    tag_mergers.merge([new], into=tag, by=desk.user, reason="同义。")

    assert "读者已经看得到“好人”" in str(added.context["errors"])
    assert type(desk)().get(new.get_absolute_url()).status_code == 404


def test_a_name_given_while_somebody_was_hidden_waits_once_they_are_shown(desk):
    person, kept = make.entity(name="楼宝娟"), make.entity_name(name="宝娟")
    EntityName.objects.filter(pk=kept.pk).update(entity=person)
    story = make.article(body=f"<p>楼宝娟和{BAD}。</p>")
    make.mention(article=story, entity=person)
    publishing.publish(story, by=None)
    hidden = hiding.hide(person, by=desk.user, reason="本人要求。")
    rows = {"other_names-TOTAL_FORMS": 2, "other_names-1-entity": person.pk}
    save(desk, person, **rows, **{"other_names-1-name": BAD})
    assert BAD not in read(desk, PublishedArticle.objects.get())

    shown = desk.post(
        reverse("admin:people_hiding_change", args=[hidden.pk]),
        {"show_reason": "本人同意。"},
        follow=True,
    )

    assert f"隐藏期间加的名称（{BAD}）读者还看不到" in shown.content.decode()
    assert f'"{BAD}"' not in read(desk, person)  # in alternateName
    assert f"楼宝娟</a>和{BAD}。" in read(desk, PublishedArticle.objects.get())
    assert [name.name for name in person.other_names.all()] == ["宝娟"]

    make.confirmed()

    assert f'"{BAD}"' in read(desk, person)


@pytest.mark.parametrize("which", ["stays", "goes"])
def test_an_honour_that_waits_is_not_passed_by_merging_two_people(which):
    stays, goes, round = make.entity(), make.entity(), make.round()
    for person in (stays, goes):
        waits = person is {"stays": stays, "goes": goes}[which]
        citation = BAD if waits else ""
        make.honour(round=round, recipient=person, citation=citation, is_waiting=waits)

    with pytest.raises(merging_names.MergeRefused, match="荣誉"):
        merging_names.merge(stays, goes, by=make.chief(), reason="同一人。")

    assert not Honour.objects.confirmed().filter(citation=BAD).exists()
    assert Honour.objects.confirmed().count() == 1


def test_a_page_that_a_story_runs_on_to_is_not_deleted_by_one_person(desk):
    page = make.drawn_page()
    story = make.article(page=make.page(issue=page.issue, number=2))
    make.region(page=page, article=story)
    publishing.publish(story, by=None)

    sent = address(Page, "delete", page.pk)
    desk.post(sent, answers(desk.get(sent)))

    assert Page.objects.filter(pk=page.pk).exists()
    make.confirmed()
    assert not Page.objects.filter(pk=page.pk).exists()
