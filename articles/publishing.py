"""From the desk to the stand. The only writer of PublishedArticle."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, bylines, facts, search, withholding
from articles.enums import (
    ArticleKind,
    BylineRole,
    CorrectionPlacement,
    MentionRelation,
    Placement,
    SourceType,
)
from articles.models import (
    Article,
    ArticleContent,
    Photo,
    PhotoUse,
    PublishedArticle,
    PublishedCredit,
)
from articles.models.scoring import EACH_PHOTO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from people.models import Entity

SUMMARY_LENGTH = 80  # characters under a headline on a card
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
    found.extend(
        _("图片“%s”没有署名。") % use.photo
        for use in article.photo_uses.select_related("photo__reporter")
        if not use.photo.credit
    )
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
        **_rendered(article),
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
    fresh = _content(article) | _rendered(article)
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
    unseen.exclude(visible_from=moment).update(visible_from=moment, changed_at=moment)


def republish(articles: Iterable[Article]) -> int:
    """Render again what stands signed off, keeping moments and versions; say how many rows changed.

    An article that is being edited again is passed over: its desk text is not signed off, and
    readers keep the text that was.
    """
    changed = 0
    for article in articles:
        with transaction.atomic():
            published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
            fresh = _content(article) | _rendered(article)
            if _differs(published, fresh):
                _write(published, article, fresh)
                changed += 1
            _credit(published, article)
    return changed


@transaction.atomic
def show_corrections(article: Article, *, at: datetime) -> PublishedArticle:
    """Put a story's corrections on the stand as a new version, its text as readers have it."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    for name, value in _corrections(article).items():
        setattr(published, name, value)
    published.changed_at = at
    published.version += 1
    published.save()
    return published


@transaction.atomic
def withdraw(article: Article, *, reason: str, at: datetime) -> PublishedArticle:
    """Take a story off the stand: a tombstone with the public reason stays, its photos go."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = at, reason
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    withholding.settle_on_commit(published.pictures.values_list("pk", flat=True))
    return published


@transaction.atomic
def reinstate(article: Article) -> PublishedArticle:
    """Bring a withdrawn story back as it was, with its photos."""
    published = PublishedArticle.objects.select_for_update().get(pk=article.pk)
    published.withdrawn_at, published.withdrawn_reason = None, ""
    published.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    withholding.settle_on_commit(published.pictures.values_list("pk", flat=True))
    return published


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
    published.entities.set(_named_entities(article))
    published.tags.set([tagging.tag for tagging in article.taggings.all()])
    published.rounds.set(article.announces.all())
    shown = set(published.pictures.values_list("pk", flat=True))
    shows = {use.photo_id for use in article.photo_uses.all()}
    published.pictures.set(shows)
    withholding.settle_on_commit(shown ^ shows)
    search.index(published)


def _credit(published: PublishedArticle, article: Article) -> None:
    """Write who signed what, for the statistics; nothing if it stands so already."""
    names = Counter(use.photo.reporter_id for use in article.photo_uses.all())
    credits = [(byline.reporter_id, byline.role, 0) for byline in article.bylines.all()]
    credits += [(name, EACH_PHOTO, photos) for name, photos in names.items() if name]
    if set(published.credit_rows.values_list("reporter_id", "role", "photos")) != set(credits):
        published.credit_rows.all().delete()
        PublishedCredit.objects.bulk_create(
            PublishedCredit(article=published, reporter_id=reporter, role=role, photos=photos)
            for reporter, role, photos in credits
        )


def _content(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in CONTENT}


def _rendered(article: Article) -> dict[str, Any]:
    """Everything on the stand that is worked out from the desk."""
    photos = [_picture(use) for use in article.photo_uses.all()]
    credits = [
        bylines.Credit(
            title=byline.title_as_printed,
            name=byline.reporter.name,
            role=BylineRole(byline.role),
        )
        for byline in article.bylines.all()
    ]
    # A photo brief is signed at its end, and there the paper prints no mark before the name.
    marker = "" if article.kind == ArticleKind.PHOTO_BRIEF else bylines.HOUSE_MARKER
    byline_text = bylines.write(bylines.PrintedByline(marker, tuple(credits))) if credits else ""
    return {
        "guid": article.guid,
        "byline_text": byline_text,
        "byline_html": _byline_html(article, byline_text),
        "body_html": _body_html(article, photos),
        "card_html": _card_html(article, photos, byline_text),
        "context_html": _context_html(article),
        "photos": photos,
        "opening": _opening(article),
        "credits": facts.credits(article),
        "named": facts.named(article, entities=_named_entities(article)),
        "keywords": [tagging.tag.name for tagging in article.taggings.all()],
        "length": body.length(article.dateline + body.text(article.body)),
    } | _corrections(article)


def _corrections(article: Article) -> dict[str, Any]:
    """The corrections that hold, oldest first, as the story's page carries them."""
    current = list(article.corrections.current().order_by("made_at", "pk"))
    newest = current[-1] if current else None

    def html(placement: CorrectionPlacement) -> str:
        placed = [correction for correction in current if correction.placement == placement]
        return _render("articles/stand/_corrections.html", {"corrections": placed})

    return {
        "corrections_top_html": html(CorrectionPlacement.TOP),
        "corrections_bottom_html": html(CorrectionPlacement.BOTTOM),
        "corrected_at": newest.made_at if newest else None,
        "corrected_as": newest.kind if newest else "",
    }


def _picture(use: PhotoUse) -> dict[str, Any]:
    photo: Photo = use.photo
    source_type = SourceType(photo.source_type)
    return {
        "key": str(photo.guid),
        "src": photo.file.url if photo.file else "",
        "width": photo.width,
        "height": photo.height,
        "alt": "" if photo.is_decorative else use.alt or photo.alt,
        "caption": use.caption or photo.caption,
        "credit": photo.credit,
        "label": "" if source_type == SourceType.PHOTOGRAPH else str(source_type.label),
        "placement": use.placement,
        "source_type": photo.source_type,
    }


def _render(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context).strip()


def _byline_html(article: Article, printed: str) -> str:
    """The printed line, cut so that the template can link each name."""
    parts: list[dict[str, Any]] = []
    rest = printed
    for byline in article.bylines.all():
        before, name, rest = rest.partition(byline.reporter.name)
        parts.append({"before": before, "name": name, "reporter": byline.reporter})
    return _render("articles/stand/_byline.html", {"parts": parts, "after": rest})


def _body_html(article: Article, photos: list[dict[str, Any]]) -> str:
    by_key = {photo["key"]: photo for photo in photos if photo["placement"] == Placement.INLINE}
    placed = set(body.figures(article.body))

    def figure(key: str) -> str:
        return _figure_html(by_key[key]) if key in by_key else ""

    before = [photo for photo in photos if photo["placement"] == Placement.LEAD]
    after = [photo for key, photo in by_key.items() if key not in placed]
    text = body.render(article.body, dateline=article.dateline, figure=figure)
    return "".join([*map(_figure_html, before), text, *map(_figure_html, after)])


def _figure_html(photo: dict[str, Any]) -> str:
    return _render("articles/stand/_figure.html", {"photo": photo})


def _card_html(article: Article, photos: list[dict[str, Any]], byline: str) -> str:
    leads = [photo for photo in photos if photo["placement"] == Placement.LEAD]
    return _render(
        "articles/stand/_card.html",
        {
            "article": article,
            "byline": byline,
            "photo": leads[0] if leads else None,
            "summary": _opening(article),
        },
    )


def _opening(article: Article) -> str:
    return article.summary or body.summary(article.body, limit=SUMMARY_LENGTH)


def _context_html(article: Article) -> str:
    return _render(
        "articles/stand/_context.html",
        {
            "tags": [tagging.tag for tagging in article.taggings.all()],
            "entities": _named_entities(article),
            "rounds": list(article.announces.all()),
        },
    )


def _named_entities(article: Article) -> list[Entity]:
    """Confirmed and visible entities, whom the story is about first, each once."""
    mentions = sorted(
        (m for m in article.mentions.all() if m.is_confirmed and not m.entity.hidden),
        key=lambda mention: mention.relation != MentionRelation.SUBJECT,
    )
    return list(dict.fromkeys(mention.entity for mention in mentions))
