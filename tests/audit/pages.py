"""The site's addresses, and one for each page that only a refusal or a failure brings up."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.shortcuts import render
from django.urls import include, path

from newsroom import second_step
from people.accounts import reauthentication, second_factor
from people.models import User

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
    "desk_code": ("admin/second_step/code.html", 200),
    "desk_set_up": ("admin/second_step/set_up.html", 200),
    "desk_recovery_codes": ("admin/second_step/recovery_codes.html", 200),
    "desk_password_again": ("admin/reauthenticate.html", 200),
    "preview_closed": ("articles/preview_closed.html", 404),
    "search_down": ("articles/search_down.html", 503),
}


def refusal(request, name):
    template, status = REFUSALS[name]
    shown = of_the_desk(request) if name.startswith("desk") else {"wait": 12}
    if name in {"desk_code", "desk_set_up", "desk_recovery_codes", "desk_password_again"}:
        request.user = User(username="editor")  # whoever has given the password, and not the code
        shown |= of_a_login(request, is_again=name == "desk_password_again")
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


def of_a_login(request, *, is_again):
    """What the second step of a login shows, and the password that is asked for again."""
    form = reauthentication.PasswordForm(request, None) if is_again else second_step.CodeForm()
    key = second_factor.new_key()
    address = second_factor.address_of(request.user, key)
    codes = [f"{number}-abcde-fghjk" for number in range(10)]
    shown = {"form": form, "codes": codes, "key": second_factor.as_typed(key), "address": address}
    asked = {"minutes": 10, "prefix": reauthentication.PREFIX, "is_get": True, "sent": []}
    return shown | asked | {"picture": second_step.drawn(address), "next": "/admin/"}


urlpatterns = [
    path("refusals/<str:name>/", refusal),
    path("", include("newsroom.urls")),
]
