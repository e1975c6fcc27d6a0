"""What readers see of reporters and entities. Their stories come from the stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import PublishedArticle
from articles.models.rows import PublishedArticleQuerySet
from articles.models.rows.paging import KeysetPage
from articles.text.pinyin import initial
from people.enums import EntityKind
from people.models import Entity, Reporter
from people.names import masking
from people.names.announcements import announced
from people.names.moved import moved_entity, moved_reporter
from people.reading.paging import page_asked

LETTERS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "#"]
HONOURS = 100  # of one recipient on its page; the files of its honours hold them all
MEMBERS = 60  # on the page of what they belong to; the list of entities holds them all
PHOTOS = 8  # stories whose photos show an entity, on its page
# How a story may concern an entity.
RELATIONS = {
    "": _("全部"),
    "subject": _("写的是"),
    "mentioned": _("提到"),
    "pictured": _("图中有"),
}


@require_safe
def reporters(request: HttpRequest) -> HttpResponse:
    visible = Reporter.objects.visible().in_order()
    found = [(initial(reporter.sort_key), reporter) for reporter in visible]
    return render(request, "people/reporters.html", {"reporters": found})


@require_safe
def reporter(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Reporter.objects.visible().select_related("portrait__reporter")
    found = visible.filter(pk=pk).first()
    if found is None:
        return moved_reporter(request, pk)
    mask_written(found, "bio")
    page = stories_page(request, found.published_articles.all())
    return render(request, "people/reporter.html", {"reporter": found, "page": page})


def stories_page(
    request: HttpRequest, stories: PublishedArticleQuerySet
) -> KeysetPage[PublishedArticle]:
    """One page of stories from the stand. Raises BadRequest for a cursor that is none."""
    return page_asked(request, stories.public().for_cards().page_before)


def mask_written(found: Entity | Reporter, *fields: str) -> masking.Mask:
    """Mask what is written of a person or body; its own name stays, whoever else is called so."""
    others = [other.name for other in found.other_names.all()] if isinstance(found, Entity) else []
    mask = masking.current(but=[found.name, *others])
    masking.mask_texts([found], *fields, mask=mask)
    if masking.hidden_faces([found.portrait]):
        found.portrait = None
    masking.mask_texts([found.portrait], "alt", "source", mask=mask)
    signed = found.portrait.reporter if found.portrait else None
    masking.mask_texts([signed if signed and signed.hidden else None], "name", mask=mask)
    return mask


@dataclass(frozen=True)
class Asked:
    """What a list of entities is narrowed to. The names are the address's."""

    kind: str = ""
    initial: str = ""
    within: int | None = None

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        kind, letter, within = (request.GET.get(name, "") for name in cls.__match_args__)
        if kind and kind not in EntityKind.values:
            raise BadRequest("kind")
        if letter and letter not in LETTERS:
            raise BadRequest("initial")
        if within and not (within.isascii() and within.isdigit() and len(within) < 19):
            raise BadRequest("within")
        return cls(kind, letter, int(within) if within else None)

    def address(self, **changes: str | int) -> str:
        given = {name: getattr(self, name) for name in self.__match_args__} | changes
        return f"?{urlencode({name: value for name, value in given.items() if value})}"


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    asked, after = Asked.read(request), request.GET.get("after", "")
    visible = Entity.objects.visible()
    parent = visible.filter(pk=asked.within).first() if asked.within else None
    if asked.within and parent is None:
        raise Http404
    listed = visible.of_kind(asked.kind).filed_under(asked.initial).within(parent)
    try:
        found, last = listed.page_after(after)
    except (ValueError, OverflowError, Entity.DoesNotExist) as error:
        raise BadRequest("after") from error
    context = {"asked": asked, "parent": parent, "after": after} | _choices(asked)
    context["entities"] = [(initial(entity.sort_key), entity) for entity in found]
    context["next"] = asked.address(after=last) if last else ""
    return render(request, "people/entities.html", context)


def _choices(asked: Asked) -> dict[str, Any]:
    """What the list may be narrowed to instead: labels, addresses, and whether it is now."""
    kinds = [("", _("全部")), *EntityKind.choices]
    return {
        "kinds": [(label, asked.address(kind=k), k == asked.kind) for k, label in kinds],
        "letters": [
            (letter or _("全部"), asked.address(initial=letter), letter == asked.initial)
            for letter in ["", *LETTERS]
        ],
        "address": asked.address(),
    }


@require_safe
def entity(request: HttpRequest, pk: int) -> HttpResponse:
    found = Entity.objects.visible().for_page().filter(pk=pk).first()
    if found is None:
        return moved_entity(request, pk)
    relation = request.GET.get("relation", "")
    if relation not in RELATIONS:
        raise BadRequest("relation")
    members = list(found.members.visible().in_order()[: MEMBERS + 1])
    context = {
        "entity": found,
        "members": members[:MEMBERS],
        "has_more_members": len(members) > MEMBERS,
        "page": stories_page(request, _stories(found, relation)),
        "relation": relation,
        "relations": RELATIONS.items(),
    }
    return render(request, "people/entity.html", context | _honours(found) | _photos(found))


def _stories(found: Entity, relation: str) -> PublishedArticleQuerySet:
    every = found.published_articles.all()
    return {
        "": every,
        "subject": found.stories_about.all(),
        "mentioned": every.exclude(subjects=found),
        "pictured": found.stories_picturing.all(),
    }[relation]


def _honours(found: Entity) -> dict[str, Any]:
    mask = mask_written(found, "description")
    honours = list(found.honours.confirmed().for_entity()[: HONOURS + 1])
    masking.mask_texts(honours, "citation", "unit_as_printed", mask=mask)
    return {
        "honours": honours[:HONOURS],
        "announced": announced(honours[:HONOURS]),
        "has_more_honours": len(honours) > HONOURS,
    }


def _photos(found: Entity) -> dict[str, Any]:
    """The photos of the newest stories that picture an entity, each with its story."""
    stories = found.stories_picturing.public().newest_first().for_photos()[:PHOTOS]
    shown = [(photo, story) for story in stories for photo in story.photos if photo["src"]]
    return {"photos": shown[:PHOTOS]}
