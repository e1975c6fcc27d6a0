from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article, Comment
from articles.models.comment import anchors
from articles.review import comments, duties
from articles.text.fields import Typed
from people.models import User


class ReplyForm(forms.Form):
    text = Typed(
        label=_("回复"),
        required=False,
        max_length=comments.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )


class CommentForm(forms.Form):
    """A comment and whom it is for: some of those who see the story."""

    field = forms.ChoiceField(label=_("位置"), choices=anchors, required=False)
    quote = Typed(
        label=_("原文"),
        required=False,
        max_length=comments.QUOTE_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("所指的那句话，可从稿件中复制；可留空。"),
    )
    text = Typed(
        label=_("批注"),
        max_length=comments.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    to = forms.MultipleChoiceField(
        label=_("请谁看"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的人会收到通知；也可以在批注里写 @ 和姓名。"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(key, str(person)) for key, person in self.people.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a choice

    def clean_to(self) -> list[User]:
        return [self.people[key] for key in self.cleaned_data["to"]]


@dataclass
class Thread:
    """A comment as the page shows it."""

    comment: Comment
    may_resolve: bool
    form: ReplyForm


class Comments(StoryPage):
    """The page of a story's comments, and what its buttons do; the form shows the open ones."""

    def urls(self) -> list[URLPattern]:
        root = "<int:pk>/comments/"
        one = f"{root}<int:comment>/"
        return [
            self.at(root, self.list_comments, "comments"),
            self.at(f"{root}add/", self.add_comment, "add_comment"),
            self.at(f"{one}reply/", self.reply_to_comment, "reply_to_comment"),
            self.at(f"{one}resolve/", self.resolve_comment, "resolve_comment"),
            self.at(f"{one}reopen/", self.reopen_comment, "reopen_comment"),
        ]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        groups = comments.open_by_field(story) if story else []
        count = sum(len(found) for _name, _label, found in groups)
        return {"open_comments": groups, "open_comment_count": count}

    @method_decorator(require_safe)
    def list_comments(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The comments; `?field=` and `?quote=` fill in the form for a new one."""
        asked = {name: request.GET.get(name, "") for name in ("field", "quote")}
        article = self.story(request, pk)
        form = CommentForm(initial=asked, people=_colleagues(request, article))
        return self._comments_page(request, article, form)

    @method_decorator(require_POST)
    def add_comment(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.story(request, pk)
        form = CommentForm(request.POST, people=_colleagues(request, article))
        if form.is_valid():
            try:
                return _back(comments.add(article, by=staff(request), **form.cleaned_data))
            except comments.CommentRefused as refusal:
                form.add_error(None, str(refusal))
        return self._comments_page(request, article, form)

    @method_decorator(require_POST)
    def reply_to_comment(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        return self._answer(request, pk, comment, comments.reply)

    @method_decorator(require_POST)
    def resolve_comment(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        return self._answer(request, pk, comment, comments.resolve)

    @method_decorator(require_POST)
    def reopen_comment(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        return self._answer(request, pk, comment, comments.reopen)

    def _answer(
        self, request: HttpRequest, pk: int, comment: int, move: Callable[..., Comment]
    ) -> HttpResponse:
        """Each button of a comment sends the text beside it, so that none is lost."""
        article = self.story(request, pk)
        found = get_object_or_404(article.comments.threads(), pk=comment)
        form, status = _reply_form(found, request.POST), HTTPStatus.OK
        if form.is_valid():
            try:
                return _back(move(found, by=staff(request), **form.cleaned_data))
            except comments.CommentRefused as refusal:
                form.add_error(None, str(refusal))
                if isinstance(refusal, comments.NotYours):
                    status = HTTPStatus.FORBIDDEN
        blank = CommentForm(people=_colleagues(request, article))
        page = self._comments_page(request, article, blank, replies={found.pk: form})
        page.status_code = status
        return page

    def _comments_page(
        self,
        request: HttpRequest,
        article: Article,
        form: CommentForm,
        *,
        replies: dict[int, ReplyForm] | None = None,
    ) -> HttpResponse:
        found = list(article.comments.threads().for_page())
        mine = comments.may_resolve(article, found, by=staff(request))
        threads = [
            Thread(
                comment, comment.pk in mine, (replies or {}).get(comment.pk) or _reply_form(comment)
            )
            for comment in found
        ]
        context = {
            "form": form,
            "open": [thread for thread in threads if not thread.comment.resolved_at],
            "resolved": [thread for thread in threads if thread.comment.resolved_at],
        }
        return self.render(request, "comments.html", article, **context)


def _reply_form(comment: Comment, typed: QueryDict | None = None) -> ReplyForm:
    return ReplyForm(typed, auto_id=f"id_reply_{comment.pk}_%s")


def _colleagues(request: HttpRequest, article: Article) -> QuerySet[User]:
    """Whom the person at the desk may call to a story: the others who see it."""
    return duties.who_sees(article).exclude(pk=staff(request).pk).order_by("name", "username")


def _back(comment: Comment) -> HttpResponseRedirect:
    """To the comment on its page, or to the one it answers."""
    page = reverse("admin:articles_article_comments", args=[comment.article_id])
    return HttpResponseRedirect(f"{page}#comment-{comment.parent_id or comment.pk}")
