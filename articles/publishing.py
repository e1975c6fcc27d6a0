"""From the desk to the stand. The only writer of PublishedArticle."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, bylines, search
from articles.enums import ArticleKind, BylineRole, MentionRelation, Placement, SourceType
from articles.models import Article, ArticleContent, Photo, PhotoUse, PublishedArticle

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

    `at` is the moment of publication (now unless told). A story of an issue that is released
    later becomes visible with its issue. Publishing the same text again changes nothing.
    """
    at = at or timezone.now()
    article = Article.objects.for_publishing().select_for_update(of=("self",)).get(pk=article.pk)
    fresh = _content(article) | _rendered(article)
    published = PublishedArticle.objects.filter(pk=article.pk).first()
    if published is None:
        visible_from = _visible_from(article, at=at)
        published = PublishedArticle(
            article=article,
            published_at=at,
            changed_at=visible_from,
            visible_from=visible_from,
            version=0,
        )
    if published.version == 0 or _differs(published, fresh):
        if published.version:
            published.changed_at = at
        published.version += 1
        published.published_by = by
        _write(published, article, fresh)
    return published


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
    return changed


def _visible_from(article: Article, *, at: datetime) -> datetime:
    release = article.page.issue.released_at if article.page else None
    return max(at, release) if release else at


def _differs(published: PublishedArticle, fresh: dict[str, Any]) -> bool:
    return any(getattr(published, name) != value for name, value in fresh.items())


def _write(published: PublishedArticle, article: Article, fresh: dict[str, Any]) -> None:
    for name, value in fresh.items():
        setattr(published, name, value)
    published.save()
    published.reporters.set({byline.reporter for byline in article.bylines.all()})
    published.entities.set(_named_entities(article))
    published.tags.set([tagging.tag for tagging in article.taggings.all()])
    published.rounds.set(article.announces.all())
    search.index(published)


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
        "length": body.length(article.dateline + body.text(article.body)),
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
            "summary": article.summary or body.summary(article.body, limit=SUMMARY_LENGTH),
        },
    )


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
