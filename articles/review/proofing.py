"""The checks before publication: words of the lexicon, and what `articles.text.proofs` checks."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, FindingKind, FindingLevel
from articles.models import Article, LexiconEntry, PhotoUse, Waiver
from articles.text import body, proofs
from articles.text.folding import fold
from articles.text.lexicon import Lexicon, Word
from articles.text.proofs import Note, Passage, Story
from articles.text.proofs.passages import ABOVE

if TYPE_CHECKING:
    from people.models import User

SENTENCE_END = re.compile(r"[。！？!?；\n]")
AROUND = 20  # characters shown on either side of what was found
EXCERPT = 200  # characters of the text kept with a waiver


class WaiverRefused(Exception):
    """A finding that may not be let pass so. The message is for the editor who tried it."""


@dataclass(frozen=True)
class Finding:
    """Something to change or to look at again. `start` and `end` are places in the field's text.

    The text of the body is `body.parse(article.body).text`, that of a caption the caption in force.
    """

    level: FindingLevel
    kind: FindingKind
    field: str
    place: str  # the field, and where in it, for the editor
    start: int
    end: int
    before: str
    matched: str
    after: str
    advice: str
    key: str  # of what was found and its sentence: it changes when they do

    @property
    def excerpt(self) -> str:
        return self.before + self.matched + self.after


@dataclass(frozen=True)
class Report:
    """All findings of an article: what stops it, what waits for a word, and what was let pass."""

    blocks: list[Finding]
    warnings: list[Finding]
    waived: list[tuple[Finding, Waiver]]


def findings(
    article: Article, *, on: date | None = None, captions: Mapping[int, str] | None = None
) -> list[Finding]:
    """What the checks find, in the order of the article. Writes nothing.

    `on` is the day of publication: the issue's day if there is one, else today. `captions`, by the
    key of the picture's use, stand for those that are stored.
    """
    on = on or (article.page.issue.date if article.page else timezone.localdate())
    uses = list(article.photo_uses.select_related("photo__reporter")) if article.pk else []
    passages = list(_passages(article, uses, captions or {}))
    labels = list(_labels(article, uses))
    words = lexicon()
    notes = [*_lexical(passages, words, on=on), *proofs.notes(Story(passages, on))]
    beside = _lexical(labels, words, on=on)
    notes += [note for note in beside if note.level == FindingLevel.BLOCK]
    order = {id(passage): place for place, passage in enumerate([*passages, *labels])}
    notes.sort(key=lambda note: (order[id(note.passage)], note.start))
    return list(_findings(notes))


def report(
    article: Article, *, on: date | None = None, captions: Mapping[int, str] | None = None
) -> Report:
    """The findings of an article, sorted by what may become of them."""
    found = findings(article, on=on, captions=captions)
    kept = article.waivers.select_related("by") if article.pk else []
    waivers = {waiver.key: waiver for waiver in kept}
    warnings = [finding for finding in found if finding.level == FindingLevel.WARN]
    return Report(
        blocks=[finding for finding in found if finding.level == FindingLevel.BLOCK],
        warnings=[finding for finding in warnings if finding.key not in waivers],
        waived=[(f, waivers[f.key]) for f in warnings if f.key in waivers],
    )


def forbidden(text: str) -> list[str]:
    """The forbidden words in a plain text, as they stand there, each once."""
    folded = fold(text)
    day = timezone.localdate()
    hits = (hit for hit in lexicon().hits(folded, on=day) if hit.word.level == FindingLevel.BLOCK)
    return list(dict.fromkeys(text[slice(*folded.span(hit.start, hit.end))] for hit in hits))


def open_findings(
    article: Article, *, on: date | None = None
) -> tuple[list[Finding], list[Finding]]:
    """What keeps an article from going on: what must be changed, and warnings nobody let pass."""
    now = report(article, on=on)
    return now.blocks, now.warnings


def waive(article: Article, *, key: str, by: User, reason: str) -> Waiver:
    """Let a warning of the article pass by name. Doing so twice keeps the first waiver.

    Raises WaiverRefused without the permission or a reason, for a word that is forbidden, and for
    a finding the article does not have as it is now.
    """
    reason = " ".join(reason.split())
    limit = Waiver._meta.get_field("reason").max_length or 0
    if not by.has_perm("articles.add_waiver"):
        raise WaiverRefused(_("您没有放行提醒的权限。"))
    if not reason:
        raise WaiverRefused(_("放行要写明理由。"))
    if len(reason) > limit:
        raise WaiverRefused(_("放行理由最多 %d 个字。") % limit)
    finding = next((finding for finding in findings(article) if finding.key == key), None)
    if finding is None:
        raise WaiverRefused(_("稿件里已经没有这条提醒，可能这句话改过了，请重新检查。"))
    if finding.level == FindingLevel.BLOCK:
        raise WaiverRefused(_("“%s”是禁止的，只能改掉，不能放行。") % finding.matched)
    waiver, is_new = Waiver.objects.get_or_create(
        article=article,
        key=key,
        defaults={
            "by": by,
            "reason": reason,
            "kind": finding.kind,
            "excerpt": finding.excerpt[:EXCERPT],
        },
    )
    if is_new:
        said = {"kind": finding.kind, "reason": reason}
        record(Event.WAIVED, by=by, about=article, details=said)
    return waiver


def lexicon() -> Lexicon:
    """The lexicon as it is now. One small query; built again only after a change."""
    return _built(LexiconEntry.objects.stamp())


@lru_cache(maxsize=1)
def _built(_stamp: tuple[object, ...]) -> Lexicon:
    rows = LexiconEntry.objects.in_force().values_list(
        "word", "level", "kind", "advice", "valid_from", "valid_until"
    )
    return Lexicon(
        Word(word, FindingLevel(level), FindingKind(kind), advice, valid_from, valid_until)
        for word, level, kind, advice, valid_from, valid_until in rows
    )


def _passages(
    article: Article, uses: Sequence[PhotoUse], captions: Mapping[int, str]
) -> Iterator[Passage]:
    label = {field.name: str(field.verbose_name) for field in Article._meta.fields}
    for name in [*ABOVE, "source", "dateline"]:
        if text := getattr(article, name):
            # A break in a headline is print: words reach over it.
            yield Passage(name, label[name], text, fold(re.sub(r"[\r\n]", " ", text)))
    if text := body.parse(article.body).text:
        yield Passage("body", label["body"], text, fold(text))
    for number, use in enumerate(uses, start=1):
        if text := captions.get(use.pk, use.caption) or use.photo.caption:
            yield Passage("caption", _("第 %d 张图片的说明") % number, text, fold(text))


def _labels(article: Article, uses: Sequence[PhotoUse]) -> Iterator[Passage]:
    """What stands beside the text and is no sentence, a line to each: who signed it, its tags, and
    of its pictures whose they are and what they show. Only forbidden words matter there.
    """
    if not article.pk:
        return
    unread = str(Article._meta.get_field("unread_byline").verbose_name)
    shown = [use for use in uses if not use.photo.is_decorative]
    credits = article.bylines.select_related("reporter")
    texts = {
        "byline": (_("署名"), [str(credit) for credit in credits]),
        "unread_byline": (unread, [article.unread_byline]),
        "tags": (_("标签"), [tag.name for tag in article.tags.all()]),
        "credit": (_("图片署名"), [use.photo.credit for use in uses]),
        "alt": (_("图片的替代文字"), [use.alt or use.photo.alt for use in shown]),
    }
    for name, (said, lines) in texts.items():
        if text := "\n".join(filter(None, lines)):
            yield Passage(name, said, text, fold(text))


def _lexical(passages: list[Passage], words: Lexicon, *, on: date) -> Iterator[Note]:
    """The words of the lexicon. A name whose full form with its office stands anywhere in the
    article is in order everywhere; otherwise the first place is the one to write it out. An office
    that is not held on the day of the issue is told wherever it stands.
    """
    full_text = "\n".join(passage.folded.text for passage in passages)
    named: set[Word] = set()
    for passage in passages:
        for word, start, end in words.hits(passage.folded, on=on):
            advice = word.advice
            if not word.is_valid(on):
                advice = _not_held(word, on=on)
            elif word.kind == FindingKind.NAME and word.right_form:
                if word in named or any(word.rightly(full_text)):
                    continue
                named.add(word)
            typed = passage.folded.span(start, end)
            note = Note(passage, *typed, word.kind, advice, word.level)
            if word.kind != FindingKind.ERROR or not proofs.is_cited(note):
                yield note


def _not_held(word: Word, *, on: date) -> str:
    """What to say of an office that is not held on the day of the issue."""
    if word.valid_until and word.valid_until < on:
        day = date_format(word.valid_until, _("Y年n月j日"))
        return _("词库里这个职务任到%s为止，请核对现任职务，或写“时任”。") % day
    day = date_format(word.valid_from or on, _("Y年n月j日"))
    return _("词库里这个职务从%s起才担任，请核对见报当天的职务。") % day


def _findings(notes: Iterable[Note]) -> Iterator[Finding]:
    times: Counter[str] = Counter()
    sentence_ends: dict[str, list[int]] = {}
    for note in notes:
        text, field = note.passage.text, note.passage.field
        start, end = note.start, note.end
        if text not in sentence_ends:
            sentence_ends[text] = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)]
        ends = sentence_ends[text]
        sentence = text[ends[bisect_right(ends, start) - 1] : ends[bisect_left(ends, end)]]
        identity = "\0".join([note.kind, field, text[start:end], sentence.strip(), note.context])
        times[identity] += 1
        identity = f"{identity}\0{times[identity]}"  # the same sentence may come twice
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        before, after = text[first:start], text[end : last if last >= 0 else None]
        yield Finding(
            level=note.level,
            kind=note.kind,
            field=field,
            place=_place(note.passage, start),
            start=start,
            end=end,
            before="…" + before[-AROUND:] if len(before) > AROUND else before,
            matched=text[start:end],
            after=after[:AROUND] + "…" if len(after) > AROUND else after,
            advice=note.advice,
            key=hashlib.sha256(identity.encode()).hexdigest()[:16],
        )


def _place(passage: Passage, start: int) -> str:
    if passage.field != "body":
        return passage.label
    return _("正文第 %d 段") % (passage.text.count("\n", 0, start) + 1)
