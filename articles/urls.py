from django.urls import path

from articles import converters, search_views, views

__all__ = ["converters", "urlpatterns"]

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/<key:pk>/", views.article, name="article"),
    path("issues/", views.issues, name="issues"),
    path("issues/<day:day>/", views.issue, name="issue"),
    path("issues/<day:day>/<key:number>/", views.page, name="page"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("columns/<key:pk>/", views.column, name="column"),
    path("tags/<tag:slug>/", views.tag, name="tag"),
    path("search/", search_views.results, name="search"),
    path("search/suggest/", search_views.suggest, name="search_suggest"),
]
