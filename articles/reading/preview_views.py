"""The private preview, the one reader's page that reads the desk.

It stands apart from articles.views, where nothing may: a source has to see the text before it is
on the stand. Who comes in holds a token that somebody on the desk gave out for this one story
(articles.review.preview_links), every opening is written down, and nothing between keeps a copy.

The token leaves the address with the first opening, into a cookie for the page of that one link:
an address is copied, kept by a browser's history and written into logs.
"""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import clients, rates
from articles.models import Article, Photo, PreviewLink
from articles.models.photo import WEB_FOLDER
from articles.reading import files
from articles.reading.views import article_context
from articles.review import preview_links
from articles.stand import publishing

# By HTTPS browsers take a cookie of this name from HTTPS alone. (`__Host-` would go to every page.)
COOKIE = "__Secure-preview" if settings.HTTPS else "preview"
HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",  # the address is the key
}


@require_safe
@rates.bounded("preview")
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Leads whoever has the token to the page of its link, which shows the story."""
    try:
        link = preview_links.find_by_token(token)
    except preview_links.NoSuchLink:
        return _closed(request)
    address = reverse("preview_page", args=[link.pk])
    response = HttpResponseRedirect(address, headers=HEADERS)
    response.set_cookie(
        COOKIE,
        token,  # 256 bits by chance, kept here as a hash: there is nothing to sign
        max_age=link.expires_at - timezone.now(),
        path=address,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@rates.bounded("preview")
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's text as readers would get it, or a 404 that does not say what became of a link."""
    try:
        link = _opened(request, pk)
    except preview_links.NoSuchLink:
        return _closed(request)
    article = Article.objects.for_publishing().get(pk=link.article_id)
    story = publishing.preview(article, address=partial(_address, link))
    context = article_context(story) | {"link": link}
    return TemplateResponse(request, "articles/shared_preview.html", context, headers=HEADERS)


@require_safe
def preview_picture(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """A picture of the story, for who has its page open, as long as the link opens."""
    try:
        link = preview_links.find_by_token(request.COOKIES.get(COOKIE, ""))
    except preview_links.NoSuchLink as error:
        raise Http404(name) from error
    shown = Photo.objects.filter(uses__article=link.article_id)
    if link.pk != pk or not any(name in photo.public_names for photo in shown):
        raise Http404(name)
    response = files.private(name, folder=WEB_FOLDER)
    for header, value in HEADERS.items():
        response[header] = value
    return response


def _address(link: PreviewLink, name: str) -> str:
    """Where the page of a link gets a file of a photo from."""
    return reverse("preview_picture", args=[link.pk, name])


def _opened(request: HttpRequest, pk: int) -> PreviewLink:
    """The link, its opening written down; a HEAD shows nobody anything, so it is not."""
    token = request.COOKIES.get(COOKIE, "")
    if request.method == "HEAD":
        link = preview_links.find_by_token(token)
    else:
        address = clients.client_address(request)
        agent = request.headers.get("User-Agent", "")
        link = preview_links.open_by_token(token, address=address, agent=agent)
    if link.pk != pk:  # no browser sends the cookie of one link to another's page
        raise preview_links.NoSuchLink
    return link


def _closed(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "articles/preview_closed.html", status=404, headers=HEADERS)
