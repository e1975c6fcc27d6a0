from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, ForeignKey, QuerySet, Value
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media, Script

from articles import search
from articles.admin import photo_shown
from articles.admin.requests import staff
from articles.admin.story import listing
from articles.admin.story.after_publication import AfterPublication
from articles.admin.story.autosave import Autosaves, to_restore
from articles.admin.story.brief import Briefs
from articles.admin.story.bylines import Bylines
from articles.admin.story.comments import Comments
from articles.admin.story.conflict import conflict
from articles.admin.story.history import History
from articles.admin.story.imports import Imports
from articles.admin.story.inlines import BylineInline, MentionInline, own_credits
from articles.admin.story.mentions import Mentions
from articles.admin.story.notices import Notices
from articles.admin.story.page import StoryPage
from articles.admin.story.pasting import Pasting
from articles.admin.story.pictures import PhotoUseInline
from articles.admin.story.presence import Presence
from articles.admin.story.preview import Preview
from articles.admin.story.preview_links import PreviewLinks
from articles.admin.story.proposed_corrections import ProposedCorrections
from articles.admin.story.reviews import Reviews, hand_in, pass_selected
from articles.admin.story.sources import Sources
from articles.admin.story.suggestions import Suggestions
from articles.enums import REVIEWS, Stage
from articles.models import Article, PhotoUse, Review
from articles.models.rows import ArticleQuerySet
from articles.review import archiving, duties
from articles.saving import presence, refill
from articles.saving.guard import GuardedAdmin
from articles.stand import locking, publishing, visibility
from articles.story.form import ArticleForm
from articles.story.saving import STEPS, Save
from articles.text.keys import KEY
from people.admin.rows import ChosenSelect, chosen_select

# What stands beside the form, each with its pages and its panel in the form.
PAGES: list[type[StoryPage]] = [
    Preview,
    Reviews,
    Comments,
    Notices,
    History,
    PreviewLinks,
    AfterPublication,
    Imports,
    ProposedCorrections,
    Autosaves,
    Presence,
    Mentions,
    Suggestions,
    Sources,
    Briefs,
    Bylines,
    Pasting,
]

# The form from top to bottom, in the order an editor thinks: fields, and rows between them.
LAYOUT: list[Any] = [
    (_("标题"), {"fields": ["kicker", "headline", "subhead"]}),
    (_("署名行"), {"fields": ["unread_byline", "printed_byline", "source"]}),
    BylineInline,
    (_("正文"), {"fields": ["dateline", "body"]}),
    PhotoUseInline,
    (_("版面与栏目"), {"fields": ["kind", "section", "column", ("page", "page_order")]}),
    (_("标签"), {"fields": ["tags"]}),
    (_("时间"), {"fields": [("due_at", "embargo_until")]}),
    (_("网页"), {"fields": ["web_headline", "summary"], "classes": ["collapse"]}),
    (_("荣誉"), {"fields": ["announces"], "classes": ["collapse"]}),
    MentionInline,
]


@admin.register(Article)
class ArticleAdmin(GuardedAdmin):
    """Stories: each user's own, or all that their role shows, and the form that writes them."""

    edition_field = "edition"

    # ---- The list ----

    list_display = [
        listing.title,
        "section",
        "page",
        listing.byline,
        "stage",
        listing.live,
        listing.updated,
    ]
    list_filter = ["stage", listing.LiveFilter, "section", "kind", listing.ArchivedFilter]
    search_fields = ["desk_entry"]  # or there is no field to type in; see get_search_results
    search_help_text = _(
        "按标题、正文、署名或人名查找；几个词用空格隔开，人名可用拼音或首字母，如 cyb。"
    )
    date_hierarchy = "page__issue__date"
    ordering = ["-updated_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = [pass_selected]

    # ---- The form ----

    form = ArticleForm
    fieldsets = [part for part in LAYOUT if isinstance(part, tuple)]
    inlines = [part for part in LAYOUT if not isinstance(part, tuple)]
    autocomplete_fields = ["section", "column", "page", "announces"]
    radio_fields = {"kind": admin.HORIZONTAL}
    save_on_top = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = [page(self) for page in PAGES]

    @property
    def media(self) -> Media:
        ours = [src for page in PAGES for src in page.scripts]
        return super().media + Media(
            css={"all": ["newsroom/css/desk.css", "newsroom/css/desk_form.css"]},
            js=[
                Script(src, type="module")
                for src in ["newsroom/js/editor_labels.js", "newsroom/js/length.js", *ours]
            ],
        )

    def get_urls(self) -> list[URLPattern]:
        return [*(url for page in self.pages for url in page.urls()), *super().get_urls()]

    # ---- Who may ----

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Those the user may see, archived or not, each with how it stands on the stand now."""
        found = cast("ArticleQuerySet", super().get_queryset(request))
        named = found.select_related("section", "column", "page__issue")  # as the form names them
        return visibility.annotated(named.visible_to(staff(request), with_archived=True))

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may if obj is None else may and self._sees(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        if obj is None or not may:
            return may
        return duties.is_open_to(obj, by=staff(request)) and self._sees(request, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        story = super().get_object(request, object_id, from_field)
        if story:  # found among those the user sees
            _seen(request)[story.pk] = True
        return story

    def _sees(self, request: HttpRequest, story: Article) -> bool:
        """Asked a dozen times for a page: who sees a story as it begins sees it to its end."""
        seen = _seen(request)
        if story.pk not in seen:
            seen[story.pk] = self.get_queryset(request).filter(pk=story.pk).exists()
        return seen[story.pk]

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A draft that was never handed in may be thrown away; anything else stays."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (
            obj.stage == Stage.DRAFT
            and not hasattr(obj, "published")
            and self.has_change_permission(request, obj)
            and not self.is_kept(request, obj)
        )

    def is_kept(self, request: HttpRequest, story: Article) -> bool:
        """Whether a story is archived and not deleted; asked several times for a page."""
        found: dict[int, bool] = request.__dict__.setdefault("stories_kept", {})
        if story.pk not in found:
            found[story.pk] = archiving.is_handed_in(story)
        return found[story.pk]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"articles.{step}_article") for step in REVIEWS)

    # ---- Searching the list ----

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """The headlines that have the words come first, unless the list is sorted by a column."""
        if not search_term.strip():
            return queryset, False
        found = search.on_desk(cast("ArticleQuerySet", queryset), search_term)
        if ORDER_VAR in request.GET:
            found = found.order_by(*queryset.query.order_by)
        return found.annotate(found_in=F("desk_entry__text"), asked=Value(search_term)), False

    def get_list_display(self, request: HttpRequest) -> Any:
        is_searched = bool(request.GET.get(SEARCH_VAR, "").strip())
        return [self.list_display[0], *[listing.passage] * is_searched, *self.list_display[1:]]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return listing.StoryList

    # ---- What the form holds ----

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """The unread line is shown only where there is one; who may only look sees no markup."""
        left_out: set[str] = set()
        instead: dict[Any, str] = {}
        if not (obj and obj.unread_byline):
            left_out = {"unread_byline"}
        if obj and not self.has_change_permission(request, obj):
            left_out |= {"printed_byline"}
            instead = {"body": "text"}
        return [
            (name, options | {"fields": fields})
            for name, options in super().get_fieldsets(request, obj)
            if (fields := [instead.get(f, f) for f in options["fields"] if f not in left_out])
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return ["text"] if obj and not self.has_change_permission(request, obj) else []

    @admin.display(description=_("正文"))
    def text(self, article: Article) -> SafeString:
        return publishing.preview(article, address=photo_shown.address).body_markup

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)
        form.may_register = staff(request).has_perm("people.add_reporter")
        kept = to_restore(request, obj)
        return refill.form(form, kept.form) if kept else form

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Article | None = None
    ) -> Iterator[Any]:
        kept = to_restore(request, obj)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield refill.formset(formset, kept.form) if kept else formset, inline

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        story = obj if obj.pk else None
        if isinstance(inline, BylineInline) and (rows := own_credits(request, story)):
            kwargs["initial"] = rows
        return kwargs

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # ---- Answering ----

    @method_decorator(csp_update({"script-src": [NONCE], "style-src": [NONCE]}))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Nobody merges or hides a name while a story that may mention it is saved; and what the
        steps of the save and the log will want is locked in the order of all writers.
        """
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            locking.lock_stand()
            if object_id and KEY.fullmatch(object_id):
                locking.lock_story(int(object_id))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def before_reading(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        """What was saved meanwhile is laid beside what was sent."""
        story = self.get_object(request, unquote(object_id)) if object_id else None
        if story is None or not self.has_change_permission(request, story):
            return {}
        return {"conflict": conflict(self, request, story), "stored": story}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
        form, story = context["adminform"].form, context["original"]
        for name, field in form.fields.items():
            if story and (select := chosen_select(field)):
                select.chosen = getattr(story, name)
        for page in self.pages:
            context |= page.panel(request, story, form)
        context |= {
            "parts": _parts(context),
            "nonce": nonce,
            "media": Media.from_media(context["media"], nonce=nonce),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not (object_id.isascii() and object_id.isdecimal()):
            raise Http404
        return History(self).revisions(request, int(object_id))

    # ---- Saving ----

    def save_model(
        self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool
    ) -> None:
        obj.updated_by = staff(request)
        if not change:
            obj.created_by = obj.updated_by
        if not change or form.has_changed() or form.cleaned_data.get("signing"):
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The rows beneath the form; then the steps of a save, in their order."""
        super().save_related(request, form, formsets, change)
        signing = form.cleaned_data.get("signing")
        save = Save(
            story=form.instance,
            by=staff(request),
            sent=request.POST,
            is_new=not change,
            is_changed=bool(signing) or any(part.has_changed() for part in [form, *formsets]),
            has_changed_pictures=any(
                rows.has_changed() for rows in formsets if rows.model is PhotoUse
            ),
            signing=signing,
        )
        for step in STEPS:
            save = step(save)
        for reporter in save.registered:
            self.log_addition(request, reporter, [{"added": {}}])
        for note in save.notes:
            self.message_user(request, note, messages.SUCCESS)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        onward = self._onward(request, obj)
        return onward or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._onward(request, obj) or super().response_change(request, obj)

    def _onward(self, request: HttpRequest, story: Article) -> HttpResponse | None:
        """What a button of the form leads to that saves and goes on, if it was one."""
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", story.pk)
        if "_review" not in request.POST:
            return None
        if story.stage == Stage.DRAFT:
            return hand_in(self, request, story)
        return redirect("admin:articles_article_review", story.pk)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """No way to a page that readers do not have."""
        if obj is None:
            return None
        known = getattr(obj, "is_public", None)  # annotated by get_queryset
        if not (publishing.is_public(obj) if known is None else known):
            return None
        return super().get_view_on_site_url(obj)

    # ---- Deleting ----

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was handed in is archived: whoever asks to delete it is led there."""
        story = self.get_object(request, unquote(object_id))
        if story and self.is_kept(request, story):
            if why := archiving.why_not_archive(story, by=staff(request)):
                raise PermissionDenied(why)
            said = gettext("送过审的稿件不能删除，可以归档。")
            self.message_user(request, said, messages.WARNING)
            return redirect("admin:articles_article_archive", story.pk)
        return super().delete_view(request, object_id, extra_context)

    def why_not_delete(self, request: HttpRequest, obj: Article) -> str:
        """What was handed in is archived. Else it would take the words of whoever is writing in it;
        superusers may all the same.
        """
        may_archive = not archiving.why_not_archive(obj, by=staff(request))
        if may_archive and self.is_kept(request, obj):
            return gettext("《%s》送过审，不能删除：请打开它，点“归档”。") % obj.title
        names = presence.at_work(obj, besides=staff(request))
        if not names or request.user.is_superuser:
            return ""
        said = gettext("%(names)s正在编辑《%(title)s》，或有没保存的修改，现在不能删除。")
        return said % {"names": "、".join(names), "title": obj.title}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft takes the record of who wrote it along; on its own nobody deletes that."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, needed - {Review._meta.verbose_name}, protected


def _seen(request: HttpRequest) -> dict[int, bool]:
    """Which stories the user was found to see while this page is made, by key."""
    found: dict[int, bool] = request.__dict__.setdefault("stories_seen", {})
    return found


def _parts(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The form as LAYOUT has it, as far as this user sees it; what LAYOUT does not name, last."""
    fieldsets = {fieldset.name: fieldset for fieldset in context["adminform"]}
    formsets = {type(formset.opts): formset for formset in context["inline_admin_formsets"]}
    parts = [
        {"fieldset": fieldsets.pop(part[0], None), "formset": None}
        if isinstance(part, tuple)
        else {"fieldset": None, "formset": formsets.get(part), "is_byline": part is BylineInline}
        for part in LAYOUT
    ]
    rest = [{"fieldset": fieldset, "formset": None} for fieldset in fieldsets.values()]
    return [part for part in [*parts, *rest] if part["fieldset"] or part["formset"]]
