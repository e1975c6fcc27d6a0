"""The desk's forms of an issue: which to show, a new one with its pages, its hour of release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Issue, Page
from articles.paper import planning
from articles.paper.planning import COPIED, Proposal
from articles.saving.guard import GuardedForm
from articles.text.fields import Day, Moment, Typed
from articles.text.moments import DayInput, MomentInput

if TYPE_CHECKING:
    from django.http import QueryDict

    IssueModelForm = forms.ModelForm[Issue]
    PageModelForm = forms.ModelForm[Page]
    PageBase = forms.BaseFormSet["NewPageForm"]
else:
    IssueModelForm = PageModelForm = forms.ModelForm
    PageBase = forms.BaseFormSet

MOST_PAGES = 64
PREFIX = "pages"
NOW = "_now"  # the button that releases an issue at once
YEARS = gettext_lazy("年份应在 1900 到 2199 之间。")
DAYS = [  # in which a paper may be dated
    MinValueValidator(date(1900, 1, 1), YEARS),
    MaxValueValidator(date(2199, 12, 31), YEARS),
]


def _limit(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


HOURS = [  # in which one may be released; a clock cannot be moved much past these
    MinValueValidator(lambda: _limit(1900), YEARS),
    MaxValueValidator(lambda: _limit(2200), YEARS),
]


def day_field(**options: Any) -> forms.DateField:
    return Day(
        label=gettext_lazy("出版日期"),
        validators=DAYS,
        widget=DayInput(),
        **options,
    )


def hour_field() -> forms.DateTimeField:
    return Moment(
        label=gettext_lazy("上线时间"),
        required=False,
        validators=HOURS,
        widget=MomentInput(),
        help_text=gettext_lazy("到这一刻，本期签发的稿件才对读者可见；留空则签发即可见。"),
    )


class DayForm(forms.Form):
    """Which day's paper the desk is to show; none for the one being made."""

    day = day_field(required=False)


class NewIssueForm(IssueModelForm):
    """A new issue. `proposed_for` is the day that its hour was proposed for: an hour that nobody
    touched moves with the day.
    """

    date = day_field()
    released_at = hour_field()
    proposed_for = Day(
        required=False, validators=DAYS, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Issue
        fields = ["date", "number", "title", "released_at"]
        field_classes = {"number": Typed, "title": Typed}

    def validate_unique(self) -> None:
        """Whether the day has an issue is answered where it is written: it may be this very one."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, hour = self.cleaned_data.get("date"), self.cleaned_data.get("released_at")
        was_for = self.cleaned_data.get("proposed_for")
        if not (day and hour):
            return cleaned
        if was_for and was_for != day and hour == planning.proposal(was_for).released_at:
            self.cleaned_data["released_at"] = planning.moved(hour, days=(day - was_for).days)
        elif why := why_not_hour(day, hour):
            self.add_error("released_at", why)
        return cleaned


class NewPageForm(PageModelForm):
    """A page of a new issue."""

    number = forms.IntegerField(label=gettext_lazy("版次"), min_value=1, max_value=999)

    class Meta:
        model = Page
        fields = COPIED
        field_classes = {name: Typed for name in COPIED if name != "number"}


class NewPages(PageBase):
    """The pages of a new issue, a row each; a row that is empty, or ticked to go, is none."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def pages(self) -> list[Page]:
        return [form.instance for form in self._kept()]

    def _kept(self) -> list[NewPageForm]:
        return [f for f in self.forms if f.has_changed() and not f.cleaned_data.get("DELETE")]

    def clean(self) -> None:
        seen: set[int] = set()
        for form in self._kept():
            number = form.cleaned_data.get("number")
            if number in seen:
                form.add_error("number", _("已有一个第 %d 版。") % number)
            elif number:
                seen.add(number)


class CountForm(forms.Form):
    """How many pages the form of a new issue is to offer."""

    page_count = forms.IntegerField(
        label=gettext_lazy("版数"), min_value=1, max_value=MOST_PAGES, widget=forms.NumberInput
    )


PageRows = cast(
    "type[NewPages]",
    forms.formset_factory(
        NewPageForm,
        formset=NewPages,
        extra=0,
        max_num=MOST_PAGES,
        validate_max=True,
        can_delete=True,
    ),
)


class ReleaseForm(GuardedForm):
    """The hour of release of an issue that exists; refused if a colleague has changed it since."""

    released_at = hour_field()

    class Meta:
        model = Issue
        fields = ["released_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: datetime | None = self.instance.released_at
        self.mark = self.stored.isoformat() if self.stored else "-"
        self.fields["based_on"].initial = self.mark

    def clean_released_at(self) -> datetime | None:
        """The hour that was typed; by the button of that name, this minute."""
        if NOW in self.data:
            return timezone.now().replace(second=0, microsecond=0)
        hour: datetime | None = self.cleaned_data["released_at"]
        if hour and self._is_other(hour) and (why := why_not_hour(self.instance.date, hour)):
            raise ValidationError(why)
        return hour

    @property
    def is_other_hour(self) -> bool:
        """Whether the form holds another hour than is stored, to the minute."""
        return self._is_other(self.cleaned_data["released_at"])

    def _is_other(self, hour: datetime | None) -> bool:
        return hour != (self.stored and self.stored.replace(second=0, microsecond=0))


def proposed(of: Proposal) -> tuple[NewIssueForm, NewPages]:
    """The form of a new issue as it opens."""
    said = {"date": of.date, "number": of.number, "released_at": of.released_at}
    form = NewIssueForm(initial=said | {"proposed_for": of.date})
    return form, PageRows(initial=of.pages, prefix=PREFIX)


def sent(data: QueryDict) -> tuple[NewIssueForm, NewPages]:
    """The form of a new issue as it came from a browser, to be judged."""
    return NewIssueForm(data), PageRows(data, prefix=PREFIX)


def resized(data: QueryDict, count: int | None) -> tuple[NewIssueForm, NewPages]:
    """The form with all that was typed, not judged yet, and so many pages: the last ones go, and
    new ones count on. None leaves as many as there are.
    """
    form = NewIssueForm(initial={name: data.get(name, "") for name in NewIssueForm.base_fields})
    rows = [row for row in _typed(data) if any(row.values())][:count]
    wanted = len(rows) if count is None else count
    number = max((int(row["number"]) for row in rows if _is_number(row["number"])), default=0)
    added = [{"number": str(number + n)} for n in range(1, wanted - len(rows) + 1)]
    return form, PageRows(initial=[*rows, *added], prefix=PREFIX)


def why_not_hour(day: date, hour: datetime) -> str:
    """Why the paper of a day should not be released at that hour, in words; empty if it may."""
    now = timezone.now()
    said = formats.date_format(day, "n月j日")
    if timezone.localtime(hour).date() < day - timedelta(days=1):
        return _("上线时间比出版日期（%s）早了一天以上，请核对。") % said
    if hour <= now and day >= timezone.localdate(now):
        return _("这个时间已经过了。")
    return ""


def _typed(data: QueryDict) -> Iterable[dict[str, str]]:
    """The rows of pages as they were typed, but for those that were ticked to go."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    for n in range(min(int(total), MOST_PAGES) if _is_number(total) else 0):
        if not data.get(f"{PREFIX}-{n}-DELETE"):
            yield {name: data.get(f"{PREFIX}-{n}-{name}", "") for name in COPIED}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6
