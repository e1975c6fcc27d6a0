"""Reporters and entities at the desk."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.review import duties, workflow
from articles.review.confirmations import rows
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.saving.guard import GuardedForm
from articles.stand import hiding, locking, named
from articles.text.pinyin import pattern, sort_key
from people.admin.rows import Inline, lists_instead, short_enough
from people.models import Entity, EntityName, Hiding, Honour, Merger, Reporter, User
from people.models.named import ComparedName

# What readers get of somebody whom a story names for the first time (articles.stand.named).
PASSED_WITH_STORY = ("name", "kind")
STATES = ["hidden", "is_waiting"]
INITIALS = re.compile("[a-z]{2,8}")  # of a name


class NamedAdmin(ConfirmedAdmin):
    """Reporters and entities: filed by pinyin, which is worked out unless somebody wrote it.

    Whoever is hidden is hidden under every name they are given, from the save that gives it.
    """

    list_editable = ["sort_key"]
    show_full_result_count = False
    change_form_template = "admin/people/change_form.html"

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        if request.method == "POST":
            locking.lock_stand(alone=True)  # before the row
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Who still has the address of a row that was merged is led to the one that stayed."""
        column = "entity" if self.model is Entity else "reporter"
        try:
            merger = Merger.objects.filter(former=object_id, **{f"{column}__isnull": False}).first()
        except ValueError:  # no key at all
            merger = None
        if merger is None or merger.into is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc, no-any-return]  # Django's own name for it
        said = gettext("“%(gone)s”已并入“%(into)s”，这里是后者。")
        self.message_user(request, said % {"gone": merger.former_name, "into": merger.into})
        to = f"admin:{opts.app_label}_{opts.model_name}_change"
        return HttpResponseRedirect(reverse(to, args=[merger.into.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = context["original"]
        hidings = obj.hidings.filter(shown_at=None) if obj and obj.hidden else Hiding.objects.none()
        context["open_hiding"] = hidings.select_related("hidden_by").first()
        return super().render_change_form(request, context, *args, **kwargs)

    def get_view_on_site_url(self, obj: Any | None = None) -> str | None:
        """No way to a page that readers do not have."""
        return super().get_view_on_site_url(obj) if obj is None or obj.is_visible else None

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        if request.method == "POST":
            locking.lock_stand(alone=True)  # before the rows
        return super().get_changelist_formset(request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """In every spelling, and by initials: cyb is 陈洋波, also where a name is chosen in another
        form.
        """
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if same := ComparedName.of(search_term):
            found |= super().get_search_results(request, queryset, same)[0]
        letters = search_term.strip().lower()
        if INITIALS.fullmatch(letters):
            found |= queryset.filter(sort_key__regex=pattern(letters))
        return found, may_repeat

    def get_form(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # as in GuardedAdmin
        """A name that waits is passed by the reviews of a story: it is the one that they read."""
        form = super().get_form(request, obj, **kwargs)
        if request.method == "POST" and obj and obj.is_waiting and named.in_review(obj):
            said = gettext("审稿中的稿件里有这个名称，现在不能改。要改，请先退回那篇稿件。")
            form.refused = {**form.refused, **dict.fromkeys(PASSED_WITH_STORY, said)}
        return form

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        if not obj.sort_key:
            obj.sort_key = sort_key(obj.name, is_person=obj.is_person)
        super().save_model(request, obj, form, change)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Once what waits was put back: hidden is who is called so now."""
        logged = super().log_change(request, obj, message)
        if obj.hidden:
            hiding.follow(self.model._default_manager.get(pk=obj.pk))
        return logged


class ReporterForm(GuardedForm):
    """A reporter; whose account it is, is refused to an account that reviewed their stories."""

    def clean_user(self) -> User | None:
        account: User | None = self.cleaned_data["user"]
        stored = Reporter.objects.filter(pk=self.instance.pk).first()
        by = User.objects.get(pk=self.owner)
        if stored and (why := duties.why_not_account(stored, account, by=by)):
            raise ValidationError(why)
        return account


@admin.register(Reporter)
class ReporterAdmin(NamedAdmin):
    form = ReporterForm
    list_display = ["name", "sort_key", "title", "kind", "distinction", "user", *STATES]
    list_filter = ["kind", "hidden", "is_waiting"]
    list_select_related = ["user"]
    search_fields = ["name", "compared", "sort_key", "title"]
    autocomplete_fields = ["portrait"]
    raw_id_fields = ["user"]
    fields = [
        ("name", "distinction"),
        ("title", "kind"),
        "portrait",
        "bio",
        "user",
        "sort_key",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Reporter | None = None) -> list[str]:
        """Whose account a reporter has decides who may review: accounts are the administrator's."""
        return [] if request.user.has_perm("people.change_user") else ["user"]

    def log_change(self, request: HttpRequest, obj: Reporter, message: Any) -> Any:
        """Whose account it is may wait (confirmations.powers): then nothing has changed yet."""
        _row, before = obj.__dict__.get("rows_before", {}).get(rows.ref(obj), (None, {}))
        logged = super().log_change(request, obj, message)
        stored = Reporter.objects.get(pk=obj.pk)
        if before and before["user"] != stored.user_id:
            workflow.note_account(stored, by=cast("User", request.user))
        return logged


class EntityNameInline(Inline):
    model = EntityName
    extra = 0


class EntityHonourInline(Inline):
    model = Honour
    fk_name = "recipient"
    extra = 0
    fields = ["round", "category", "unit_as_printed", "citation", "article", "order"]
    autocomplete_fields = ["round", "article"]
    verbose_name_plural = _("所获荣誉")


@admin.register(Entity)
class EntityAdmin(NamedAdmin):
    list_display = ["name", "sort_key", "kind", "parent", "distinction", *STATES]
    list_filter = ["kind", "hidden", "is_waiting"]
    list_select_related = ["parent"]
    search_fields = [
        *["name", "compared", "sort_key"],
        *["other_names__name", "other_names__compared"],
    ]
    autocomplete_fields = ["parent", "portrait"]
    inlines = [EntityNameInline, EntityHonourInline]
    readonly_fields = ["long_lists"]
    fields = [
        ("name", "distinction"),
        "kind",
        "parent",
        "description",
        "portrait",
        "sort_key",
    ]

    def get_inlines(self, request: HttpRequest, obj: Entity | None = None) -> Any:
        return short_enough(self.inlines, obj)

    def get_fields(self, request: HttpRequest, obj: Entity | None = None) -> Any:
        is_long = len(self.get_inlines(request, obj)) < len(self.inlines)
        fields = [name for name in super().get_fields(request, obj) if name != "long_lists"]
        return [*fields, *["long_lists"] * is_long]

    @admin.display(description=_("所获荣誉"))
    def long_lists(self, obj: Entity) -> str:
        return lists_instead(self.inlines, obj)

    def save_model(
        self, request: HttpRequest, obj: Entity, form: ModelForm[Any], change: bool
    ) -> None:
        """The edition moves on in the database, so that of two saves at a time both count."""
        super().save_model(request, obj, form, change)
        if change:
            Entity.objects.filter(pk=obj.pk).update(edition=F("edition") + 1)
