"""Where a story might be named to who may not see it: forms, lists, messages, links."""

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from articles.interchange.importing import drafting
from articles.interchange.importing.files import ImportRefused
from articles.interchange.pages.contents import Story
from articles.interchange.pages.drafting import save_drafts
from articles.review import corrections
from articles.saving.story_choice import UNSEEN
from people.models import Honour, User
from people.models.drafts import DraftRoll
from tests import make
from tests.articles.admin.test_admin import typed

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

SECRET = "谁也不知道的主题"


@pytest.fixture
def story():
    return make.article(headline=SECRET, section=make.section(), created_by=make.staff("记者"))


@pytest.fixture
def editor():
    """Of another section."""
    user = make.editor()
    make.section().editors.create(user=user)
    return user


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("place", ["honour", "round", "entity"])
def test_a_form_keeps_a_story_that_it_does_not_name(story, editor, place):
    honour = make.honour(article=story, citation="牵头")
    row = {"honour": honour, "round": honour.round, "entity": honour.recipient}[place]
    address = reverse(f"admin:people_{place}_change", args=[row.pk])
    page = desk_of(editor).get(address)
    assert (SECRET in text(page), str(UNSEEN) in text(page)) == (False, True)
    said = typed(page)
    citation = next(name for name in said if name.endswith("citation"))

    answer = desk_of(editor).post(address, said | {citation: "带头"})

    assert answer.status_code == 302, answer.context["errors"]
    assert Honour.objects.get().article == story


@pytest.mark.parametrize("place", ["honour", "round", "entity"])
def test_a_page_to_read_does_not_name_it_either(story, place):
    honour = make.honour(article=story)
    row = {"honour": honour, "round": honour.round, "entity": honour.recipient}[place]

    page = desk_of(make.staff("记者")).get(reverse(f"admin:people_{place}_change", args=[row.pk]))

    assert (SECRET in text(page), str(UNSEEN) in text(page)) == (False, True)


def test_a_form_names_the_story_to_who_may_see_it(story):
    honour = make.honour(article=story)

    page = desk_of(make.editor()).get(reverse("admin:people_round_change", args=[honour.round.pk]))

    assert SECRET in text(page)


def test_a_story_that_one_may_not_see_cannot_be_chosen_or_asked_for(story, editor):
    honour = make.honour()
    address = reverse("admin:people_honour_change", args=[honour.pk])
    deleted = make.article(headline=SECRET)
    key = deleted.pk
    LogEntry.objects.log_actions(make.editor().pk, [deleted], DELETION)
    deleted.delete()
    said = typed(desk_of(editor).get(address))

    answers = [
        desk_of(editor).post(address, said | {"article": article}).context["errors"]
        for article in (story.pk, key, 987654)
    ]

    assert str(answers[0]) == str(answers[1]) == str(answers[2])
    assert SECRET not in str(answers)
    assert SECRET not in text(
        desk_of(editor).get(f"{reverse('admin:people_honour_add')}?article={story.pk}")
    )


def test_a_draft_roll_is_for_those_who_see_its_story(story, editor):
    draft = make.draft_roll(article=story, programme=SECRET)
    address = reverse("admin:people_draftroll_change", args=[draft.pk])

    assert SECRET not in text(desk_of(editor).get(reverse("admin:people_draftroll_changelist")))
    assert desk_of(editor).get(address).status_code == 404
    desk_of(editor).post(address, {"keep": "1"})
    assert DraftRoll.objects.get().edition == draft.edition
    assert SECRET in text(desk_of(make.editor()).get(address))


def test_what_one_did_last_is_listed_as_long_as_one_sees_it(story, editor):
    other = make.article(headline="还看得到的主题")
    LogEntry.objects.log_actions(editor.pk, [story, other], CHANGE, "改过")

    front = text(desk_of(editor).get(reverse("admin:index")))

    assert (SECRET in front, "还看得到的主题" in front) == (False, True)


def test_the_figures_name_a_withdrawn_story_to_who_may_see_it():
    chief, story = make.chief(), make.published(headline=SECRET, section=make.section()).article
    make.section().editors.create(user=chief)
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    address = reverse("admin:articles_statistics")

    assert SECRET not in text(desk_of(chief).get(address))
    assert SECRET in text(desk_of(make.chief()).get(address))


def test_a_page_imported_again_names_the_drafts_that_the_sender_sees(editor):
    found = [Story(headline=SECRET, body=[])]
    drafts = save_drafts(found, page=None, by=make.editor(), digest="0" * 64).articles
    drafts[0].section = make.section()
    drafts[0].save()
    file = make.imported_file(digest="0" * 64)

    for by, names in ((editor, False), (make.editor(), True)):
        with pytest.raises(ImportRefused) as refused:
            drafting.drafts(file, [], by=by)
        assert (SECRET in str(refused.value)) == names


def test_the_way_to_a_page_for_readers_is_for_who_may_open_the_row_at_the_desk(story, editor):
    kind = ContentType.objects.get_for_model(story).pk
    tag = make.tag(name=SECRET)
    nobody = User.objects.create_user("nobody", is_staff=True)

    def answer(user, kind, key):
        return desk_of(user).get(reverse("admin:view_on_site", args=[kind, key])).status_code

    assert answer(editor, kind, story.pk) == answer(editor, kind, 987654) == 404
    assert answer(make.editor(), kind, story.pk) == 302
    assert answer(nobody, ContentType.objects.get_for_model(tag).pk, tag.pk) == 404
    assert answer(editor, 987654, 1) == 404
