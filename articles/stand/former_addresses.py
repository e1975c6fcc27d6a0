"""Addresses of sections and of pages about the paper that people changed: the old ones lead on."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from articles.models import FormerAddress, Section, SitePage
from articles.text import pinyin

Addressed = Section | SitePage
TIES: dict[type[Addressed], str] = {Section: "section", SitePage: "site_page"}
LONGEST = Section._meta.get_field("slug").max_length or 0


def holder(model: type[Addressed], slug: str) -> Any:
    """The row to which a former address leads on; None if it leads nowhere."""
    tie = TIES[model]
    found = FormerAddress.objects.filter(slug=slug, **{f"{tie}__isnull": False})
    former = found.select_related(tie).first()
    return getattr(former, tie) if former else None


@transaction.atomic
def lead_on(row: Addressed, *, former: str) -> None:
    """From now on `former`, the name that stood in the row's address, leads on to the row.

    The row has its new name already. All its former names lead straight to it, whatever lies
    between; one that it takes back is former no more.
    """
    tie = TIES[type(row)]
    of_kind = FormerAddress.objects.filter(**{f"{tie}__isnull": False})
    of_kind.filter(slug__in=[row.slug, former]).delete()
    FormerAddress.objects.create(slug=former, **{tie: row})


def proposed(name: str) -> str:
    """A name for a new section's address, by pinyin, that nothing has or had; empty if the name
    has nothing that can be read.
    """
    base = pinyin.letters(name)[: LONGEST - len("-99")]
    if not base:
        return ""
    taken = {
        *Section.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *FormerAddress.objects.filter(section__isnull=False).values_list("slug", flat=True),
    }
    free = (slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
    return next(free) if base in taken else base
