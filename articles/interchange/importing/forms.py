"""The forms in which an editor mends what was read from a file: one a story, and one for the rest.

Every field is a plain one with a name of its own, `story-3-headline`, so that what was typed
outlives a login that ended, as any form of the desk does. The stories' numbers give their order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.interchange.importing.texts import LINES
from articles.models import Article, Column
from articles.story.form import BODY_EXTENSIONS, as_printed, cleaned_body
from articles.text.characters import typed_length
from articles.text.fields import Typed

SURE, LIKELY = 0.8, 0.5  # how sure a reading is of a field, 0 to 1
SURENESS = "sure"  # the field that carries it
LONGEST_SURENESS = 1000  # characters: ten numbers by their names take a third of it
MOST_STORIES = 100  # of one page, which has thirty at the most
NUMBERED = re.compile(r"story-([0-9]{1,4})-(\w+)")
LABELS = {
    "kicker": _("引题"),
    "headline": _("主题"),
    "subhead": _("副题"),
    "column": _("专栏"),
    "dateline": _("电头"),
    "byline": _("署名"),
    "source": _("来源"),
    "body": _("正文"),
    "captions": _("图片说明"),
    "jumps": _("转版"),
}


def _longest(name: str) -> int:
    """How many characters a draft takes of a field."""
    if name == "column":
        return getattr(Column._meta.get_field("name"), "max_length", 0)
    field = Article._meta.get_field("unread_byline" if name == "byline" else name)
    return getattr(field, "max_length", 0)


class Lines(forms.Textarea):
    """A text that grows with its lines."""

    def __init__(self, rows: int) -> None:
        super().__init__(attrs={"rows": rows, "class": "import-text", "autocomplete": "off"})


class StoryForm(forms.Form):
    """The texts of one story of a page. `sure` says of each field how sure its reading was."""

    def __init__(self, *args: Any, sure: Mapping[str, float] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = Typed(
                label=label, required=False, strip=False, widget=Lines(4 if name == "body" else 1)
            )
        self.sure = dict(sure or {})

    @property
    def texts(self) -> dict[str, str]:
        """The texts as they stand in the fields."""
        return {name: str(self[name].value() or "") for name in self.fields}

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in self.texts.values())

    @property
    def carried(self) -> str:
        """How sure each field was, as a hidden field carries it."""
        return json.dumps(self.sure)

    @property
    def rows(self) -> list[tuple[Any, str]]:
        """Each field with how sure its reading was: sure, likely, unsure, or empty for no word."""
        return [(self[name], self._level(name)) for name in self.fields]

    def _level(self, name: str) -> str:
        sure = self.sure.get(name)
        if sure is None or not str(self[name].value() or "").strip():
            return ""
        return "sure" if sure >= SURE else "likely" if sure >= LIKELY else "unsure"

    def clean(self) -> dict[str, Any] | None:
        """Each field as a draft takes it: headlines in their lines, all others on one."""
        cleaned = super().clean()
        for name in LINES:
            text = as_printed(self.cleaned_data.get(name) or "")
            text = text if name == "headline" else " ".join(text.split("\n"))
            self.cleaned_data[name] = text
            if typed_length(text) > _longest(name):
                said = _("这里最多 %(most)d 个字，现在有 %(count)d 个：多出来的请移到别处。")
                given = {"most": _longest(name), "count": typed_length(text)}
                self.add_error(name, ValidationError(said, params=given))
        if not self.is_empty and not self.cleaned_data.get("headline"):
            self.add_error("headline", _("请填写主题。"))
        return cleaned


class WordForm(StoryForm):
    """The story of a Word file. Its body keeps its tables, lists and links."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("column", "captions", "jumps"):
            del self.fields[name]
        self.fields["body"] = ProseEditorFormField(
            label=LABELS["body"],
            required=False,
            widget=AdminProseEditorWidget,
            config={"extensions": BODY_EXTENSIONS},
            preset="configurable",
            sanitize=cleaned_body,
        )


class RestForm(forms.Form):
    """Lines of no story, and which state of the import the page showed."""

    unassigned = Typed(
        label=_("还没有归到哪一篇的行"),
        required=False,
        strip=False,
        widget=Lines(3),
    )
    furniture = Typed(
        label=_("报头、编辑、天气、广告等"),
        required=False,
        strip=False,
        widget=Lines(3),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)


@dataclass
class Mending:
    """What an editor sees and sends: the stories in their order, and the rest."""

    stories: list[StoryForm]
    rest: RestForm

    @property
    def seen(self) -> int:
        """The edition that the page showed; none that there is, if the page was tampered with."""
        edition = self.rest.cleaned_data.get("based_on") if self.rest.is_valid() else None
        return edition or 0

    def is_valid(self) -> bool:
        return all([self.rest.is_valid(), *(story.is_valid() for story in self.filled)])

    @property
    def filled(self) -> list[StoryForm]:
        return [story for story in self.stories if not story.is_empty]

    @property
    def content(self) -> dict[str, Any]:
        """As it is kept; see articles.interchange.importing.texts."""
        stories = [story.texts | {"confidence": story.sure} for story in self.filled]
        rest = {name: str(self.rest[name].value() or "") for name in ("unassigned", "furniture")}
        return {"stories": stories, **rest}


def shown(content: Mapping[str, Any], *, edition: int, form: type[StoryForm]) -> Mending:
    """The forms, filled with what is kept."""
    stories = [
        form(prefix=f"story-{number}", initial=story, sure=story.get("confidence"))
        for number, story in enumerate(content["stories"])
    ]
    return Mending(stories, RestForm(initial={**content, "based_on": edition}))


def sent(post: Any, *, form: type[StoryForm]) -> Mending:
    """The forms as an editor sent them."""
    found = {int(found[1]) for name in post if (found := NUMBERED.fullmatch(name))}
    numbers = sorted(found)[:MOST_STORIES]  # no page of ours sends more
    stories = [
        form(post, prefix=f"story-{number}", sure=_sureness(post.get(f"story-{number}-{SURENESS}")))
        for number in numbers
    ]
    return Mending(stories, RestForm(post))


def _sureness(carried: str | None) -> dict[str, float]:
    if not carried or len(carried) > LONGEST_SURENESS:
        return {}
    try:
        found = json.loads(carried)
    except (ValueError, RecursionError):  # of "[[[[…"
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: min(1.0, max(0.0, float(value)))
        for name, value in found.items()
        if name in LABELS and isinstance(value, int | float)
    }
