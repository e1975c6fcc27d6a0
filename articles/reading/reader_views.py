"""Where readers write to the desk. These addresses alone take what a reader sends."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import clients
from articles.models import PublishedArticle
from articles.reading.reader_forms import ReportForm
from articles.review.reader_reports import TooManyReports


@csrf_exempt  # no cookie and no session: nobody's authority can be misused, see ReportForm
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(PublishedArticle.objects.public().for_links(), pk=pk)
    if request.method == "POST" and clients.was_sent_from_elsewhere(request):
        raise PermissionDenied
    form = ReportForm(story, request.POST if request.method == "POST" else None)
    wait = 0
    if form.is_valid():
        try:
            form.send(client=clients.client_network(request))
            return redirect("report_received", story.pk)
        except TooManyReports as refusal:
            wait = refusal.wait
    context = {"story": story, "form": form, "held_back": bool(wait)}
    response = render(request, "articles/report.html", context, status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@require_safe
def report_received(request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(PublishedArticle.objects.public().for_links(), pk=pk)
    return render(request, "articles/report_received.html", {"story": story})
