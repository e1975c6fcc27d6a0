"""The site's addresses, and one for each page that only a refusal or a failure brings up."""

from django.shortcuts import render
from django.urls import include, path

REFUSALS = {
    "400": ("400.html", 400),
    "403": ("403.html", 403),
    "403_csrf": ("403_csrf.html", 403),
    "404": ("404.html", 404),
    "500": ("500.html", 500),
    "search_down": ("articles/search_down.html", 503),
}


def refusal(request, name):
    template, status = REFUSALS[name]
    return render(request, template, status=status)


urlpatterns = [
    path("refusals/<str:name>/", refusal),
    path("", include("newsroom.urls")),
]
