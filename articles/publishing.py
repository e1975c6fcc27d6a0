"""From the desk to the stand. The only writer of PublishedArticle."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, facts, rendering, search, withholding
from articles.models import (
    Article,
    ArticleContent,
    PublishedArticle,
    PublishedCredit,
)
from articles.models.scoring import EACH_PHOTO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from articles.models import Photo

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
        **_content(article),
        **rendering.rendered(article),
    )


@transaction.atomic
def publish(article: Article, *, by: User | None, at: datetime | None = None) -> PublishedArticle:
    """Render an article and write it to the stand, all or nothing.

    `at` is the moment of publication (now unless told). A story that is scheduled, embargoed, or
    part of an issue that is released later becomes visible at the latest of these moments.
    Publishing the same text again changes nothing.
    """
    at = at or timezone.now()
    article = Article.objects.for_publishing().select_for_update(of=("self",)).get(pk=article.pk)
    fresh = _content(article) | rendering.rendered(article)
    published = PublishedArticle.objects.filter(pk=article.pk).first()
    if published is None:
        published = PublishedArticle(article=article, published_at=at, version=0)
    is_unseen = published.version == 0 or published.visible_from > at
    if is_unseen:
        fresh["visible_from"] = _visible_from(article, at=at)
    if published.version == 0 or _differs(published, fresh):
        published.changed_at = fresh.get("visible_from", at)
        published.version += 1
        published.published_by = by
        _write(published, article, fresh)
    _credit(published, article)
    return published


def is_public(article: Article) -> bool:
    """Whether readers see a published text of the article now."""
    return PublishedArticle.objects.public().filter(pk=article.pk).exists()


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


def republish(articles: Iterable[Article]) -> int:
    """Render again what stands signed off, keeping moments and versions; say how many rows changed.

    An article that is being edited again is passed over: its desk text is not signed off, and
    readers keep the text that was. So is one saved since it was read: signing it off renders it.
    """
    changed = 0
    for article in articles:
        with transaction.atomic():
            stored = Article.objects.select_for_update().only("edition").get(pk=article.pk)
            if stored.edition != article.edition:
                continue
            published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
            fresh = _content(article) | rendering.rendered(article)
            if _differs(published, fresh):
                _write(published, article, fresh)
                changed += 1
            _credit(published, article)
    return changed


@transaction.atomic
def show_corrections(article: Article, *, at: datetime) -> PublishedArticle:
    """Put a story's corrections on the stand as a new version, its text as readers have it."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    for name, value in rendering.corrections(article).items():
        setattr(published, name, value)
    published.changed_at = at
    published.version += 1
    published.save()
    return published


@transaction.atomic
def show_photo(photo: Photo) -> None:
    """Bring a photo's files and credit up to date wherever readers have it, in every story.

    Captions are words of a story: they wait for its next signing off.
    """
    shown = rendering.shown(photo)
    stories = PublishedArticle.objects.filter(pictures=photo).order_by("pk")
    for published in stories.select_for_update(of=("self",)):
        fresh = [old | shown if old["key"] == shown["key"] else old for old in published.photos]
        if fresh == published.photos:
            continue
        published.photos = fresh
        for picture in fresh:
            if picture["key"] == shown["key"]:
                for name, value in rendering.with_picture(published, picture).items():
                    setattr(published, name, value)
        published.fingerprint = facts.fingerprint({"was": published.fingerprint, "photos": fresh})
        published.save()
        _credit_photos(published)
        search.index(published)


@transaction.atomic
def withdraw(article: Article, *, reason: str, at: datetime) -> PublishedArticle:
    """Take a story off the stand: a tombstone with the public reason stays, its photos go."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = at, reason
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    search.moved(published.pk)
    withholding.settle_on_commit(published.pictures.values_list("pk", flat=True))
    withholding.settle_pages_on_commit(_pages(published))
    return published


@transaction.atomic
def reinstate(article: Article) -> PublishedArticle:
    """Bring a withdrawn story back as it was, with its photos."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = None, ""
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    search.moved(published.pk)
    withholding.settle_on_commit(published.pictures.values_list("pk", flat=True))
    withholding.settle_pages_on_commit(_pages(published))
    return published


def _pages(published: PublishedArticle) -> set[int]:
    """The pages whose images show a story."""
    drawn = published.article.regions.values_list("page", flat=True)
    return {*drawn, *([published.page_id] if published.page_id else [])}


def _visible_from(article: Article, *, at: datetime) -> datetime:
    release = article.page.issue.released_at if article.page else None
    return max(filter(None, [at, release, article.publish_at, article.embargo_until]))


def _differs(published: PublishedArticle, fresh: dict[str, Any]) -> bool:
    return any(getattr(published, name) != value for name, value in fresh.items())


def _write(published: PublishedArticle, article: Article, fresh: dict[str, Any]) -> None:
    for name, value in fresh.items():
        setattr(published, name, value)
    published.fingerprint = facts.fingerprint(fresh)
    published.save()
    published.reporters.set({byline.reporter for byline in article.bylines.all()})
    published.entities.set(rendering.named_entities(article))
    published.tags.set([tagging.tag for tagging in article.taggings.all()])
    published.rounds.set(article.announces.all())
    shown = set(published.pictures.values_list("pk", flat=True))
    shows = {use.photo_id for use in article.photo_uses.all()}
    published.pictures.set(shows)
    withholding.settle_on_commit(shown ^ shows)
    search.index(published)


def _credit(published: PublishedArticle, article: Article) -> None:
    """Write who signed what, for the statistics; nothing if it stands so already."""
    signed = [(byline.reporter_id, byline.role, 0) for byline in article.bylines.all()]
    _set_credits(published, signed, among=~Q(role=EACH_PHOTO))
    _credit_photos(published)


def _credit_photos(published: PublishedArticle) -> None:
    names = Counter(published.pictures.order_by().values_list("reporter_id", flat=True))
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


def _content(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in CONTENT}
