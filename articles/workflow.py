"""The moves of an article on the desk. The only writer of `Article.stage`."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from articles import publishing
from articles.enums import Stage
from articles.models import Article, PublishedArticle

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)


class MoveRefused(Exception):
    """A move the rules do not allow. The message is for the editor who tried it."""


def sign_off(article: Article, *, by: User, at: datetime | None = None) -> PublishedArticle:
    """Pass an article for publication and put it on the stand, in one transaction.

    Raises MoveRefused if `by` may not sign off, or the article is not complete.
    """
    if not by.has_perm("articles.publish_article"):
        raise MoveRefused(_("您没有签发稿件的权限。"))
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        if problems := publishing.problems(locked):
            raise MoveRefused(" ".join(problems))
        _move(locked, Stage.SIGNED_OFF, by=by)
        published = publishing.publish(locked, by=by, at=at)
    article.stage = locked.stage
    return published


def reopen(article: Article, *, by: User) -> Article:
    """Bring a signed-off article back to draft because it was edited.

    Readers keep the published text until the article is signed off again.
    """
    if article.stage == Stage.SIGNED_OFF:
        _move(article, Stage.DRAFT, by=by)
    return article


def _move(article: Article, stage: Stage, *, by: User) -> None:
    logger.info("article %s: %s -> %s by %s", article.pk, article.stage, stage, by.pk)
    article.stage = stage
    article.save(update_fields=["stage"])
