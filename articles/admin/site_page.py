from __future__ import annotations

from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media, Script

from articles.admin import addresses
from articles.models import SitePage
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.saving.guard import GuardedForm
from articles.story.form import BODY_EXTENSIONS, cleaned_body
from articles.text import body

# The body of a story without its photographs, which belong to stories.
EXTENSIONS = {name: on for name, on in BODY_EXTENSIONS.items() if name != "PhotoFigure"}
EXTENSIONS["Menu"] = {
    "groups": [g for g in BODY_EXTENSIONS["Menu"]["groups"] if g["group"] != "photo"]
}


class SitePageForm(GuardedForm):
    body = ProseEditorFormField(
        label=_("正文"),
        widget=AdminProseEditorWidget,
        config={"extensions": EXTENSIONS},
        preset="configurable",
        sanitize=cleaned_body,
        help_text=_("保存后等另一位同事确认，确认后读者看到。"),
        error_messages={"required": _("请填写正文。")},
    )

    class Meta:
        model = SitePage
        fields = ["slug", "title", "body"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        addresses.refuse_former(slug, of=self.instance)
        return slug

    def clean_body(self) -> str:
        written: str = self.cleaned_data["body"]
        if not body.parse(written).text.strip():
            raise forms.ValidationError(_("请填写正文。"))
        return written


@admin.register(SitePage)
class SitePageAdmin(ConfirmedAdmin):
    """The paper's own pages, written as a story's body is; one not written is not there."""

    form = SitePageForm
    list_display = ["title", "slug", "updated_at", "is_waiting"]
    search_fields = ["title"]

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Script("newsroom/js/editor_labels.js", type="module")])

    def get_fields(self, request: HttpRequest, obj: SitePage | None = None) -> Any:
        """Who may only look sees the text and not its markup."""
        looks = obj and not self.has_change_permission(request, obj)
        return ["slug", "title", "text" if looks else "body"]

    def get_readonly_fields(self, request: HttpRequest, obj: SitePage | None = None) -> Any:
        looks = obj and not self.has_change_permission(request, obj)
        return ["slug", "title", "text"] if looks else []

    def get_inlines(self, request: HttpRequest, obj: SitePage | None) -> list[Any]:
        return list(addresses.inlines(obj))

    @admin.display(description=_("正文"))
    def text(self, page: SitePage) -> SafeString:
        return page.body_markup

    @method_decorator(csp_update({"script-src": [NONCE], "style-src": [NONCE]}))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
        context |= {"nonce": nonce, "media": Media.from_media(context["media"], nonce=nonce)}
        return super().render_change_form(request, context, *args, **kwargs)
