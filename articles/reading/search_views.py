"""Search as readers use it: a page, and suggestions while they type."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import search
from articles.search.asking import SORTS

logger = logging.getLogger(__name__)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    try:
        question = search.Question.read(request.GET)
        answer = search.answer(question)
        facets = search.facets(question, answer)
        is_empty = answer.words and not answer.hits
        nearby = search.nearby(question, known=answer.pages) if is_empty else None
    except search.BadQuestion as error:
        raise BadRequest(str(error)) from error
    except search.EngineDown:
        logger.exception("search is down")
        return render(request, "articles/search_down.html", status=503)
    context = _ways(question, answer) | {"answer": answer, "facets": facets, "nearby": nearby}
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
def suggest(request: HttpRequest) -> JsonResponse:
    found = search.suggestions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [suggestion._asdict() for suggestion in found]})
