"""What readers see of people and honours. Their stories come from the stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.enums import EntityKind, Level
from people.models import Entity, Honour, Programme, Reporter, Round
from people.pinyin import initial


@require_safe
def reporters(request: HttpRequest) -> HttpResponse:
    found = [(initial(reporter.sort_key), reporter) for reporter in Reporter.objects.in_order()]
    return render(request, "people/reporters.html", {"reporters": found})


@require_safe
def reporter(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Reporter.objects.select_related("portrait__reporter"), pk=pk)
    page = _page(request, found.published_articles.public().for_cards())
    return render(request, "people/reporter.html", {"reporter": found, "page": page})


def _page(request: HttpRequest, stories: Any) -> Any:
    """One page of stories from the stand, whose types are not known here."""
    try:
        return stories.page_before(request.GET.get("before"))
    except ValueError as error:
        raise BadRequest("before") from error


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    kind, after = request.GET.get("kind", ""), request.GET.get("after", "")
    if kind and kind not in EntityKind.values:
        raise BadRequest("kind")
    try:
        found, last = Entity.objects.visible().of_kind(kind).page_after(after)
    except (ValueError, OverflowError, Entity.DoesNotExist) as error:
        raise BadRequest("after") from error
    context = {
        "entities": [(initial(entity.sort_key), entity) for entity in found],
        "kinds": EntityKind.choices,
        "kind": kind,
        "after": after,
        "next": last,
    }
    return render(request, "people/entities.html", context)


@require_safe
def entity(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Entity.objects.visible().for_page(), pk=pk)
    context = {
        "entity": found,
        "honours": list(found.honours.for_entity()),
        "members": list(found.members.visible().in_order()),
        "page": _page(request, found.published_articles.public().for_cards()),
    }
    return render(request, "people/entity.html", context)


@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    rounds = Round.objects.newest_first().with_recipient_count()
    programmes = sorted(Programme.objects.in_order().with_rounds(rounds), key=_height)
    context = {"programmes": programmes, "ladders": _ladders(programmes)}
    return render(request, "people/honours.html", context)


def _height(programme: Programme) -> int:
    """Place among the levels, the highest first; those of no level come last."""
    return [*Level.values, ""].index(programme.level)


def _ladders(programmes: Iterable[Programme]) -> list[list[Programme]]:
    """Honours that lead to higher ones, each ladder from its lowest rung up."""
    every = {programme.pk: programme for programme in programmes}
    above_another = {programme.next_rung_id for programme in every.values()}
    found = []
    for programme in every.values():
        if programme.next_rung_id and programme.pk not in above_another:
            rungs = [programme]
            while (upper := every.get(rungs[-1].next_rung_id or 0)) and upper not in rungs:
                rungs.append(upper)
            found.append(rungs)
    return found


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Programme.objects.prefetch_related("bodies"), pk=pk)
    context = {
        "programme": found,
        "ladder": found.ladder(),
        "rounds": list(found.rounds.newest_first().with_recipient_count()),
        "tallies": list(found.tallies.visible().newest_first()),
    }
    return render(request, "people/programme.html", context)


@require_safe
def round(request: HttpRequest, programme_pk: int, pk: int) -> HttpResponse:
    found = get_object_or_404(Round.objects.select_related("programme"), pk=pk)
    if found.programme_id != programme_pk:
        raise Http404
    context = {
        "round": found,
        "honours": list(Honour.objects.filter(round=found).for_roll()),
        "page": _page(request, found.published_articles.public().for_cards()),
    }
    return render(request, "people/round.html", context)
