"""Private links by which somebody without an account reads one story before readers do."""

from __future__ import annotations

import logging
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, LinkState
from articles.models import PreviewLink, PreviewOpening
from articles.review import duties
from articles.stand import publishing
from people.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.models import Article
    from articles.models.rows import PreviewLinkQuerySet

LONGEST = 30  # days
NAME_LENGTH = PreviewLink._meta.get_field("for_whom").max_length or 0
AGENT_LENGTH = PreviewOpening._meta.get_field("agent").max_length

logger = logging.getLogger(__name__)


class ShareRefused(Exception):
    """A link that may not be made or revoked. The message is for the editor who tried it."""


class NoSuchLink(Exception):
    """A token that opens nothing. Its bearer is not told why: unknown, expired or revoked."""


@transaction.atomic
def create(  # noqa: PLR0913  # a link is made of these
    article: Article,
    *,
    by: User,
    for_whom: str,
    days: int,
    at: datetime | None = None,
    page: str = "",
) -> tuple[PreviewLink, str]:
    """A link that opens for `days` days from `at`, and its token, which can never be had again.

    `page` is the secret of the page that asks for it: asked for the same once more, because the
    answer was lost, it gets the same link. Raises ShareRefused if `by` may not share the article,
    or the link would make no sense.
    """
    at = at or timezone.now()
    _check_permission(article, by=by)
    for_whom = " ".join(for_whom.split())
    if not for_whom:
        raise ShareRefused(_("请写明预览链接给谁看。"))
    if len(for_whom) > NAME_LENGTH:
        raise ShareRefused(_("“给谁看”请不要超过 %d 个字。") % NAME_LENGTH)
    if not 1 <= days <= LONGEST:
        raise ShareRefused(_("预览链接的有效期是 1 至 %d 天。") % LONGEST)
    if publishing.is_withdrawn(article):
        raise ShareRefused(_("这篇稿件已撤稿，不能再给人预览。"))
    token = _token(page, article.pk, for_whom, days) if page else secrets.token_urlsafe(32)
    link, is_new = PreviewLink.objects.get_or_create(
        token_hash=_hash(token),
        defaults={
            "article": article,
            "for_whom": for_whom,
            "created_by": by,
            "created_at": at,
            "expires_at": at + timedelta(days=days),
        },
    )
    if link.state(at=at) != LinkState.OPEN:
        raise ShareRefused(_("这一页创建的链接已经撤销或到期，请刷新本页再创建。"))
    if is_new:
        logger.info("preview link %s of article %s made by %s", link.pk, article.pk, by.pk)
        said = {"for_whom": for_whom, "days": days}
        record(Event.PREVIEW_GIVEN, by=by, about=link, details=said)
    return link, token


def _token(page: str, *asked: object) -> str:
    """256 bits that nobody can work out without the secret key of this site."""
    salt = "articles.review.preview_links"
    digest = salted_hmac(salt, "\n".join([page, *map(str, asked)]), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


@transaction.atomic
def revoke(link: PreviewLink, *, by: User, at: datetime | None = None) -> PreviewLink:
    """Close a link for good. A link that was revoked before keeps the moment and the name.

    Raises ShareRefused if `by` may not share the article.
    """
    _check_permission(link.article, by=by)
    locked = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if locked.revoked_at is None:
        locked.revoked_at, locked.revoked_by = at or timezone.now(), by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        logger.info("preview link %s revoked by %s", link.pk, by.pk)
        record(Event.PREVIEW_REVOKED, by=by, about=locked)
    return locked


@transaction.atomic
def open_by_token(
    token: str, *, address: str, agent: str, at: datetime | None = None
) -> PreviewLink:
    """The link of a token, its opening written down. Raises NoSuchLink.

    The row is locked, so that nothing is opened once a revocation has been answered.
    """
    at = at or timezone.now()
    link = _find(PreviewLink.objects.select_for_update(of=("self",)), token=token, at=at)
    opening = link.openings.create(at=at, network=network(address), agent=_shortened(agent))
    record(Event.PREVIEW_OPENED, by=None, about=link, details={"network": opening.network})
    return link


def find_by_token(token: str, *, at: datetime | None = None) -> PreviewLink:
    """The link of a token, without opening it. Raises NoSuchLink."""
    return _find(PreviewLink.objects.all(), token=token, at=at or timezone.now())


def opens(link: PreviewLink, *, at: datetime) -> bool:
    """Whether a link opens at `at`: all that may keep a story from its source is decided here."""
    is_away = link.article.archived_at or publishing.is_withdrawn(link.article)
    if link.state(at=at) != LinkState.OPEN or is_away:
        return False
    if not givers(link.article).filter(pk=link.created_by_id).exists():
        return False
    return embargo(link.article, by=link.created_by, at=at) is None


def givers(article: Article) -> QuerySet[User]:
    """The people who may give out links to the article now. A link that somebody else gave, before
    an account was closed or a right taken away, opens no more.
    """
    sharing = User.objects.with_perm("articles.share_preview")
    return duties.who_sees(article).filter(pk__in=sharing.values("pk"))


def states(article: Article, *, at: datetime) -> list[tuple[PreviewLink, LinkState]]:
    """The links of an article, the newest first, each with what has become of it."""
    able = set(givers(article).values_list("pk", flat=True))
    found = [(link, link.state(at=at)) for link in article.preview_links.for_page()]
    return [
        (link, LinkState.ORPHANED)
        if state == LinkState.OPEN and link.created_by_id not in able
        else (link, state)
        for link, state in found
    ]


def embargo(article: Article, *, by: User, at: datetime) -> datetime | None:
    """The moment until which the links that `by` gives out stay shut, if there is one.

    Who could sign the story off may show it before.
    """
    until = article.embargo_until
    if until is None or until <= at or by.has_perm("articles.final_review_article"):
        return None
    return until


def network(address: str) -> str:
    """An address with its last part cut off: a /24 or, of IPv6, a /48. "" if it is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return str(IPv6Network((int(found), 48), strict=False))
        found = found.ipv4_mapped
    return str(IPv4Network((int(found), 24), strict=False))


def _check_permission(article: Article, *, by: User) -> None:
    if not by.has_perm("articles.share_preview"):
        raise ShareRefused(_("您没有给出预览链接的权限。"))
    if not duties.may_see(article, by=by):
        raise ShareRefused(_("您看不到这篇稿件。"))


def _find(links: PreviewLinkQuerySet, *, token: str, at: datetime) -> PreviewLink:
    named = links.select_related("article", "created_by")
    link = named.filter(token_hash=_hash(token)).first()
    if link is None or not opens(link, at=at):
        raise NoSuchLink
    return link


def _hash(token: str) -> str:
    """The token is 256 random bits, so that a plain hash cannot be searched; no salt is needed."""
    return sha256(token.encode()).hexdigest()


def _shortened(agent: str) -> str:
    return "".join(filter(str.isprintable, agent))[:AGENT_LENGTH]
