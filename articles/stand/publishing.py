"""From the desk to the stand. The only writer of PublishedArticle."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from articles.models import (
    Article,
    ArticleContent,
    Photo,
    PublishedArticle,
    PublishedCredit,
    Unmasked,
)
from articles.models.scoring import EACH_PHOTO
from articles.stand import locking, masking, rendering, withholding
from articles.stand.masking import Whole
from articles.text import body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import Entity, Reporter, User

CONTENT = [field.name for field in ArticleContent._meta.get_fields()]


def problems(article: Article) -> list[str]:
    """What keeps an article from being published, worded for its editor."""
    found = []
    if not article.headline.strip():
        found.append(_("还没有主题。"))
    if not body.text(article.body).strip():
        found.append(_("还没有正文。"))
    if article.unread_byline:
        found.append(_("署名行“%s”还没有识别。") % article.unread_byline)
    for use in article.photo_uses.select_related("photo__reporter"):
        found.extend(use.photo.problems(alt=use.alt))
    return found


def preview(article: Article) -> PublishedArticle:
    """The article as readers would get it now, rendered but not saved."""
    now = timezone.now()
    return PublishedArticle(
        article=article,
        published_at=now,
        changed_at=now,
        visible_from=now,
        **masking.masked(_whole(article)).fields,
    )


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime | None = None) -> PublishedArticle:
    """Render an article and write it to the stand, all or nothing.

    `at` is the moment of publication (now unless told). A story that is scheduled, embargoed, or
    part of an issue that is released later becomes visible at the latest of these moments.
    Publishing the same text again changes nothing.
    """
    at = at or timezone.now()
    locking.lock_story(article.pk)
    article = Article.objects.for_publishing().get(pk=article.pk)
    published = PublishedArticle.objects.filter(pk=article.pk).first()
    if published is None:
        published = PublishedArticle(article=article, published_at=at, version=0)
    is_unseen = published.version == 0 or published.visible_from > at
    moment = {"visible_from": _visible_from(article, at=at)} if is_unseen else {}
    whole = _whole(article, **moment)
    shown = masking.masked(whole)
    if published.version == 0 or _differs(published, shown):
        published.changed_at = moment.get("visible_from", at)
        published.version += 1
        published.published_by = by
        _write(published, shown)
    _keep(published, whole, shown)
    _credit(published, article)
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
    moment = _visible_from(article, at=at)
    unseen = PublishedArticle.objects.filter(pk=article.pk, visible_from__gt=timezone.now())
    if unseen.exclude(visible_from=moment).update(visible_from=moment, changed_at=moment):
        search.moved(article.pk)


def republish(keys: Iterable[int]) -> int:
    """Render these stories again, by key, keeping moments and versions; say how many rows changed.

    One that is being edited again is passed over: its desk text is not signed off, and readers keep
    the text that was. So is one that is not on the stand.
    """
    changed = 0
    for key in keys:
        with transaction.atomic():
            locking.lock_story(key)
            rows = Article.objects.for_publishing().signed_off()
            article = rows.filter(pk=key, published__isnull=False).first()
            if article is None:
                continue
            published = PublishedArticle.objects.get(pk=key)
            whole = _whole(article)
            shown = masking.masked(whole)
            if _differs(published, shown):
                _write(published, shown)
                changed += 1
            _keep(published, whole, shown)
            _credit(published, article)
    return changed


@transaction.atomic
def show_corrections(article: Article, *, at: datetime) -> PublishedArticle:
    """Put a story's corrections on the stand as a new version, its text as readers have it."""
    locking.lock_story(article.pk)
    published = PublishedArticle.objects.get(pk=article.pk)
    before = masking.whole(published)
    whole = Whole(before.fields | rendering.corrections(article), before.ties)
    shown = masking.masked(whole)
    for name, value in shown.fields.items():
        setattr(published, name, value)
    published.changed_at = at
    published.version += 1
    published.save()
    _keep(published, whole, shown)
    return published


def mask(stories: Iterable[PublishedArticle]) -> int:
    """Hide in these what is hidden now, and show what no longer is; say how many rows changed.

    No new version: the paper has published nothing. Call it in the transaction that hides a name,
    which has the stand alone (locking.lock_stand).
    """
    changed = 0
    for story in stories:
        published = PublishedArticle.objects.select_for_update().get(pk=story.pk)
        whole = masking.whole(published)
        shown = masking.masked(whole)
        if _differs(published, shown):
            published.masked_at = timezone.now()
            _write(published, shown)
            changed += 1
        _keep(published, whole, shown)
    return changed


@transaction.atomic
def show_photo(photo: Photo) -> None:
    """Bring a photo's files and credit up to date wherever readers have it, in every story.

    Captions are words of a story: they wait for its next signing off.
    """
    locking.lock_stand()
    photo = (
        Photo.objects.select_for_update(of=("self",)).select_related("reporter").get(pk=photo.pk)
    )
    fresh = rendering.shown(photo)
    stories = PublishedArticle.objects.showing(photo).order_by("pk")
    is_hidden = masking.is_hidden(photo)
    for published in stories.select_related("unmasked").select_for_update(of=("self",)):
        fields = masking.whole_fields(published)
        more = rendering.with_photo(fields, fresh, address=published.get_absolute_url())
        if not more and is_hidden is not masking.has_photo(published, photo):
            continue
        before = masking.whole(published)
        whole = Whole(before.fields | more, before.ties).signed() if more else before
        shown = masking.masked(whole)
        if _differs(published, shown):
            _write(published, shown)
        _keep(published, whole, shown)
        _credit_photos(published)


@transaction.atomic
def withdraw(article: Article, *, reason: str, at: datetime) -> PublishedArticle:
    """Take a story off the stand: a tombstone with the public reason stays, its photos go."""
    locking.lock_story(article.pk)
    published = PublishedArticle.objects.get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = at, reason
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    search.moved(published.pk)
    withholding.settle_on_commit(masking.pictures(published))
    withholding.settle_pages_on_commit(_pages(published))
    return published


@transaction.atomic
def reinstate(article: Article) -> PublishedArticle:
    """Bring a withdrawn story back as it was, with its photos."""
    locking.lock_story(article.pk)
    published = PublishedArticle.objects.get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = None, ""
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    search.moved(published.pk)
    withholding.settle_on_commit(masking.pictures(published))
    withholding.settle_pages_on_commit(_pages(published))
    return published


def _pages(published: PublishedArticle) -> set[int]:
    """The pages whose images show a story."""
    drawn = published.article.regions.values_list("page", flat=True)
    return {*drawn, *([published.page_id] if published.page_id else [])}


def readdress(stories: Iterable[int], *, gone: Entity | Reporter, into: Entity | Reporter) -> None:
    """Lead the links and lists of these stories, by key, from a row that goes to one that stays.

    Their words and versions stay. Call it in the transaction that merges the two.
    """
    stand = PublishedArticle.objects.filter(pk__in=stories).order_by("pk")
    for published in stand.select_for_update():
        whole = masking.readdressed(masking.whole(published), gone=gone, into=into)
        shown = masking.masked(whole)
        _write(published, shown)
        _keep(published, whole, shown)


def _visible_from(article: Article, *, at: datetime) -> datetime:
    release = article.page.issue.released_at if article.page else None
    return max(filter(None, [at, release, article.publish_at, article.embargo_until]))


def _differs(published: PublishedArticle, shown: Whole) -> bool:
    fields = (item for item in shown.fields.items() if item[0] != "fingerprint")
    return any(getattr(published, name) != value for name, value in fields) or any(
        masking.tied(published, name) != keys for name, keys in shown.ties.items()
    )


def _write(published: PublishedArticle, shown: Whole) -> None:
    for name, value in shown.fields.items():
        setattr(published, name, value)
    published.save()
    before = set(masking.tied(published, "pictures"))
    for name, keys in shown.ties.items():
        getattr(published, name).set(keys)
    withholding.settle_on_commit(before ^ set(shown.ties["pictures"]))
    search.index(published)


def _keep(published: PublishedArticle, whole: Whole, shown: Whole) -> None:
    """Keep what the mask took away, until there is nothing that it takes. The image of a page tells
    what the mask hides, and goes and comes with it.
    """
    if shown is whole:
        gone, _by_model = Unmasked.objects.filter(pk=published.pk).delete()
        if gone:
            withholding.settle_pages_on_commit(_pages(published))
        return
    fields = {name: whole.fields[name] for name in masking.KEPT}
    kept, is_new = Unmasked.objects.update_or_create(
        story=published, defaults={"fields": fields, "ties": whole.ties}
    )
    if is_new:
        withholding.settle_pages_on_commit(_pages(published))
    kept.pictures.set(whole.ties["pictures"])


def _credit(published: PublishedArticle, article: Article) -> None:
    """Write who signed what, for the statistics; nothing if it stands so already."""
    signed = [(byline.reporter_id, byline.role, 0) for byline in article.bylines.all()]
    _set_credits(published, signed, among=~Q(role=EACH_PHOTO))
    _credit_photos(published)


def _credit_photos(published: PublishedArticle) -> None:
    """Hidden photos count too: statistics are the desk's."""
    photos = Photo.objects.filter(pk__in=masking.pictures(published)).order_by()
    names = Counter(photos.values_list("reporter_id", flat=True))
    taken = [(name, EACH_PHOTO, photos) for name, photos in names.items() if name]
    _set_credits(published, taken, among=Q(role=EACH_PHOTO))


def _set_credits(
    published: PublishedArticle, credits: list[tuple[int, str, int]], *, among: Q
) -> None:
    rows = published.credit_rows.filter(among)
    if set(rows.values_list("reporter_id", "role", "photos")) != set(credits):
        rows.delete()
        PublishedCredit.objects.bulk_create(
            PublishedCredit(article=published, reporter_id=reporter, role=role, photos=photos)
            for reporter, role, photos in credits
        )


def _whole(article: Article, **more: Any) -> Whole:
    """All that the stand would have of the desk's text if no name were hidden."""
    content = {name: getattr(article, name) for name in CONTENT}
    fields = content | rendering.rendered(article) | more
    return Whole(fields, rendering.ties(article)).signed()
