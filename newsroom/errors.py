from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A readable page. Django's own view gives the template nothing, not even the paper's name."""
    return render(request, "400.html", status=400)
