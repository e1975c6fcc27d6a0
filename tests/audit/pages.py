"""The site's addresses, and one for each page that only a refusal or a failure brings up."""

from django.shortcuts import render
from django.urls import include, path

REFUSALS = {"400": 400, "403": 403, "403_csrf": 403, "404": 404, "500": 500}


def refusal(request, name):
    return render(request, f"{name}.html", status=REFUSALS[name])


urlpatterns = [
    path("refusals/<str:name>/", refusal),
    path("", include("newsroom.urls")),
]
