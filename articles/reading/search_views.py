"""Search as readers use it: a page, and suggestions while they type."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import rates, search
from articles.search.asking import SORTS

# Of the threads that README gives the server, some are left to readers of pages.
line = rates.Line(places=8, patience=5)

logger = logging.getLogger(__name__)


@require_safe
@rates.bounded("search")
def results(request: HttpRequest) -> HttpResponse:
    try:
        question = search.Question.read(request.GET)
        with line.turn():
            answer = search.answer(question)
            facets = search.facets(question, answer)
    except search.BadQuestion as error:
        raise BadRequest(str(error)) from error
    except search.EngineDown:
        logger.exception("search is down")
        return render(request, "articles/search_down.html", status=503)
    except rates.Busy:
        return rates.busy()
    context = _ways(question, answer) | {"answer": answer, "facets": facets}
    return render(request, "articles/search.html", context)


def _ways(question: search.Question, answer: search.Answer) -> dict[str, Any]:
    """The question, and the addresses that its page leads to."""
    return {
        "question": question,
        "sorts": [(sort, question.address(sort=sort)) for sort in SORTS],
        "first": question.address(),
        "next": question.address(after=answer.next) if answer.next else "",
    }


@require_safe
@rates.bounded("suggest")
def suggest(request: HttpRequest) -> HttpResponse:
    try:
        with line.turn():
            found = search.suggestions(request.GET.get("q", ""))
    except rates.Busy:
        return rates.busy()
    return JsonResponse({"suggestions": [suggestion._asdict() for suggestion in found]})
