"""The private preview, the one reader's page that reads the desk.

It stands apart from articles.views, where nothing may: a source has to see the text before it is
on the stand. Who comes in holds a token that somebody on the desk gave out for this one story
(articles.review.preview_links), every opening is written down, and nothing between keeps a copy.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from articles import clients
from articles.models import Article, PreviewLink
from articles.reading.views import article_context
from articles.review import preview_links
from articles.stand import publishing

HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",  # the address is the key
}


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The desk's text as readers would get it, or a 404 that does not say what became of a link."""
    try:
        link = _opened(request, token)
    except preview_links.NoSuchLink:
        return TemplateResponse(request, "404.html", status=404, headers=HEADERS)
    article = Article.objects.for_publishing().get(pk=link.article_id)
    context = article_context(publishing.preview(article)) | {"link": link}
    return TemplateResponse(request, "articles/shared_preview.html", context, headers=HEADERS)


def _opened(request: HttpRequest, token: str) -> PreviewLink:
    """The link, its opening written down; a HEAD shows nobody anything, so it is not."""
    if request.method == "HEAD":
        return preview_links.find_by_token(token)
    agent = request.headers.get("User-Agent", "")
    return preview_links.open_by_token(token, address=clients.client_address(request), agent=agent)
