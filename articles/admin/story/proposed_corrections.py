from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.admin.correction_forms import CorrectForm, on_paper
from articles.admin.requests import staff
from articles.admin.steps import FORM_METHODS
from articles.admin.story.page import StoryPage
from articles.enums import Visibility
from articles.models import Article, ProposedCorrection
from articles.models.rows import MAY_CONFIRM
from articles.review import proposals
from articles.review.duties import why_not_confirm
from articles.review.workflow import MoveRefused
from articles.stand import visibility
from articles.text.fields import Typed


class DecisionForm(forms.Form):
    """What is said by who confirms a correction, or gives it back."""

    checked = Typed(
        label=_("核对的理由"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("上面的提醒都核对无误时写明，如“与通报一致”；写了才能确认。"),
    )
    override = Typed(
        label=_("越级确认的理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("只有超级用户可以越级；理由和“越级”二字记入审稿单。"),
    )
    reason = Typed(
        label=_("退回的理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("退回时必须写明要改什么；提出人会在“今天”里看到。"),
    )


class ProposedCorrections(StoryPage):
    """Where a correction that somebody proposed is read, confirmed and given back."""

    def urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/corrections/<int:proposal>/", self.proposal, "proposal")]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        is_asked = story and visibility.of(story).state == Visibility.PUBLIC and _may_read(request)
        waiting = story.proposals.waiting().first() if story and is_asked else None
        return {"waiting_correction": waiting}

    @method_decorator(require_http_methods(FORM_METHODS))
    def proposal(self, request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
        """What is proposed; and for whoever may, the buttons that decide it."""
        article = self.story(request, pk)
        rows = article.proposals.select_related("proposed_by", "decided_by", "supersedes")
        found = get_object_or_404(rows, pk=proposal)
        by = staff(request)
        if not (_may_read(request) or found.proposed_by_id == by.pk):
            raise PermissionDenied
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                said = _decided(request, found, form.cleaned_data)
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                self.desk.log_change(request, article, said)
                messages.success(request, said)
                return redirect("admin:index")
        return self.render(request, "proposal.html", article, **self._context(request, found, form))

    def _context(
        self, request: HttpRequest, proposal: ProposedCorrection, form: DecisionForm
    ) -> dict[str, Any]:
        by, is_waiting = staff(request), proposal.is_waiting
        why_not = why_not_confirm(proposal, by=by) if is_waiting else ""
        stale = proposals.why_stale(proposal)
        may_decide = is_waiting and not why_not
        return {
            "title": gettext("更正申请"),
            "proposal": proposal,
            "reports": list(proposal.reports.all()),
            "changes": proposals.differences(proposal),
            "findings": proposals.findings(proposal) if is_waiting and not stale else None,
            "form": form,
            "why_not": why_not,
            "stale": stale,
            "consequences": _consequences(proposal) if is_waiting and not stale else [],
            "may_confirm": is_waiting and not stale and (may_decide or by.is_superuser),
            "may_refuse": may_decide,
            "may_override": is_waiting and bool(why_not) and by.is_superuser,
            "is_own": proposal.proposed_by_id == by.pk,
            "may_correct": by.has_perm(CorrectForm.permission),
        }


def _may_read(request: HttpRequest) -> bool:
    rights = ("articles.view_proposedcorrection", *MAY_CONFIRM)
    return any(map(request.user.has_perm, rights))


def _consequences(proposal: ProposedCorrection) -> list[str]:
    found = [gettext("读者马上会在这篇稿件页面上和“更正与撤稿”页上看到这段说明。")]
    if proposal.changes_text:
        found.append(gettext("读者看到的正文同时换成改正后的；稿件仍是“签发”，记一次更正。"))
    found.append(gettext("提出人和您的名字记在审稿单和修改记录里。"))
    found.append(gettext("发布以后不能改、不能删；写错了只能再发一则取代它。"))
    return [*found, *on_paper(proposal.article, proposal.kind)]


def _decided(request: HttpRequest, proposal: ProposedCorrection, said: dict[str, Any]) -> str:
    """Do what the pressed button stands for; return what to say of it. Raises MoveRefused."""
    by, title = staff(request), proposal.article.title
    match request.POST.get("move"):
        case "confirm":
            words = {"checked": said["checked"], "override": said["override"]}
            correction = proposals.confirm(proposal, by=by, **words)
            done = gettext("《%(title)s》的%(kind)s已发布，读者现在看到的就是改正后的。")
            return done % {"title": title, "kind": correction.get_kind_display()}
        case "refuse":
            proposals.refuse(proposal, by=by, reason=said["reason"])
            return gettext("《%s》的更正已退回，提出人会在“今天”里看到理由。") % title
        case "take_back":
            proposals.take_back(proposal, by=by)
            return gettext("《%s》的更正已收回，读者看到的没有变。") % title
    raise MoveRefused(gettext("请按页面上的按钮处理。"))
