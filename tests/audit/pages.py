"""The site's addresses, and one for each page that only a refusal or a failure brings up."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.shortcuts import render
from django.urls import include, path

REFUSALS = {
    "400": ("400.html", 400),
    "403": ("403.html", 403),
    "403_csrf": ("403_csrf.html", 403),
    "404": ("404.html", 404),
    "429": ("429.html", 429),
    "503": ("503.html", 503),
    "500": ("500.html", 500),
    "desk_403": ("admin/403.html", 403),
    "desk_403_csrf": ("admin/403_csrf.html", 403),
    "desk_500": ("admin/500.html", 500),
    "desk_login_ended": ("admin/sign_in_again.html", 403),
    "desk_login_again": ("admin/go_on.html", 200),
    "preview_closed": ("articles/preview_closed.html", 404),
    "search_down": ("articles/search_down.html", 503),
}


def refusal(request, name):
    template, status = REFUSALS[name]
    shown = of_the_desk(request) if name.startswith("desk") else {"wait": 12}
    return render(request, template, shown, status=status)


def of_the_desk(request):
    """What a page of the desk shows of a form that was sent."""
    sent = {"sent": [("正文", "写好的字。")], "is_sent": True, "ask": ["管理员甲"], "back": "/"}
    carried = {"carried": "示例", "fields": [("body", "写好的字。")], "files": ["街景.jpg"]}
    login = {
        "title": "示例",
        "owner": request.user,
        "form": AdminAuthenticationForm(request),
        "address": "/admin/",
    }
    return admin.site.each_context(request) | sent | carried | login


urlpatterns = [
    path("refusals/<str:name>/", refusal),
    path("", include("newsroom.urls")),
]
