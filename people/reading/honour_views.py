"""What readers see of honours: programmes, their rounds, and rolls, also as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page, require_safe

from articles.interchange.outward import whole_addresses
from people.enums import Level
from people.models import Entity, Honour, Programme, Round, Tally
from people.models.rows import HonourQuerySet, RollPage
from people.names import masking
from people.names.announcements import with_own
from people.names.moved import moved_entity
from people.reading import charts
from people.reading.views import stories_page
from people.rolls import files as roll_files

NEWEST = 6  # rounds at the head of the list of honours
OF_EACH = 4  # newest rounds named under each honour there


@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    rounds = Round.objects.confirmed().newest_first().with_recipient_count()
    programmes = sorted(
        Programme.objects.confirmed().in_order().with_rounds(rounds[:OF_EACH]), key=_height
    )
    _tally(programmes)
    context = {
        "programmes": programmes,
        "ladders": _ladders(programmes),
        "newest": list(Round.objects.for_strip(Honour.objects.for_names())[:NEWEST]),
    }
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
        if programme.next_rung_id in every and programme.pk not in above_another:
            rungs = [programme]
            while (upper := every.get(rungs[-1].next_rung_id or 0)) and upper not in rungs:
                rungs.append(upper)
            found.append(rungs)
    return found


def _tally(rungs: list[Programme]) -> list[Programme]:
    """Each with its newest tally, if it has any, as `newest_tally`."""
    newest = Tally.objects.visible().newest_first()[:1]
    prefetch_related_objects(rungs, Prefetch("tallies", queryset=newest, to_attr="newest_tally"))
    return rungs


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    bodies = Prefetch("bodies", queryset=Entity.objects.visible())
    found = get_object_or_404(Programme.objects.confirmed().prefetch_related(bodies), pk=pk)
    masking.mask_texts([found], "description", mask=masking.current())
    rounds = list(
        found.rounds.confirmed()
        .newest_first()
        .with_recipient_count()
        .with_first(Honour.objects.for_names())
    )
    context = {
        "programme": found,
        "ladder": _tally(found.ladder()),
        "rounds": rounds,
        "chart": _chart(rounds),
        "tallies": list(found.tallies.visible().newest_first()),
    }
    return render(request, "people/programme.html", context)


def _chart(rounds: Iterable[Round]) -> charts.Chart | None:
    """Recipients a year; a round that has no date is in none."""
    counts: Counter[int] = Counter()
    for round in rounds:
        if round.announced_on:
            counts[round.announced_on.year] += round.recipient_count  # type: ignore[attr-defined]  # annotated
    return charts.by_year(counts)


@require_safe
def round(request: HttpRequest, programme_pk: int, pk: int) -> HttpResponse:
    found = _round(programme_pk, pk)
    roll = _roll(request, Honour.objects.filter(round=found).for_roll())
    context = {
        "round": found,
        "ladder": _tally(found.programme.ladder()),
        "roll": roll,
        "honours": with_own(roll.honours),
        "is_first": roll.start == 1,
        "page": stories_page(request, found.published_articles.all()),
    }
    return render(request, "people/round.html", context)


def _round(programme_pk: int, pk: int) -> Round:
    found = get_object_or_404(
        Round.objects.confirmed().with_recipient_count().select_related("programme"), pk=pk
    )
    if found.programme_id != programme_pk:
        raise Http404
    return found


def _roll(request: HttpRequest, honours: HonourQuerySet) -> RollPage:
    try:
        page = honours.page_after(request.GET.get("after", ""))
    except (ValueError, OverflowError, Honour.DoesNotExist) as error:
        raise BadRequest("after") from error
    _masked(page.honours)
    return page


def _masked(honours: list[Honour]) -> list[Honour]:
    mask = masking.current()
    masking.mask_texts(honours, "citation", "unit_as_printed", mask=mask)
    faces = masking.hidden_faces(honour.recipient.portrait for honour in honours)
    for honour in honours:
        if honour.recipient.portrait_id in faces:
            honour.recipient.portrait = None
    portraits = [honour.recipient.portrait for honour in honours]
    masking.mask_texts(portraits, "alt", "source", mask=mask)
    signed = [portrait.reporter for portrait in portraits if portrait and portrait.reporter]
    masking.mask_texts([r for r in signed if r.hidden], "name", mask=mask)
    return honours


@require_safe
@conditional_page
def round_file(request: HttpRequest, programme_pk: int, pk: int, format: str) -> HttpResponse:
    """The whole roll of a round, in one file."""
    found = _round(programme_pk, pk)
    honours = _masked(list(Honour.objects.filter(round=found).for_roll()))
    return _file(request, honours, format=format, name=f"{found.programme.name}-{found.name}")


@require_safe
@conditional_page
def entity_file(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """All that one recipient was given, the newest first."""
    visible = Entity.objects.visible().for_page().prefetch_related("parent__other_names")
    found = visible.filter(pk=pk).first()
    if found is None:
        return moved_entity(request, pk)
    honours = list(found.honours.confirmed().for_entity())
    masking.mask_texts(
        honours, "citation", "unit_as_printed", mask=masking.current(but=[found.name])
    )
    return _file(request, honours, format=format, name=found.name)


def _file(request: HttpRequest, honours: list[Honour], *, format: str, name: str) -> HttpResponse:
    absolute = whole_addresses(request)
    if format == "json":
        document = {"name": name, "honours": roll_files.as_json(honours, absolute=absolute)}
        return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return HttpResponse(
        roll_files.as_csv(honours, absolute=absolute),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or ""},
    )
