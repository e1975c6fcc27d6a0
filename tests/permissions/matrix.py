"""What each role gets at each address of the desk, and which actions its lists offer.

`WRITE_MATRIX=1 make test ARGS=tests/permissions` writes matrix.csv anew: read the difference.
"""

import csv
from functools import cache
from io import StringIO
from pathlib import Path

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse

from articles.models import (
    Article,
    Comment,
    ImportedFile,
    ImportedPicture,
    Notice,
    Page,
    PendingChange,
    Photo,
    PreviewLink,
    ProposedCorrection,
)
from people.models import User
from tests import make

FILE = Path(__file__).with_name("matrix.csv")
ROLES = ["记者", "编辑", "部门主任", "值班总编", "校对", "图片编辑", "管理员"]
COLUMNS = ["anonymous", "no role", *ROLES, "superuser"]
# What an address names beside its story.
PARTS = {
    "comment": Comment,
    "file": ImportedFile,
    "link": PreviewLink,
    "notice": Notice,
    "picture": ImportedPicture,
    "proposal": ProposedCorrection,
}
STOCK = {"add", "change", "delete", "history", "changelist"}
PASSWORDS = "auth_user_password_change"  # Django's name for it, whatever the model of accounts


def addresses(patterns=None):
    """The names of the live configuration of the desk, each with the names of its arguments."""
    for pattern in patterns or admin.site.get_urls():
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, sorted(pattern.pattern.regex.groupindex)


def people():
    """A user for each column; a story belongs to the reporter."""
    users = {"anonymous": None, "no role": User.objects.create_user("nobody", is_staff=True)}
    users |= {role: make.staff(role) for role in ROLES}
    return users | {"superuser": User.objects.create_superuser("boss")}


def rows(users):
    """One object of every model of the desk, by model."""
    story = make.article(
        created_by=users["记者"], page=make.page(), column=make.column(), tags=["标签"]
    )
    make.byline(article=story)
    make.mention(article=story)
    make.photo_use(article=story)
    make.section()
    make.honour()
    make.tally()
    make.entity_name()
    make.everything_else(story, by=users["记者"])
    found = {model: model.objects.order_by("pk").last() for model in admin.site._registry}
    return found | {Article: story, User: users["no role"], Group: Group.objects.first()}


def kept():
    """The file of what they may, as rows of text, headings first."""
    return [line.split(",") for line in FILE.read_text(encoding="utf-8").splitlines()]


def answer(response):
    """What an answer means to who asked."""
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "login"
    if response.status_code == 302 and response["Location"] == "/admin/":
        return "unseen"  # as Django's admin answers for a row that is not in one's list
    if response.status_code == 200 and not getattr(response, "context_data", None):
        return "yes"
    if response.status_code == 200:
        # A form that one may only look at is opened too.
        return "yes" if response.context_data.get("has_change_permission", True) else "look"
    return {302: "yes", 400: "bad", 403: "no", 404: "unseen", 405: "-"}[response.status_code]


def session(user):
    """What a browser of the user sends, asked for once: logging in costs more than asking."""
    client = Client()
    if user:
        client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


@cache
def handler(*, is_drawn):
    """The whole application, made once. A test client would note every template of every page.

    What only the status is asked of need not be drawn: a page of the admin is then left empty.
    """
    made = BaseHandler()
    made.load_middleware()
    if not is_drawn:
        made._template_response_middleware.append(Undrawn().process_template_response)
    return made


class Undrawn:
    """A middleware that leaves a page empty."""

    def process_template_response(self, request, response):
        response.content = b""
        return response


def page(cookies, address, method="get", data=None, *, is_drawn=True, look=None, asked=None):
    """An answer, and nothing else: what asking changed is undone, after `look` was called with the
    answer, if it is given. `asked`, if it is given, stands for what follows the address.
    """
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    request = getattr(RequestFactory(headers={"cookie": sent}), method)(address, data)
    request._dont_enforce_csrf_checks = True
    if asked is not None:
        request.GET = asked
    with transaction.atomic():
        response = handler(is_drawn=is_drawn).get_response(request)
        if look:
            look(response)
        if response.streaming:  # a file, which nobody reads; the transaction outlives the answer
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
        transaction.set_rollback(True)
    return response


def ask(cookies, address, method):
    return answer(page(cookies, address, method, is_drawn=False))


def target(name, arguments, found):
    """The address of a name, filled in with a row of its model."""
    if not arguments:
        return reverse(f"admin:{name}")
    if arguments == ["app_label"]:
        return reverse(f"admin:{name}", args=["articles"])
    if name == "view_on_site":
        return None
    prefixes = {model: f"{model._meta.app_label}_{model._meta.model_name}_" for model in found}
    own = (model for model, prefix in prefixes.items() if name.startswith(prefix))
    model = User if name == PASSWORDS else next(own)
    known = {"edition": 1, "what": "change"}  # of a revision; of what one takes note of
    if name == "articles_pendingchange_file":  # of tests.make.refused_change
        pictured = PendingChange.objects.filter(model="articles.photo").first()
        known |= {"pk": pictured.pk, "row": 0, "side": "after"}
    known["field"] = "image" if model is Page else "original"
    known["name"] = Photo.objects.exclude(original="").last().file.name
    for argument in arguments:
        if argument not in known:
            part = PARTS.get(argument, model)
            known[argument] = (found.get(part) or part.objects.last()).pk
    return reverse(f"admin:{name}", kwargs={argument: known[argument] for argument in arguments})


def table(*, every=1):
    """The matrix as rows of text, headings first. Of the addresses that are not asked for, as only
    one in `every` is, the row has but the address and the method.
    """
    users = people()
    found = rows(users)
    cookies = {column: session(user) for column, user in users.items()}
    lines = [["address", "method", *COLUMNS]]
    for place, (name, arguments) in enumerate(sorted({(n, tuple(a)) for n, a in addresses()})):
        at = target(name, list(arguments), found)
        if at is None:
            continue
        is_stock = name.rsplit("_", 1)[-1] in STOCK
        columns = [] if place % every else COLUMNS
        lines += (
            [name, method, *(ask(cookies[column], at, method) for column in columns)]
            for method in (["get"] if is_stock else ["get", "post"])
        )
    for model, options in sorted(admin.site._registry.items(), key=lambda pair: str(pair[0])):
        lines += actions(model, options, users)
    return lines


def actions(model, options, users):
    """Which actions of a list each role is offered."""
    offered = {}
    for column in COLUMNS[1:]:
        request = RequestFactory().get("/")
        request.user = User.objects.get(pk=users[column].pk)
        offered[column] = options.get_actions(request)
    names = sorted(set().union(*offered.values()))
    for name in names:
        answers = ["yes" if name in offered[column] else "no" for column in COLUMNS[1:]]
        yield [f"{model._meta.label_lower}: {name}", "action", "no", *answers]


def as_text(lines):
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()
