"""Stories read from a printed page become drafts on the page of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.interchange.pages.contents import Story

if TYPE_CHECKING:
    from articles.models import Article, Page
    from people.models import User


@dataclass(frozen=True)
class Drafted:
    """The drafts of one file, in the order of the page; `made` is False if they were there."""

    articles: tuple[Article, ...]
    made: bool


def save_drafts(
    stories: Sequence[Story], *, page: Page | None, by: User | None, digest: str
) -> Drafted:
    """Make one draft of each story, all or none. A digest that was imported makes none again."""
    raise NotImplementedError
