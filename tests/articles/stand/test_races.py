"""Two who change what readers get of one story at once: PostgreSQL alone runs two writers.

Whoever comes first has done everything but commit; the other waits for it, and goes by what it has
written.
"""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for

import pytest
from django.db import connection, transaction

from articles.enums import Stage
from articles.models import Photo, PublishedArticle
from articles.review import proposals, workflow
from articles.stand import hiding, locking, merging_names, merging_tags, publishing
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]
EITHER_FIRST = pytest.mark.parametrize("order", [1, -1], ids=["as named", "the other way round"])


def race(first, second):
    """Do the one and, before it is committed, the other; raises what either raises."""

    def then():
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(then)
            wait_for([waiting], timeout=2)
            assert not waiting.done()
        waiting.result(timeout=30)


def before_the_last_review(**fields):
    """A story on the desk, and what signs it off."""
    article = make.ready(make.article(stage=Stage.FINAL_REVIEW, **fields))
    chief = make.chief()
    return article, lambda: workflow.pass_review(article, by=chief, edition=article.edition)


def credit_changes(photo):
    """What gives a photo another credit, as the library's form does."""

    def change():
        with transaction.atomic():
            locking.lock_stand()
            Photo.objects.select_for_update().get(pk=photo.pk)
            Photo.objects.filter(pk=photo.pk).update(source="新来源")
            publishing.show_photo(Photo.objects.get(pk=photo.pk))

    return change


@EITHER_FIRST
def test_a_name_is_hidden_in_a_story_that_is_published_meanwhile(order):
    person, chief = make.entity(name="楼宝娟"), make.chief()
    article = make.article(body="<p>楼宝娟来了。</p>")
    acts = [
        lambda: hiding.hide(person, by=chief, reason="本人要求。"),
        lambda: publishing.publish(article, by=None),
    ]

    race(*acts[::order])

    assert "某某来了" in PublishedArticle.objects.get().body_html


@EITHER_FIRST
@pytest.mark.parametrize("is_out", [True, False], ids=["on the stand", "for the first time"])
def test_a_credit_that_changes_while_a_story_is_signed_off_is_the_new_one(order, is_out):
    photo = make.photo(source="旧来源")
    article, sign_off = before_the_last_review()
    make.photo_use(article=article, photo=photo)
    if is_out:
        publishing.publish(article, by=None)
        article.tags.add("新标签")  # there is something new to publish

    race(*[credit_changes(photo), sign_off][::order])

    stand = PublishedArticle.objects.get()
    assert [shown["credit"] for shown in stand.photos] == ["新来源"]
    assert "旧来源" not in stand.body_html


@EITHER_FIRST
def test_a_credit_that_changes_while_the_stand_is_rendered_again_is_the_new_one(order):
    photo = make.photo(source="旧来源")
    article = make.article(stage=Stage.SIGNED_OFF)
    make.photo_use(article=article, photo=photo)
    publishing.publish(article, by=None)

    race(*[credit_changes(photo), lambda: publishing.republish([article.pk])][::order])

    assert [shown["credit"] for shown in PublishedArticle.objects.get().photos] == ["新来源"]


@EITHER_FIRST
@pytest.mark.parametrize("is_out", [True, False], ids=["on the stand", "for the first time"])
def test_a_story_signed_off_while_a_name_of_it_is_merged_leads_to_the_one_that_stays(order, is_out):
    into, merged, chief = make.entity(), make.entity(), make.chief()
    article, sign_off = before_the_last_review(body=f"<p>{merged}来了。</p>")
    make.mention(article=article, entity=merged)
    if is_out:
        publishing.publish(article, by=None)
        article.tags.add("新标签")  # there is something new to publish

    def merge():
        return merging_names.merge(into, merged, by=chief, reason="同一人。")

    race(*[merge, sign_off][::order])

    assert list(PublishedArticle.objects.get().entities.all()) == [into]


@EITHER_FIRST
@pytest.mark.parametrize("is_out", [True, False], ids=["on the stand", "for the first time"])
def test_a_story_signed_off_while_its_tag_is_merged_has_the_tag_that_stays(order, is_out):
    kept, old, chief = make.tag(name="留"), make.tag(name="并"), make.chief()
    article, sign_off = before_the_last_review(tags=[old])
    if is_out:
        publishing.publish(article, by=None)
        make.mention(article=article)  # there is something new to publish

    race(
        *[lambda: merging_tags.merge([old], into=kept, by=chief, reason="同义。"), sign_off][
            ::order
        ]
    )

    stand = PublishedArticle.objects.get()
    assert (stand.keywords, list(stand.tags.all())) == (["留"], [kept])


@EITHER_FIRST
def test_a_story_corrected_while_a_name_of_it_is_merged_has_both(order):
    into, merged, chief = make.entity(), make.entity(), make.chief()
    article = make.article(stage=Stage.SIGNED_OFF, body="<p>正文。</p>")
    make.mention(article=article, entity=merged)
    publishing.publish(article, by=None)
    proposal = make.proposal(article=article, text="年龄有误。")
    acts = [
        lambda: merging_names.merge(into, merged, by=chief, reason="同一人。"),
        lambda: proposals.confirm(proposal, by=chief),
    ]

    race(*acts[::order])

    stand = PublishedArticle.objects.get()
    assert list(stand.entities.all()) == [into]
    assert "年龄有误。" in stand.corrections_top_html
