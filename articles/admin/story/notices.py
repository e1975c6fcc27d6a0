from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.audit_log.writing import record
from articles.enums import Event, NoticeKind
from articles.models import Notice
from articles.review import notices
from people.models import User

if TYPE_CHECKING:
    MailModelForm = forms.ModelForm[User]
else:
    MailModelForm = forms.ModelForm

ON_A_PAGE = 50
# What is gone on with where the story's reviews and corrections stand.
ON_REVIEWS = {NoticeKind.WAITING, NoticeKind.TO_CONFIRM, NoticeKind.CORRECTION_REFUSED}


class MailForm(MailModelForm):
    """Whether and where one gets one's notices by mail; each person sets it for themselves."""

    class Meta:
        model = User
        fields = ["email", "wants_mail"]


class Notices(StoryPage):
    """What the person at the desk was told, and how they want to be told."""

    def urls(self) -> list[URLPattern]:
        return [
            self.at("notices/", self.list_notices, "notices"),
            self.at("notices/read/", self.read_notices, "notices_read"),
            self.at("<int:pk>/notices/<int:notice>/", self.open_notice, "notice"),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def list_notices(self, request: HttpRequest) -> HttpResponse:
        """The newest first; a POST sets one's mail."""
        me = staff(request)
        form = MailForm(request.POST or None, instance=User.objects.get(pk=me.pk))
        if request.method == "POST" and form.is_valid():
            form.save()
            record(Event.CHANGED, by=me, about=me, details={"what": form.changed_data})
            self.desk.message_user(request, gettext("邮件通知的设置已保存。"), messages.SUCCESS)
            return redirect("admin:articles_article_notices")
        found = Paginator(Notice.objects.shown_to(me).for_list(), ON_A_PAGE)
        given: dict[str, Any] = {
            "title": gettext("通知"),
            "opts": self.desk.opts,
            "page": found.get_page(request.GET.get("page")),
            "form": form,
            "is_mailed": bool(settings.MAIL_SERVER),
        }
        context = self.desk.admin_site.each_context(request) | given
        return TemplateResponse(request, "admin/articles/article/notices.html", context)

    @method_decorator(require_POST)
    def read_notices(self, request: HttpRequest) -> HttpResponse:
        notices.read_all(by=staff(request))
        return redirect("admin:articles_article_notices")

    @method_decorator(require_safe)
    def open_notice(self, request: HttpRequest, pk: int, notice: int) -> HttpResponse:
        """To what a notice is about, which is read with that. A mail's link leads here as well."""
        story = self.story(request, pk)
        found = get_object_or_404(Notice, pk=notice, article=story, recipient=staff(request))
        if request.method == "GET":
            notices.read(found)
        return HttpResponseRedirect(_place(found))


def _place(notice: Notice) -> str:
    """Where a person goes on with what they were told: to the comment, to the review, or on."""
    if notice.comment:
        page = reverse("admin:articles_article_comments", args=[notice.article_id])
        return f"{page}#comment-{notice.comment.parent_id or notice.comment.pk}"
    page = "review" if notice.kind in ON_REVIEWS else "change"
    return reverse(f"admin:articles_article_{page}", args=[notice.article_id])
