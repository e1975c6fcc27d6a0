"""An action over many rows: in reason, in one message, and naming what stands in the way."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    FilteredSelectMultiple,
)
from django.forms import ModelChoiceField, Select

from articles.admin.photo import MOST_NAMED
from articles.enums import Stage
from articles.models import Article, LexiconEntry, LogLine, Photo, PhotoUse, Section, Tag
from articles.review import workflow
from articles.saving.guard import MOST_AT_ONCE
from people.models import Entity, Reporter
from tests import make
from tests.articles.admin.test_admin import address, listed

pytestmark = pytest.mark.django_db

MANY = 5000
# Tables that do not grow with the paper's days: a select may hold them.
SMALL = {"Group", "Permission", "Section", "ContentType"}


def said(response):
    return [str(message) for message in response.context["messages"]]


def act(client, model, action, keys, **more):
    data = {"action": action, "_selected_action": list(keys), "index": 0} | more
    return client.post(address(model, "changelist"), data, follow=True)


@pytest.fixture
def administrator(client):
    client.force_login(make.account(is_superuser=True))
    return client


def test_five_thousand_rows_at_once_are_refused_in_words(administrator):
    LexiconEntry.objects.bulk_create(
        LexiconEntry(word=f"词{n}", folded=f"词{n}") for n in range(MANY)
    )
    first = LexiconEntry.objects.values_list("pk", flat=True)[:1]

    response = act(administrator, LexiconEntry, "delete_selected", first, select_across="1")

    [text] = said(response)
    assert text.startswith(f"您选了 {MANY} 个，一次最多处理 {MOST_AT_ONCE} 个，什么也没有改。")
    assert LexiconEntry.objects.count() == MANY


def test_as_many_as_are_taken_at_once_are_deleted(administrator):
    LexiconEntry.objects.bulk_create(
        LexiconEntry(word=f"词{n}", folded=f"词{n}") for n in range(MOST_AT_ONCE)
    )
    first = LexiconEntry.objects.values_list("pk", flat=True)[:1]
    asked = act(administrator, LexiconEntry, "delete_selected", first, select_across="1")
    hidden = re.findall(
        r'<input type="hidden" name="(_selected_action|based_on-\d+|action|post)" value="(\w+)"',
        asked.content.decode(),
    )
    sent = {}
    for name, value in hidden:
        sent.setdefault(name, []).append(value)

    done = administrator.post(address(LexiconEntry, "changelist"), sent, follow=True)

    assert len(said(done)) == 1
    assert LexiconEntry.objects.count() == 0


def in_review(count, *, by):
    stories = [make.article(created_by=by, headline=f"待审{'甲乙丙丁戊'[n]}") for n in range(count)]
    for story in stories:
        workflow.submit(story, by=by, edition=story.edition)
    return stories


def test_passing_many_gives_one_message(client, editor):
    client.force_login(editor)
    passed, mine = in_review(3, by=make.editor()), in_review(5, by=editor)
    editions = listed(client)

    keys = [story.pk for story in [*passed, *mine]]
    response = act(client, Article, "pass_selected", keys, **editions)

    assert len(said(response)) == 1
    text = said(response)[0]
    assert text.startswith("3 篇已通过；5 篇没有通过：《待审甲》：")
    assert text.count("《待审") == 3
    assert "其余的原因相仿" in text
    assert Article.objects.filter(stage=Stage.SECOND_REVIEW).count() == 3


def test_passing_several_says_so(client, editor):
    client.force_login(editor)
    passed = in_review(2, by=make.editor())

    response = act(
        client, Article, "pass_selected", [story.pk for story in passed], **listed(client)
    )

    assert said(response) == ["2 篇已通过。"]


def test_stories_that_the_page_did_not_show_are_not_passed(client, editor):
    """All pages were chosen: nobody has seen the rest, which is not called changed either."""
    client.force_login(editor)
    stories = in_review(2, by=make.editor())
    shown = {f"based_on-{stories[0].pk}": listed(client)[f"based_on-{stories[0].pk}"]}

    response = act(client, Article, "pass_selected", [stories[0].pk], select_across="1", **shown)

    assert said(response) == ["1 篇已通过；1 篇没有通过：“待审乙”不在您打开的那一页上，没有看过。"]


# ---- What holds a row ----


def test_a_refused_deletion_names_what_holds_it(administrator):
    who, other = make.reporter(name="陈洋波"), make.reporter()
    story = make.article(headline="占着的稿件")
    make.byline(article=story, reporter=who)

    page = act(administrator, Reporter, "delete_selected", [who.pk, other.pk]).content.decode()

    link = f'<a href="{address(Article, "change", story.pk)}">占着的稿件</a>'
    assert f"“陈洋波”用在稿件（署名）：{link}" in page
    assert Reporter.objects.count() == 2


def test_what_may_be_deleted_by_nobody_is_not_called_a_want_of_permission(administrator):
    """A story that readers have is deleted by nobody: it holds its section all the same."""
    section = make.section(name="民生")
    story = make.published(section=section, headline="已发的稿件").article

    page = act(administrator, Section, "delete_selected", [section.pk]).content.decode()

    assert (
        f'“民生”用在稿件：<a href="{address(Article, "change", story.pk)}">已发的稿件</a>' in page
    )
    assert "无权" not in page


def test_what_one_may_not_see_is_counted_and_not_named(client):
    """An editor of one section does not learn the headlines of another's drafts."""
    editor = make.colleague("view_article", "view_photo", "change_photo", "delete_photo")
    make.section(name="本栏").editors.create(user=editor)
    client.force_login(editor)
    photo = make.photo(caption="合影")
    make.photo_use(photo=photo, article=make.article(headline="别栏的独家", section=make.section()))
    make.photo_use(photo=photo, article=make.article(headline="我的稿件", created_by=editor))

    page = act(client, Photo, "delete_selected", [photo.pk], **{f"based_on-{photo.pk}": 1})
    page = page.content.decode()

    assert "我的稿件" in page
    assert "别栏的独家" not in page
    assert "另有 1 处是您无权查看的内容" in page


def test_many_holders_are_named_in_part(administrator):
    entity = make.entity(name="劳模")
    for _ in range(23):
        make.honour(recipient=entity)

    page = act(administrator, Entity, "delete_selected", [entity.pk]).content.decode()

    assert page.count("“劳模”用在") == 20
    assert "等，另有 3 处" in page


def test_one_deletion_names_what_holds_it_too(administrator):
    tag = make.tag(name="老标签")
    make.tag(name="同义词", main=tag)

    page = administrator.get(address(Tag, "delete", tag.pk)).content.decode()

    assert "“老标签”用在标签：" in page
    assert "同义词</a>" in page


# ---- What grows is looked up, not listed ----


@pytest.fixture
def everything(administrator):
    """A row of all that the desk lists."""
    story = make.article(page=make.page(), column=make.column(), section=make.section())
    for made in (make.mention, make.byline, make.photo_use):
        made(article=story)
    make.tally()
    make.honour()
    make.tag()
    make.everything_else(story, by=make.editor())


def choosing(page):
    """The fields of the forms of a page, and of the rows in it, that choose rows of a table."""
    if "adminform" in (page.context or {}):
        forms = [page.context["adminform"].form]
        forms += [rows.formset.empty_form for rows in page.context["inline_admin_formsets"]]
        for form in forms:
            for name, field in form.fields.items():
                if isinstance(field, ModelChoiceField) and not field.widget.is_hidden:
                    yield f"{type(form).__name__}.{name}", field


def test_no_select_lists_a_table_that_grows(administrator, everything):
    looked_up = (AutocompleteSelect, AutocompleteSelectMultiple, FilteredSelectMultiple)
    seen, listing = set(), set()
    for model in admin.site._registry:
        row = model._default_manager.first()
        if model is LogLine:  # written by acts alone: it has a list and no form
            continue
        pages = [address(model, "add"), *([address(model, "change", row.pk)] if row else [])]
        for page in map(administrator.get, pages):
            for name, field in choosing(page):
                seen.add(name)
                widget = getattr(field.widget, "widget", field.widget)
                lists = isinstance(widget, Select) and not isinstance(widget, looked_up)
                if lists and field.queryset.model.__name__ not in SMALL:
                    listing.add(name)

    assert len(seen) > 20
    assert listing == set()


def test_a_photo_in_very_many_stories_names_some(administrator):
    photo = make.photo()
    stories = Article.objects.bulk_create(
        Article(headline=f"用图{n}", body="") for n in range(MOST_NAMED + 7)
    )
    PhotoUse.objects.bulk_create(PhotoUse(article=story, photo=photo) for story in stories)

    page = administrator.get(address(Photo, "change", photo.pk)).content.decode()

    assert page.count(">用图") == MOST_NAMED
    assert "……另有 7 篇" in page
