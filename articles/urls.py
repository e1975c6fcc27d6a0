from django.urls import path

from articles.reading import (
    converters,
    feeds,
    page_views,
    preview_views,
    reader_views,
    search_views,
    sitemaps,
    views,
)

__all__ = ["converters", "urlpatterns"]

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/<key:pk>/", views.article, name="article"),
    path("articles/<key:pk>.json", views.article_json, name="article_json"),
    path("articles/<key:pk>/share-<slug:mark>.png", views.share_card, name="share_card"),
    path("articles/<key:pk>/report/", reader_views.report, name="report"),
    path(
        "articles/<key:pk>/report/received/", reader_views.report_received, name="report_received"
    ),
    path("issues/", views.issues, name="issues"),
    path("issues/<day:day>/", views.issue, name="issue"),
    path("issues/<day:day>/<key:number>/", page_views.page, name="page"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("columns/<key:pk>/", views.column, name="column"),
    path("tags/<tag:slug>/", views.tag, name="tag"),
    path("corrections/", views.corrections, name="corrections"),
    path("about/<slug:slug>/", views.site_page, name="site_page"),
    path("preview/page/<key:pk>/", preview_views.preview_page, name="preview_page"),
    path(
        "preview/page/<key:pk>/pictures/<path:name>",
        preview_views.preview_picture,
        name="preview_picture",
    ),
    path("preview/<str:token>/", preview_views.preview, name="preview"),
    path("feeds/latest.<format:format>", feeds.latest, name="latest_feed"),
    path("feeds/sections/<slug:slug>.<format:format>", feeds.section, name="section_feed"),
    path("feeds/columns/<key:pk>.<format:format>", feeds.column, name="column_feed"),
    path("feeds/tags/<tag:slug>.<format:format>", feeds.tag, name="tag_feed"),
    path("feeds/reporters/<key:pk>.<format:format>", feeds.reporter, name="reporter_feed"),
    path("feeds/entities/<key:pk>.<format:format>", feeds.entity, name="entity_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="news_sitemap"),
    path("sitemap-<slug:kind>-<key:number>.xml", sitemaps.part, name="sitemap_part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("search/", search_views.results, name="search"),
    path("search/suggest/", search_views.suggest, name="search_suggest"),
]
