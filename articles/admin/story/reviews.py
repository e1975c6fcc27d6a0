from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_shown import address, thumbnail
from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.enums import REVIEWS, ErrorKind, Stage, Visibility
from articles.models import Article, ReviewRoute
from articles.review import duties, picture_notes, proofing, workflow
from articles.review.changes import unseen
from articles.saving.guard import GuardedAdmin, first_reasons
from articles.stand import publishing, visibility
from articles.text.fields import Moment, Typed
from articles.text.moments import MomentInput

if TYPE_CHECKING:
    from articles.stand.visibility import ReaderView
    from people.models import User

MOST_ERRORS = 999
WAIVE = "waive_"  # and the key of a finding
WAIVE_REASON = "waive_reason"


class ReviewForm(forms.Form):
    """What a reviewer says of a story, or a writer who hands it in."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    opinion = Typed(
        label=_("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必须写明要改什么；通过时可以不写。"),
    )
    override = Typed(
        label=_("越级理由"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("只在规则不允许而非办不可时填写；理由和您的名字会一直留在审稿单和越级记录里。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ErrorKind:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, required=False, min_value=0, max_value=MOST_ERRORS
            )

    @property
    def error_fields(self) -> list[forms.BoundField]:
        return [self[kind.value] for kind in ErrorKind]

    @property
    def verdict(self) -> workflow.Verdict:
        said = self.cleaned_data
        return workflow.Verdict(
            opinion=said["opinion"],
            errors={kind: said[kind.value] or 0 for kind in ErrorKind},
            override=said["override"],
        )


class ScheduleForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
    publish_at = Moment(
        label=_("定时发布"),
        required=False,
        widget=MomentInput(),
        help_text=_("签发后到这一刻读者才看得到；留空则签发即见（或随本期上线、解禁）。"),
    )


class Reviews(StoryPage):
    """Where a story is handed in, passed, sent back and scheduled, and its review sheet."""

    def urls(self) -> list[URLPattern]:
        return [
            self.at("<int:pk>/review/", self.review, "review"),
            self.at("<int:pk>/sheet/", self.sheet, "sheet"),
        ]

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One page for every move: what may be done depends on the stage and the person."""
        article = self.story(request, pk, is_whole=True)
        given: dict[str, Any] = {"edition": article.edition, "publish_at": article.publish_at}
        move = request.POST.get("move", "")
        form_class = ScheduleForm if move == "schedule" else ReviewForm
        form = form_class(request.POST or None, initial=given)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():  # who may not make the move lets no warning pass either
                    _waive(request, article)
                    message = _make(move, article, by=staff(request), form=form)
            except (workflow.MoveRefused, proofing.WaiverRefused) as refusal:
                form.add_error(None, str(refusal))
                # The page shows the newest text: what is pressed next is said of that.
                form.data = request.POST.dict() | {"edition": article.edition}
            else:
                self.desk.message_user(request, message, messages.SUCCESS)
                return self._onward(request, article, move)
        context = self._review_context(article, by=staff(request)) | {
            "form": form if form_class is ReviewForm else ReviewForm(initial=given),
            "schedule": form if form_class is ScheduleForm else ScheduleForm(initial=given),
            "refused": form.non_field_errors() if form.is_bound else [],
            "waive_keys": _ticked(request),
            "waive_reason": request.POST.get(WAIVE_REASON, ""),
        }
        return self.render(request, "review.html", article, **context)

    def _onward(self, request: HttpRequest, article: Article, move: str) -> HttpResponse:
        """Who passed a story goes on with the next that waits for them; everybody else to 今天."""
        following = None
        if move == "pass":
            following = Article.objects.next_awaiting(staff(request), after=article)
        if following is None:
            return HttpResponseRedirect(reverse("admin:index"))
        self.desk.message_user(request, gettext("接着是等您审的下一篇。"))
        return HttpResponseRedirect(reverse("admin:articles_article_review", args=[following.pk]))

    def sheet(self, request: HttpRequest, pk: int) -> HttpResponse:
        """审稿单: who passed what, when, with which words; made to be printed."""
        article = self.story(request, pk, is_whole=True)
        reviews = article.reviews.select_related("person")
        context = {"title": gettext("审稿单"), "reviews": reviews}
        context["proposals"] = article.proposals.for_sheet()
        return self.render(request, "sheet.html", article, **context)

    def _review_context(self, article: Article, *, by: User) -> dict[str, Any]:
        is_in_review = article.stage in REVIEWS
        may_edit = duties.may_edit(article, by=by)
        may_schedule = may_edit and by.has_perm("articles.final_review_article")
        is_in_work = article.stage != Stage.SIGNED_OFF
        seen = visibility.of(article)
        reviews = list(article.reviews.select_related("person"))
        is_out = seen.state != Visibility.UNPUBLISHED
        changes = unseen(article, reviews, is_out=is_out) if is_in_work else []
        return {
            "title": gettext("审稿") if is_in_review else gettext("送审与发布"),
            "story": publishing.preview(article, address=address),
            "seen": seen,
            "then": visibility.once_signed_off(article),
            "changes": changes,
            "has_marks": any(change.fields for change in changes),
            "pictures": [(thumbnail(use.photo, width=96), use) for use in article.photo_uses.all()],
            "steps": [Stage.DRAFT, *ReviewRoute.objects.steps(article.kind), Stage.SIGNED_OFF],
            "problems": publishing.problems(article) if is_in_work else [],
            "missing": publishing.missing_at_signing(article) if is_in_work else [],
            "picture_notes": picture_notes.notes(article),
            "findings": proofing.report(article),
            "may_waive": by.has_perm("articles.add_waiver"),
            "may_edit": may_edit,
            "may_submit": article.stage == Stage.DRAFT and may_edit,
            "is_in_review": is_in_review,
            "is_final": article.stage == Stage.FINAL_REVIEW,
            "why_not": duties.why_not_review(article, by=by) if is_in_review else "",
            "may_override": by.is_superuser,
            "may_schedule": may_schedule and seen.state != Visibility.PUBLIC,
            "reviews": reviews,
            "proposals": article.proposals.for_sheet(),
        }


def hand_in(desk: GuardedAdmin, request: HttpRequest, article: Article) -> HttpResponse:
    """Hand in a draft that was just saved. If something stands against it, the page of its reviews
    comes, which names it all.
    """
    try:
        workflow.submit(article, by=staff(request), edition=article.edition)
    except workflow.MoveRefused as refusal:
        said = gettext("已保存，还没有送审：%s") % refusal
        desk.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_review", args=[article.pk]))
    desk.message_user(request, _said(article), messages.SUCCESS)
    for note in picture_notes.notes(article):
        desk.message_user(request, note, messages.WARNING)
    return HttpResponseRedirect(reverse("admin:index"))


@admin.action(description=_("通过选中的稿件（各按所在审次）"), permissions=["review"])
def pass_selected(desk: GuardedAdmin, request: HttpRequest, queryset: QuerySet[Article]) -> None:
    """Pass each story at the review where it stands, unless it was saved since it was listed."""
    with transaction.atomic():
        rows, refused = desk.as_shown(request, queryset)
        passed = []
        for article, _mark in rows:
            try:
                workflow.pass_review(article, by=staff(request), edition=article.edition)
            except workflow.MoveRefused as refusal:
                said = gettext("《%(title)s》：%(reason)s")
                refused.append(said % {"title": article.title, "reason": refusal})
            else:
                passed.append(article)
    desk.message_user(request, *_summary(passed, refused))


def _summary(passed: list[Article], refused: list[str]) -> tuple[str | SafeString, int]:
    """One message for all that were chosen, and how grave it is."""
    if len(passed) == 1 and not refused:
        return _said(passed[0]), messages.SUCCESS
    parts = []
    if passed:
        said = ngettext("%d 篇已通过", "%d 篇已通过", len(passed)) % len(passed)
        parts.append(said + _waiting(passed))
    if refused:
        said = ngettext("%d 篇没有通过：", "%d 篇没有通过：", len(refused)) % len(refused)
        parts.append(said + first_reasons(refused))
    end = "" if refused else "。"
    return "；".join(parts) + end, messages.WARNING if refused else messages.SUCCESS


def _waiting(passed: list[Article]) -> str:
    """How many of these readers see only later, from when, and why then; nothing if none."""
    keys = [article.pk for article in passed if article.stage == Stage.SIGNED_OFF]
    waiting = visibility.waiting(Article.objects.filter(pk__in=keys)) if keys else []
    seen = [visibility.of(article) for article in waiting]
    if not seen:
        return ""
    said = ngettext(
        "（其中 %(n)d 篇待发布，最早 %(moment)s 上线：%(why)s）",
        "（其中 %(n)d 篇待发布，最早 %(moment)s 上线：%(why)s）",
        len(seen),
    )
    return said % {"n": len(seen), "moment": seen[0].moment, "why": seen[0].why}


def _ticked(request: HttpRequest) -> list[str]:
    """The keys of the warnings that were ticked to pass."""
    names = [name for name in request.POST if name.startswith(WAIVE) and name != WAIVE_REASON]
    return [name.removeprefix(WAIVE) for name in names]


def _waive(request: HttpRequest, article: Article) -> None:
    """Let the ticked warnings pass. Raises WaiverRefused."""
    reason = request.POST.get(WAIVE_REASON, "")
    for key in _ticked(request):
        proofing.waive(article, key=key, by=staff(request), reason=reason)


def _make(move: str, article: Article, *, by: User, form: Any) -> str | SafeString:
    """Make the move a button stands for; return what to say of it. Raises MoveRefused."""
    said = form.cleaned_data
    if move == "submit":
        workflow.submit(article, by=by, edition=said["edition"], opinion=said["opinion"])
    elif move == "pass":
        workflow.pass_review(article, by=by, edition=said["edition"], verdict=form.verdict)
    elif move == "send_back":
        workflow.send_back(article, by=by, edition=said["edition"], verdict=form.verdict)
    elif move == "schedule":
        workflow.schedule(article, by=by, edition=said["edition"], publish_at=said["publish_at"])
        return _rescheduled(article)
    else:
        raise workflow.MoveRefused(gettext("请按页面上的按钮处理。"))
    return _said(article)


def _rescheduled(article: Article) -> str | SafeString:
    """When readers will see a story now that its moment was changed."""
    seen = visibility.at_present(article)
    said = gettext("《%s》的发布时间已改。") % article.title
    if seen.state == Visibility.WAITING:
        return format_html("{}{}", said, _when(seen))
    return said + gettext("签发以后才会上线。")


def _said(article: Article) -> str | SafeString:
    if article.stage == Stage.SIGNED_OFF:
        return _signed_off(article)
    if article.stage == Stage.DRAFT:
        return gettext("《%s》已退回，写稿人会在“今天”里看到理由。") % article.title
    said = gettext("《%(title)s》现在等待%(step)s。")
    said %= {"title": article.title, "step": article.get_stage_display()}
    missing = publishing.missing_at_signing(article)
    return said + (gettext("签发前要解决：") + "".join(missing) if missing else "")


def _signed_off(article: Article) -> str | SafeString:
    """When readers see what was just signed off, and why then."""
    seen = visibility.at_present(article)
    if seen.state == Visibility.PUBLIC:
        return format_html(
            gettext('《{}》已签发，读者已经看得到。<a href="{}">看看读者看到的样子</a>'),
            article.title,
            article.get_absolute_url(),
        )
    if seen.state == Visibility.WITHDRAWN:
        return gettext("《%s》已签发；它已撤稿，恢复以后读者才看得到。") % article.title
    return format_html("{}{}", gettext("《%s》已签发。") % article.title, _when(seen))


def _when(seen: ReaderView) -> SafeString:
    """From when readers see a waiting story, and why then; with the way to all that wait."""
    said = (
        gettext("读者 %(moment)s 看得到（%(why)s）。")
        if seen.reasons
        else gettext("读者 %(moment)s 看得到。")
    )
    return format_html(
        '{}<a href="{}">{}</a>',
        said % {"moment": seen.moment, "why": seen.why},
        f"{reverse('admin:articles_article_changelist')}?live={Visibility.WAITING}",
        gettext("看所有待发布的稿件"),
    )
