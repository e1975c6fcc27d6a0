from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.interchange.outward import whole_addresses
from articles.models import Article, PreviewLink
from articles.review import preview_links
from articles.saving import sent_forms
from articles.text.fields import Typed


class PreviewLinkForm(forms.Form):
    for_whom = Typed(
        label=_("给谁看"),
        max_length=preview_links.NAME_LENGTH,
        help_text=_("对方的姓名或单位，会写在预览页顶部。"),
    )
    days = forms.IntegerField(
        label=_("有效天数"),
        min_value=1,
        max_value=preview_links.LONGEST,
        initial=3,
        help_text=_("1 至 30 天；用完可以提前撤销。"),
    )


class PreviewLinks(StoryPage):
    """The page of a story's preview links: make one, see who opened them, revoke."""

    def urls(self) -> list[URLPattern]:
        root = "<int:pk>/preview-links/"
        return [
            self.at(root, self.list_preview_links, "preview_links"),
            self.at(f"{root}<int:link>/revoke/", self.revoke_preview_link, "revoke_preview_link"),
        ]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        return {"may_share": _may_share(request)}

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def list_preview_links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new link is answered at once, not after a redirect: its token is kept nowhere."""
        article = self._shared_story(request, pk)
        form = PreviewLinkForm(request.POST or None)
        address = self._new_address(request, article, form)
        now = timezone.now()
        context = {
            "form": PreviewLinkForm() if address else form,
            "address": address,
            "embargo": preview_links.embargo(article, by=staff(request), at=now),
            "links": preview_links.states(article, at=now),
        }
        return self.render(request, "preview_links.html", article, **context)

    def _new_address(
        self, request: HttpRequest, article: Article, form: PreviewLinkForm
    ) -> str | None:
        """The address of the link that was asked for; without one the form says why."""
        if not form.is_valid():
            return None
        try:
            page = sent_forms.of(request)
            _link, token = preview_links.create(
                article,
                by=staff(request),
                page=str(page.row.key) if page else "",
                **form.cleaned_data,
            )
        except preview_links.ShareRefused as refusal:
            form.add_error(None, str(refusal))
            return None
        return whole_addresses(request)(reverse("preview", args=[token]))

    @method_decorator(require_POST)
    def revoke_preview_link(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        article = self._shared_story(request, pk)
        found = get_object_or_404(PreviewLink, pk=link, article=article)
        preview_links.revoke(found, by=staff(request))
        self.desk.message_user(
            request,
            gettext("给%(name)s的预览链接已撤销，再也打不开。") % {"name": found.for_whom},
            messages.SUCCESS,
        )
        return redirect("admin:articles_article_preview_links", pk)

    def _shared_story(self, request: HttpRequest, pk: int) -> Article:
        article = self.story(request, pk)
        if not _may_share(request):
            raise PermissionDenied
        return article


def _may_share(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.share_preview")
