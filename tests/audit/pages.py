"""The site's addresses, and one for each page that only a refusal or a failure brings up."""

from django.shortcuts import render
from django.urls import include, path

REFUSALS = {
    "400": ("400.html", 400),
    "403": ("403.html", 403),
    "403_csrf": ("403_csrf.html", 403),
    "404": ("404.html", 404),
    "500": ("500.html", 500),
    "desk_403": ("admin/403.html", 403),
    "desk_403_csrf": ("admin/403_csrf.html", 403),
    "desk_500": ("admin/500.html", 500),
    "search_down": ("articles/search_down.html", 503),
}


def refusal(request, name):
    template, status = REFUSALS[name]
    sent = {"sent": [("正文", "写好的字。")], "is_sent": True, "ask": ["管理员甲"], "back": "/"}
    return render(request, template, sent if name.startswith("desk") else {}, status=status)


urlpatterns = [
    path("refusals/<str:name>/", refusal),
    path("", include("newsroom.urls")),
]
