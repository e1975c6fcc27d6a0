"""Logging in, and what comes between: a form that is sent when its login has ended or when somebody
else has logged in, and a password that must be changed first.

What was sent is not lost: it is carried through the login of whoever opened the form, and sent
again by their own hand. With a script the page asks first (`session`), and nothing is carried.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import PasswordChangeView
from django.core import signing
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles import rates
from articles.clients import client_network
from articles.saving import sent_forms
from newsroom import second_step
from people.accounts import devices, passwords, reauthentication, sessions, throttling

if TYPE_CHECKING:
    from people.models import User

SALT = "newsroom.signing_in"
LARGEST = 3 * 1024 * 1024  # bytes of text that are carried through a login

NOT_CARRIED = {"csrfmiddlewaretoken", reauthentication.PREFIX}  # of the page, not of what was typed

# What is open to somebody whose password must be changed first.
FIRST_PASSWORD = _("您的密码是别人设的。请先改成只有您自己知道的，然后接着用后台。")
OPEN_BEFORE_CHANGE = {"password_change", "password_change_done", "logout", "jsi18n"}


class LoginForm(AdminAuthenticationForm):
    """Django's own, which says so where a password was not even looked at."""

    def get_invalid_login_error(self) -> ValidationError:
        said = throttling.words(self.request)
        return ValidationError(said) if said else super().get_invalid_login_error()


class OwnPasswordForm(AdminPasswordChangeForm):
    """Django's own, in which the old password cannot be guessed and a new one is a new one."""

    request: HttpRequest

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        throttling.check_own_password(self.request, old)
        return old

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(gettext("新密码和旧密码一样，请换一个。"))
        return new

    def save(self, commit: bool = True) -> User:  # noqa: FBT002  # as Django has it
        self.user.must_change_password = False
        user: User = super().save(commit)
        return user


class OwnPassword(PasswordChangeView):
    """The page on which somebody changes their own password; their other logins end with it."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request.user, "must_change_password", False):
            messages.warning(request, FIRST_PASSWORD)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> OwnPasswordForm:
        form = cast("OwnPasswordForm", super().get_form(form_class))
        form.request = self.request
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        passwords.note_change(form.user, session=sessions.current(self.request))
        return response


@dataclass(frozen=True)
class Carried:
    """A form as it was sent: where to, by whose page, each name with its values."""

    address: str
    owner: int
    form: list[tuple[str, list[str]]]
    files: list[str]  # their names; their contents cannot be sent again for somebody

    @property
    def size(self) -> int:
        return sum(len(text.encode()) for name, values in self.form for text in (name, *values))


def too_fast(request: HttpRequest) -> HttpResponse | None:
    """The answer to a client that sends passwords too fast, before anything is looked at; None to
    others. A browser with which the account was logged in before is let through: it may share its
    address with whoever does that.
    """
    name = request.POST.get("username", "") if request.method == "POST" else ""
    if not name or devices.number(request, name):
        return None
    try:
        rates.count("login", client=client_network(request))
    except rates.TooOften as refusal:
        return rates.too_often(request, refusal, what="login")
    return None


def first_password(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody whose password another has set and knows, until they change it; None
    if nothing is wrong. A form that they send meanwhile is handed back, to be sent after that.
    """
    match = request.resolver_match
    if not getattr(request.user, "must_change_password", False):
        return None
    if match and match.url_name in OPEN_BEFORE_CHANGE:
        return None
    if is_script(request):
        return JsonResponse({"message": FIRST_PASSWORD}, status=403)
    if key := sent_forms.read(request.POST) if request.method == "POST" else None:
        return _hand_back(request, _carried(request, key), change_first=True)
    return HttpResponseRedirect(reverse("admin:password_change"))


def is_script(request: HttpRequest) -> bool:
    """Whether a script of a page sent this, and reads the answer."""
    return request.headers.get("Accept") == "application/json"


@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Who is logged in now, and the token that their forms need; what is owed after a password."""
    user = request.user if admin.site.has_permission(request) else None
    name = str(user) if user else ""
    said = {"user": user and user.pk, "name": name, "token": get_token(request)}
    return JsonResponse(said | {"owed": second_step.owed(request)})


def held_up(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form that the one who opened it cannot send now; None if nothing is wrong."""
    key = sent_forms.read(request.POST) if request.method == "POST" else None
    if key is None or (admin.site.has_permission(request) and request.user.pk == key.owner):
        return None
    if is_script(request):
        said = gettext("登录有变化，没有保存。请先以打开这一页的账号登录。")
        return JsonResponse({"message": said}, status=403)
    carried = _carried(request, key)
    if request.user.pk == key.owner and carried.size <= LARGEST and second_step.is_owed(request):
        return _after_password(request, carried)
    return _ask(request, carried)


def older_than_login(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form of the desk whose token is of an earlier login; None if it is no form
    that was made here for somebody. Its key proves that as the token would.
    """
    key = sent_forms.read(request.POST)
    if key is None:
        return None
    if answer := held_up(request):
        return answer
    if is_script(request):
        return JsonResponse({"message": gettext("登录有变化，请刷新后再试。")}, status=403)
    return _hand_back(request, _carried(request, key))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@never_cache
def go_on(request: HttpRequest) -> HttpResponse:
    """Log in whoever opened the form that is carried, and hand it back to be sent."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("admin:index"))
    if refused := too_fast(request):
        return refused
    try:
        carried = Carried(**signing.loads(request.POST.get("carried", ""), salt=SALT))
    except signing.BadSignature as error:
        raise BadRequest from error
    if request.user.pk == carried.owner:  # the password was given, and perhaps the code as well
        return _after_password(request, carried)
    form = LoginForm(request, request.POST)
    if not form.is_valid():
        return _ask(request, carried, form=form)
    user = form.get_user()
    if user.pk != carried.owner:
        form.add_error(None, gettext("这一页不是您打开的，请用上面所说的账号登录。"))
        return _ask(request, carried, form=form)
    login(request, user)
    return _after_password(request, carried)


def _after_password(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The second step of the login, if there is one; then what was sent, to be sent again."""
    signed = signing.dumps(asdict(carried), salt=SALT, compress=True)
    step = second_step.missing(request, carried=signed)
    must_change = cast("User", request.user).must_change_password
    return step or _hand_back(request, carried, change_first=must_change)


def _carried(request: HttpRequest, key: sent_forms.Key) -> Carried:
    return Carried(
        address=request.get_full_path(),
        owner=key.owner,
        form=[
            (name, [str(value) for value in values])
            for name, values in request.POST.lists()
            if name not in NOT_CARRIED and "password" not in name
        ],
        files=[str(file.name) for _name, files in request.FILES.lists() for file in files],
    )


def _ask(request: HttpRequest, carried: Carried, *, form: LoginForm | None = None) -> HttpResponse:
    """The login, with what was sent; too much of it is shown, to be copied."""
    owner = cast("User | None", get_user_model().objects.filter(pk=carried.owner).first())
    is_small = carried.size <= LARGEST
    context = {
        "title": gettext("请再登录一次"),
        "owner": owner,
        "form": form or LoginForm(request, initial={"username": _name(owner)}),
        "carried": signing.dumps(asdict(carried), salt=SALT, compress=True) if is_small else "",
        "too_large": [] if is_small else [value for _, values in carried.form for value in values],
        "files": carried.files,
    }
    return render(request, "admin/sign_in_again.html", _framed(request) | context, status=403)


def _name(owner: User | None) -> str:
    return owner.get_username() if owner else ""


def _hand_back(
    request: HttpRequest, carried: Carried, *, change_first: bool = False
) -> HttpResponse:
    """What was sent, in a form of the login that is now, to be sent by a click; `change_first` says
    that the password has to be changed before, in another window.
    """
    fields = [(name, value) for name, values in carried.form for value in values]
    context = {
        "title": gettext("您填的都还在"),
        "address": carried.address,
        "fields": fields,
        "files": carried.files,
        "change_first": change_first,
    }
    return render(request, "admin/go_on.html", _framed(request) | context)


def _framed(request: HttpRequest) -> dict[str, Any]:
    return admin.site.each_context(request)
