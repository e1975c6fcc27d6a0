"""From the desk to the stand. The only writer of PublishedArticle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from articles.audit_log.writing import record
from articles.enums import Event, Stage
from articles.models import Article, ArticleContent, Photo, PublishedArticle, Unmasked
from articles.search.documents import Known
from articles.stand import (
    facts,
    linked_rows,
    locking,
    masking,
    named,
    pictures,
    rendering,
    visibility,
    withholding,
)
from articles.stand.facts import Facts
from articles.stand.linked_rows import Credit, Linked
from articles.text import body

if TYPE_CHECKING:
    from people.models import Entity, Reporter, Round, User

CONTENT = [field.name for field in ArticleContent._meta.get_fields()]


def problems(article: Article) -> list[str]:
    """What keeps an article from being handed in and published, worded for its editor."""
    found = []
    if not article.headline.strip():
        found.append(_("还没有主题。"))
    if not body.parse(article.body).text.strip():
        found.append(_("还没有正文。"))
    for use in article.photo_uses.select_related("photo__reporter"):
        found.extend(use.photo.problems(alt=use.alt))
    return found


def missing_at_signing(article: Article) -> list[str]:
    """What an article in work may lack, but none that is signed off, worded for its editor."""
    found = []
    if article.section_id is None:
        found.append(_("还没有栏目。"))
    for place in (article.section, article.column):
        if place and place.is_waiting:
            said = _("“%s”是新设的，还在等待确认：请先请同事在“待确认的改动”里确认，或者换一个。")
            found.append(said % place)
    if article.unread_byline:  # whoever may register reporters puts it right during the reviews
        found.append(_("署名行“%s”还没有识别。") % article.unread_byline)
    if not article.is_credited:
        found.append(_("没有署名，也没有来源：请补上署名，或写明来源，如“据新华社”。"))
    return found


def preview(article: Article, *, address: pictures.Address) -> PublishedArticle:
    """The article as readers would get it if it were signed off now, with the dates that its page
    would have; rendered but not saved.

    Its pictures may not be public: whoever is shown it gets their files from `address` of the name.
    """
    now = timezone.now()
    known = facts.collect(article)
    shown, columns = masking.masked(known), _columns(article, known)
    out = PublishedArticle.objects.for_page().filter(pk=article.pk).first()
    if out and out.visible_from <= now:
        change = _Change(out, known, shown, columns=columns)
        moments = {
            "published_at": out.published_at,
            "visible_from": out.visible_from,
            "changed_at": now if change.is_seen else out.changed_at,
        }
    else:
        moment = visibility.visible_from(article, at=now)
        moments = dict.fromkeys(["published_at", "visible_from", "changed_at"], moment)
    for use in article.photo_uses.all():
        shown = facts.with_photo(shown, pictures.files(use.photo, address=address))
    return PublishedArticle(article=article, **moments, **columns | rendering.rendered(shown))


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime | None = None) -> PublishedArticle:
    """Render an article and write it to the stand, all or nothing.

    `at` is the moment of publication, or it is now. A story that is scheduled, embargoed, or part
    of an issue that is released later becomes visible at the latest of these moments.
    Publishing the same text again changes nothing.
    """
    at = at or timezone.now()
    locking.lock_story(article.pk)
    desk = facts.read(article.pk)
    published: PublishedArticle | None = getattr(desk, "published", None)
    if published is None:
        published = PublishedArticle(article=desk, guid=desk.guid, published_at=at, version=0)
    is_unseen = published.version == 0 or published.visible_from > at
    moment = {"visible_from": visibility.visible_from(desk, at=at)} if is_unseen else {}
    named.confirm(desk, visible_from=moment.get("visible_from", at))
    change = _from_desk(desk, published, moment)
    if change.is_seen:
        published.changed_at = moment.get("visible_from", at)
        published.version += 1
        published.published_by = by
    change.write()
    if change.is_seen:
        said = {"version": published.version, "visible_from": published.visible_from}
        record(Event.PUBLISHED, by=by, about=desk, details=said)
    return published


def is_public(article: Article) -> bool:
    """Whether readers see a published text of the article now."""
    return PublishedArticle.objects.public().filter(pk=article.pk).exists()


def is_withdrawn(article: Article) -> bool:
    """Whether the article was taken from readers and not given back."""
    return PublishedArticle.objects.taken_off().filter(pk=article.pk).exists()


def reschedule(article: Article) -> None:
    """Set the moment of a story that waits on the stand, after its plan or its issue's changed."""
    _set_moment(article, at=timezone.now())


def hold(article: Article) -> None:
    """Put off a story that waits on the stand if its desk says later; never bring it forward."""
    waiting = PublishedArticle.objects.filter(pk=article.pk).first()
    if waiting:
        _set_moment(article, at=waiting.visible_from)


def _set_moment(article: Article, *, at: datetime) -> None:
    moment = visibility.visible_from(article, at=at)
    unseen = PublishedArticle.objects.filter(pk=article.pk, visible_from__gt=timezone.now())
    if unseen.exclude(visible_from=moment).update(visible_from=moment, changed_at=moment):
        named.follow(article.pk)
        search.moved(article.pk)


def republish(keys: Iterable[int]) -> int:
    """Render these stories again, by key, keeping moments and versions; say how many rows changed.

    One that is being edited again is passed over: its desk text is not signed off, and readers keep
    the text that was. So is one that is not on the stand.
    """
    return sum(_republish(key) for key in keys)


@transaction.atomic
def _republish(key: int) -> bool:
    locking.lock_story(key)
    desk = facts.read(key)
    published: PublishedArticle | None = getattr(desk, "published", None)
    if published is None or desk.stage != Stage.SIGNED_OFF:
        return False
    change = _from_desk(desk, published, {})
    is_seen = change.is_seen
    change.write()
    return is_seen


@transaction.atomic
def show_corrections(article: Article, *, at: datetime) -> PublishedArticle:
    """Put a story's corrections on the stand as a new version, its text as readers have it."""
    locking.lock_story(article.pk)
    published = _standing(article.pk)
    known = replace(masking.unmasked(published), corrections=facts.corrections(article))
    change = _Change(
        published,
        known,
        masking.masked(known),
        columns=facts.last_correction(article),
        fingerprint=masking.fingerprint(published),
    )
    published.changed_at = at
    published.version += 1
    change.write()
    return published


def mask(stories: Iterable[PublishedArticle]) -> int:
    """Hide in these what is hidden now, and show what no longer is; say how many rows changed.

    No new version: the paper has published nothing. Call it in the transaction that hides a name,
    which has locked the stand for itself.
    """
    keys = [story.pk for story in stories]
    locking.lock_published(keys)
    hidden = masking.hidden_now()
    changed = 0
    for key in keys:
        published = _standing(key)
        known = masking.unmasked(published)
        shown, mark = masking.masked(known, hidden), masking.fingerprint(published)
        change = _Change(published, known, shown, fingerprint=mark)
        if change.is_seen:
            published.masked_at = timezone.now()
            changed += 1
        change.write()
    return changed


@transaction.atomic
def show_photo(photo: Photo) -> None:
    """Bring a photo's files and credit up to date wherever readers have it, in every story.

    Captions are words of a story: they wait for its next signing off.
    """
    locking.lock_stand()
    rows = Photo.objects.select_for_update(of=("self",)).select_related("reporter")
    photo = rows.get(pk=photo.pk)
    fresh = pictures.shown(photo)
    is_hidden = masking.has_hidden(photo)
    stories = PublishedArticle.objects.showing(photo).order_by("pk").select_related("unmasked")
    for published in stories.select_for_update(of=("self",), no_key=True):
        photos = masking.photos(published)
        is_fresh = all(old | fresh == old for old in photos if old["key"] == fresh["key"])
        if is_fresh and is_hidden is not masking.has_photo(published, photo):
            continue
        known = facts.with_photo(masking.unmasked(published), fresh)
        change = _Change(
            published,
            known,
            masking.masked(known),
            fingerprint=masking.fingerprint(published) if is_fresh else "",
            credits=linked_rows.with_photographers(published.pk, known.keys["pictures"]),
        )
        change.write()


@transaction.atomic
def show_round(round: Round) -> None:
    """Name a round that was confirmed in the stories on the stand that announce it, hidden ones
    among them. Their words and versions stay.
    """
    locking.lock_stand()
    keys = list(round.published_articles.order_by("pk").values_list("pk", flat=True))
    locking.lock_published(keys)
    for key in keys:
        published = _standing(key)
        known = facts.with_round(masking.unmasked(published), round)
        _Change(published, known, masking.masked(known)).write()


@transaction.atomic
def withdraw(article: Article, *, reason: str, at: datetime) -> PublishedArticle:
    """Take a story off the stand: a tombstone with the public reason stays, its photos go."""
    return _set_withdrawn(article, at=at, reason=reason)


@transaction.atomic
def reinstate(article: Article) -> PublishedArticle:
    """Bring a withdrawn story back as it was, with its photos."""
    return _set_withdrawn(article, at=None, reason="")


def _set_withdrawn(article: Article, *, at: datetime | None, reason: str) -> PublishedArticle:
    """Write when and why a story is withdrawn, or that it is not, and move its files."""
    locking.lock_story(article.pk)
    published = PublishedArticle.objects.get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = at, reason
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    named.follow(published.pk)
    search.moved(published.pk)
    withholding.move_photos_on_commit(masking.pictures(published))
    withholding.move_pages_on_commit(_pages(published))
    return published


def _pages(published: PublishedArticle) -> set[int]:
    """The pages whose images show a story."""
    drawn = published.article.regions.values_list("page", flat=True)
    return {*drawn, *([published.page_id] if published.page_id else [])}


def readdress(keys: Iterable[int], *, merged: Entity | Reporter, into: Entity | Reporter) -> None:
    """Lead the links and lists of these stories, by key, from a row that goes to one that stays.

    Their words and versions stay. Call it in the transaction that merges the two, which has locked
    the stand for itself.
    """
    wanted = list(keys)
    locking.lock_published(wanted)
    for key in wanted:
        published = _standing(key)
        known = facts.readdressed(masking.unmasked(published), merged=merged, into=into)
        _Change(published, known, masking.masked(known)).write()


def _standing(key: int) -> PublishedArticle:
    """A story of the stand with what its facts are kept in."""
    return PublishedArticle.objects.select_related("unmasked", "column").get(pk=key)


def _from_desk(desk: Article, published: PublishedArticle, moment: dict[str, Any]) -> _Change:
    """What the text of the desk changes on the stand."""
    known = facts.collect(desk)
    shown = masking.masked(known)
    return _Change(
        published,
        known,
        shown,
        columns=_columns(desk, known) | moment,
        credits=linked_rows.credits(desk),
        searched=Known(
            text=shown.body.text,
            reporters=shown.keys["reporters"],
            entities=shown.keys["entities"],
            subjects=shown.keys["subjects"],
            tags={tag["key"]: tag["name"] for tag in shown.tags},
        ),
    )


def _columns(desk: Article, known: Facts) -> dict[str, Any]:
    """What the stand has of the desk that no mask changes."""
    content = {name: getattr(desk, name) for name in CONTENT if name not in known.texts}
    del content["body"]
    corrected = facts.last_correction(desk)
    return content | corrected | {"guid": desk.guid, "length": known.length}


class _Change:
    """What a story's row on the stand and its links are to be, beside what they are.

    `known` are the facts with no name hidden, `shown` those that readers get; `columns` are others,
    which no mask changes. Without a `fingerprint` of what is known it is made anew. Without
    `credits` they stay. What search is to know is read by it unless it is `searched`.
    """

    def __init__(  # noqa: PLR0913  # a row is made of these
        self,
        published: PublishedArticle,
        known: Facts,
        shown: Facts,
        *,
        columns: dict[str, Any] | None = None,
        fingerprint: str = "",
        credits: frozenset[Credit] | None = None,
        searched: Known | None = None,
    ) -> None:
        self.published, self.known, self.shown = published, known, shown
        self.is_new, self.searched = published.version == 0, searched
        self.before = Linked() if self.is_new else linked_rows.read(published.pk)
        self.after = Linked(shown.keys, self.before.credits if credits is None else credits)
        columns = columns or {}
        self.fields = columns | rendering.rendered(shown)
        self.fingerprint = fingerprint or facts.fingerprint(
            self.fields if shown is known else columns | rendering.rendered(known)
        )

    @property
    def is_seen(self) -> bool:
        """Whether readers get something else."""
        return (
            self.is_new
            or any(getattr(self.published, name) != value for name, value in self.fields.items())
            or self.before.keys != self.after.keys
        )

    def write(self) -> None:
        """Write what is different. What the row says of its version and moments is the caller's."""
        is_seen, is_masked = self.is_seen, self.shown is not self.known
        more = {} if is_masked else self.known.without_column
        if is_seen or self.published.facts != more:
            mark = {"fingerprint": self.fingerprint}
            if is_masked:
                mark = {"fingerprint": facts.fingerprint(self.fields | mark)}
            for name, value in (self.fields | mark | {"facts": more}).items():
                setattr(self.published, name, value)
            self.published.save(force_insert=self.is_new)
        if self.before != self.after:
            linked_rows.write(self.published.pk, self.before, self.after)
        if is_seen:
            search.index(self.published, self.searched, is_new=self.is_new)
        moved = set(self.before.keys["pictures"]) ^ set(self.after.keys["pictures"])
        withholding.move_photos_on_commit(moved)
        self._keep(is_masked=is_masked)

    def _keep(self, *, is_masked: bool) -> None:
        """Keep what the mask took away, until there is nothing that it takes. The image of a page
        shows what the mask hides, and goes and comes with it.
        """
        kept: Unmasked | None = None
        if not self.is_new:
            kept = getattr(self.published, "unmasked", None)
        if not is_masked:
            if kept:
                kept.delete()
                withholding.move_pages_on_commit(_pages(self.published))
            return
        stored = self.known.stored | {"fingerprint": self.fingerprint}
        if kept and (kept.fields, kept.keys) == (stored, self.known.keys):
            return
        now = Unmasked(story=self.published, fields=stored, keys=self.known.keys)
        now.save(force_insert=kept is None)
        now.pictures.set(self.known.keys["pictures"])
        if kept is None:
            withholding.move_pages_on_commit(_pages(self.published))
