"""Where an editor draws which part of a page's image is which story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.requests import staff
from articles.models import Page, PendingChange, Region
from articles.paper import regions
from articles.paper.forms import EditionForm, RegionFormSet

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Page]
else:
    Base = object

STALE = gettext_lazy("版面图在画好区域之后换过，请核对每个区域后重新保存。")


class RegionPages(Base):
    """What the page's admin adds for its regions. Rows of a form are the drawing's one truth; the
    script draws them, and without it they can be typed.
    """

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/regions/", wrap(self.regions_view), name="articles_page_regions"),
            path(
                "<int:pk>/regions/check/",
                wrap(require_POST(self.check_view)),
                name="articles_page_regions_check",
            ),
            *super().get_urls(),
        ]

    def regions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self._page(request, pk)
        formset, edition = self._forms(request, page)
        faults: list[str] = []
        if request.method == "POST" and formset.is_valid() and edition.is_valid():
            try:
                held = regions.save(
                    page,
                    formset.drawn,
                    by=staff(request),
                    edition=edition.cleaned_data["edition"],
                )
            except regions.RegionsRefused as refusal:
                faults = refusal.faults
                page.refresh_from_db()
                edition = EditionForm(initial={"edition": page.regions_edition})
            else:
                self._say(request, page, held)
                return HttpResponseRedirect(request.path)
        drawn = formset.drawn if formset.is_bound and formset.is_valid() else _stored(page, formset)
        found = regions.findings(page, drawn, by=staff(request))
        return self._answer(request, page, formset, edition=edition, faults=faults, findings=found)

    def _say(self, request: HttpRequest, page: Page, held: PendingChange | None) -> None:
        """What became of the drawing, in words and in the page's history."""
        if held:
            said = _("区域已提交，等另一位同事确认；读者现在看到的还是原来的。")
            self.log_change(request, page, _("提交了待确认的改动（第 %d 号）。") % held.pk)
            messages.warning(request, said)
        else:
            self.log_change(request, page, _("画版面区域"))
            messages.success(request, _("区域已保存。"))

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What there is to say of a drawing that is not saved yet."""
        page = self._page(request, pk)
        formset, _edition = self._forms(request, page)
        found = None
        if formset.is_valid():
            found = regions.findings(page, formset.drawn, by=staff(request))
        return render(request, "admin/articles/page/_findings.html", {"findings": found})

    def _page(self, request: HttpRequest, pk: int) -> Page:
        page = self.get_queryset(request).select_related("issue").filter(pk=pk).first()
        if page is None:
            raise Http404
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        return page

    def _forms(self, request: HttpRequest, page: Page) -> tuple[Any, EditionForm]:
        """What was sent is compared with empty rows, not by what a colleague drew since."""
        stories = list(regions.offered(page, by=staff(request)))
        own = {story.pk for story in stories}
        is_sent = request.method == "POST"
        stored: Any = [] if is_sent else Region.objects.of_page(page)
        initial = [
            {"article": r.article_id, "points": r.points} for r in stored if r.article_id in own
        ]
        formset = RegionFormSet(
            request.POST if is_sent else None, initial=initial, form_kwargs={"stories": stories}
        )
        edition = EditionForm(request.POST or None, initial={"edition": page.regions_edition})
        return formset, edition

    def _answer(
        self, request: HttpRequest, page: Page, formset: Any, **context: Any
    ) -> TemplateResponse:
        frame = {"opts": self.opts, "original": page, "page": page, "formset": formset}
        given = self.admin_site.each_context(request) | frame | context
        given |= {
            "title": _("画出各篇稿件的位置"),
            "is_nav_sidebar_enabled": False,  # the page needs the room
            "stale": STALE if regions.is_stale(page) else "",
            "kept": regions.kept(page, by=staff(request)),
            "check": reverse("admin:articles_page_regions_check", args=[page.pk]),
        }
        return TemplateResponse(request, "admin/articles/page/regions.html", given)


def _stored(page: Page, formset: Any) -> list[regions.Drawn]:
    return [regions.Drawn(each["article"], each["points"]) for each in formset.initial or []]
