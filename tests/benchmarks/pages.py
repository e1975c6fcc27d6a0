"""The site's addresses, and one page that does nothing: the measure of all others."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("hello/", lambda request: HttpResponse("hello")),
    path("", include("newsroom.urls")),
]
