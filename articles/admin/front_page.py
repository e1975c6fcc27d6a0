"""Where an editor arranges the front page, and sees it before readers do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.admin.requests import staff
from articles.models import Pin
from articles.paper import front_page
from articles.paper.forms import PinFormSet, SeenForm
from articles.text.keys import KEY

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Pin]
else:
    Base = admin.ModelAdmin


ARTICLE = re.compile("form-[0-9]+-article")  # the name of a row's story, as it is sent
LONGEST = 100  # characters of what is looked for


@admin.register(Pin)
class PinAdmin(Base):
    """One page instead of a list and forms: pins are arranged together."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Pin | None = None) -> bool:
        """Pins change together, never one by one."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Pin | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.stories))
        return [path("stories/", view, name="articles_pin_stories"), *super().get_urls()]

    def stories(self, request: HttpRequest) -> JsonResponse:
        """Stories that can be pinned and have what was typed, as the admin's pickers read them."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed, now = request.GET.get("term", "").replace("\0", "")[:LONGEST], timezone.now()
        rows = front_page.found(typed, by=staff(request))
        results = [{"id": str(s.pk), "text": front_page.label(s, now=now)} for s in rows]
        return JsonResponse({"results": results, "pagination": {"more": False}})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        formset, seen = self._forms(request)
        if request.method == "POST" and formset.is_valid() and seen.is_valid():
            if "_preview" in request.POST:
                context = front_page.laid_out(front_page.as_placed(formset.placed))
                return render(request, "articles/front_page_preview.html", context)
            try:
                front_page.arrange(
                    formset.placed, by=staff(request), seen=seen.cleaned_data["seen"]
                )
            except front_page.ArrangementRefused as refusal:
                messages.error(request, str(refusal))
                seen = SeenForm(initial={"seen": front_page.fingerprint()})
            else:
                messages.success(request, _("首页已排好，读者现在看到的就是这样。"))
                return HttpResponseRedirect(request.path)
        return self._answer(request, formset=formset, seen=seen, may_change=may_change)

    def _forms(self, request: HttpRequest) -> tuple[Any, SeenForm]:
        """What was sent is compared with empty rows, not by what a colleague kept since."""
        is_sent = request.method == "POST"
        pins: Any = [] if is_sent else Pin.objects.in_effect()
        sent = [str(key) for name, key in request.POST.items() if ARTICLE.fullmatch(name)]
        keys = [pin.article_id for pin in pins] + [int(key) for key in sent if KEY.fullmatch(key)]
        formset = PinFormSet(
            request.POST if is_sent else None,
            initial=[{"article": pin.article_id, "until": pin.until} for pin in pins],
            form_kwargs={"stories": front_page.choices(keys, by=staff(request))},
        )
        seen = SeenForm(request.POST or None, initial={"seen": front_page.fingerprint()})
        return formset, seen

    def _answer(self, request: HttpRequest, **context: Any) -> TemplateResponse:
        given = self.admin_site.each_context(request) | {"opts": self.opts} | context
        given |= {"title": _("排首页")}
        return TemplateResponse(request, "admin/articles/pin/arrange.html", given)
