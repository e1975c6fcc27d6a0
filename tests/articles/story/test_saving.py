"""The steps of a save, each by itself: what it does, and that it lets be what is not its own."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.enums import Decision, Stage
from articles.models import Autosave
from articles.story import byline, saving
from articles.story.saving import STEPS, Save
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def save():
    """A save that changed a story, and ticked nothing."""
    return Save(
        story=make.article(),
        by=make.editor(),
        sent=QueryDict(),
        is_new=False,
        is_changed=True,
    )


def unchanged(save):
    return replace(save, is_changed=False)


def sent(save, **fields):
    given = QueryDict(mutable=True)
    for name, value in fields.items():
        given[name] = value
    return replace(save, sent=given)


def test_every_step_of_the_module_stands_in_the_list_once():
    steps = [
        value
        for name, value in vars(saving).items()
        if callable(value)
        and getattr(value, "__annotations__", {}) == {"save": "Save", "return": "Save"}
    ]

    assert sorted(step.__name__ for step in STEPS) == sorted(step.__name__ for step in steps)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_a_step_that_has_nothing_to_do_hands_on_what_it_got(step, save):
    assert step(unchanged(save)) == unchanged(save)
    save.story.refresh_from_db()
    assert save.story.edition == 1


def test_a_changed_story_has_a_new_edition_and_a_new_one_its_first(save):
    saving.count_edition(save)
    assert save.story.edition == 2

    saving.count_edition(replace(save, is_new=True))
    assert save.story.edition == 2


def test_the_names_of_a_pasted_byline_become_rows_once(save):
    reporter = make.reporter(name="陈洋波")
    offer = byline.offered("全媒体记者 陈洋波 文/图")

    for _ in range(2):
        saving.add_credits(replace(save, signing=byline.signing(offer, may_register=False)))

    (row,) = save.story.bylines.all()
    assert (row.reporter, row.role, row.title_as_printed) == (reporter, "text_photo", "全媒体记者")


def test_rows_count_from_one_as_they_were_ordered(save):
    for order in (0, 7, 3):
        make.byline(article=save.story, order=order)

    saving.number_rows(save)

    rows = save.story.bylines.order_by("pk")
    assert [row.order for row in rows] == [3, 2, 1]


def test_who_writes_has_a_part_and_a_signed_off_story_is_a_draft_again(save):
    save.story.stage, save.story.section = Stage.SIGNED_OFF, make.section()
    save.story.save()

    saving.note_writer(save)

    save.story.refresh_from_db()
    assert save.story.stage == Stage.DRAFT
    assert save.story.reviews.filter(person=save.by, decision=Decision.WROTE).exists()


def test_what_was_saved_is_a_revision(save):
    saving.record_revision(save)

    (revision,) = save.story.revisions.all()
    assert (revision.edition, revision.by) == (1, save.by)


def test_mentions_that_are_ticked_are_registered_and_make_a_change(save):
    entity = make.entity(name="福田小学")
    save.story.body = "<p>福田小学开学。</p>"
    save.story.save()

    done = saving.register_mentions(sent(unchanged(save), **{f"mention_{entity.pk}": "on"}))

    assert done.is_changed
    assert done.notes == ("登记了正文里提到的 1 个人物或单位。",)
    assert [m.entity for m in save.story.mentions.filter(is_confirmed=True)] == [entity]


def test_what_another_window_keeps_stays_when_this_one_is_saved(save):
    typed = {"edition": 1, "form": {}, "saved_at": timezone.now()}
    mine = Autosave.objects.create(article=save.story, user=save.by, window=uuid4(), **typed)
    other = Autosave.objects.create(article=save.story, user=make.editor(), window=uuid4(), **typed)

    saving.drop_autosave(sent(save, autosave_window=str(uuid4())))
    assert Autosave.objects.count() == 2

    saving.drop_autosave(sent(save, autosave_window=str(mine.window)))
    assert list(Autosave.objects.all()) == [other]
