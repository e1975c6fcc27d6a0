"""Thousands of requests that no page of ours sends, to every address of readers and of the desk,
those that answer in JSON among them: each is answered, and none with a fault of ours.

What is sent is drawn by chance from a seed, so that a failure is seen again.
"""

import random
from collections import Counter

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tests import make
from tests.forms import hostile
from tests.forms.desk import Desk
from tests.permissions import matrix

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

NAMES = [
    *["q", "term", "page", "after", "before", "section"],
    *["since", "until", "photo", "sort", "p", "o"],
    *["e", "all", "_popup", "_to_field", "_facets", "action"],
    *["_selected_action", "select_across", "index", "move", "based_on", "seen"],
    *["edition", "digest", "autosave_window", "autosave_follows", "typing_on", "leaving"],
    *[
        "form-TOTAL_FORMS",
        "form-INITIAL_FORMS",
        "form-0-id",
        "form-0-article",
        "form-0-points",
        "bylines-TOTAL_FORMS",
    ],
    *["bylines-INITIAL_FORMS", "bylines-0-reporter", "headline", "body", "text", "html"],
    *["plain", "name", "line", "field", "quote", "choices"],
    *["points", "number", "files", "file", "original", "pictures"],
    *["half_width", "carried", "app_label", "model_name", "field_name", "username"],
    *["password", "next", "stamp", "topic", "passage", "story-1-headline"],
    *["story-1-sure", "story-9999-body", "until_at", "days", "for_whom", "tags"],
    *["source", "reason", "confirm", "year", "month", "_save"],
    *["_continue", "_saveasnew", "_preview", "_review", "post", "sent_form"],
    *["csrfmiddlewaretoken"],
]
DEEP = ["[" * 20_000, '{"a":' * 20_000, "<p>" * 5_000, "(" * 20_000, '"' * 20_000]
VALUES = [
    *hostile.TEXTS, *hostile.NUMBERS, *hostile.DAYS, *hostile.KEYS, *hostile.CHOICES,
    *hostile.ASKED, *DEEP,
    "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"%", "", "1", "0", "null", "{}",
]  # fmt: skip
PIECES = ["1", "0", "9" * 30, "甲", "%00", "a" * 3000, "..", "2023-12-26", "a.json", "-1", "😀"]
TYPES = [
    "application/json", "text/xml", "application/octet-stream", "", "multipart/form-data",
    "multipart/form-data; boundary=\xff", "multipart/form-data; boundary=x; charset=nonsense",
    "application/x-www-form-urlencoded; charset=nonsense", "application/x-www-form-urlencoded",
]  # fmt: skip
BODIES = [
    *[text.encode() for text in DEEP], b"", b"\0", b"\xff" * 3000, b"--x\r\n", b"a=%FF&b=%zz&=&&&",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../a"\r\n\r\nbytes',
    b'--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n=',
    b"&".join(b"a=1" for _ in range(21_000)),
]  # fmt: skip
HEADERS = [
    {}, {"accept": "application/json"}, {"sec-fetch-site": "cross-site"},
    {"x-forwarded-for": "a, b, \xff"}, {"user-agent": "a\u202e" * 500}, {"range": "bytes=9-1"},
    {"if-none-match": '"' * 500}, {"if-modified-since": "词"}, {"accept-language": "a" * 5000},
    {"cookie": "sessionid=" + "x" * 500 + "; preview=\xff; csrftoken=" + "y" * 5000},
]  # fmt: skip


def patterns(resolver, before=""):
    """Every address of readers, with its arguments as they are written in it."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver) and "admin" not in str(each.pattern):
            yield from patterns(each, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern)


class Fuzz:
    """Requests by chance, to the addresses of a desk with a row of every kind."""

    def __init__(self, seed):
        self.chance, self.desk = random.Random(seed), Desk()
        make.published()
        self.readers = list(dict.fromkeys(patterns(get_resolver())))
        self.staff = [
            address
            for name, arguments in sorted({(n, tuple(a)) for n, a in matrix.addresses()})
            if name != "logout" and (address := self.desk.address(name, arguments, {}))
        ]

    def address(self, number):
        """Each of them in turn, those of readers with other arguments each time."""
        known = self.readers + self.staff
        address = known[number % len(known)]
        if address in self.staff:
            return address.partition("?")[0]
        pieces = address.split("<")
        found = pieces[0]
        for piece in pieces[1:]:
            found += self.chance.choice(PIECES) + piece.partition(">")[2]
        return f"/{found}"

    def fields(self):
        names = self.chance.sample(NAMES, self.chance.randint(1, 8))
        return {name: self.chance.choice(VALUES) for name in names}

    def request(self, number):
        address, chance = self.address(number), self.chance
        headers = dict(chance.choice(HEADERS))
        column = chance.choice(["superuser", "superuser", "编辑", "anonymous"])
        cookies = self.desk.cookies[column]
        headers.setdefault("cookie", "; ".join(f"{n}={v}" for n, v in cookies.items()))
        factory = RequestFactory(headers=headers)
        match chance.randrange(4):
            case 0:
                return factory.get(address, self.fields())
            case 1:
                method = chance.choice(["POST", "POST", "PUT", "OPTIONS", "DELETE", "PATCH"])
                body, kind = chance.choice(BODIES), chance.choice(TYPES)
                return factory.generic(method, address, body, content_type=kind)
            case 2:
                name = chance.choice(["file", "files"])
                return factory.post(address, self.fields() | {name: make.upload(content=b"x")})
            case _:
                return factory.post(address, self.fields())

    def answer(self, number):
        """The request, and its answer; what was changed by it is undone."""
        request = self.request(number)
        request._dont_enforce_csrf_checks = True
        with transaction.atomic():
            response = matrix.handler(is_drawn=number % 7 == 0).get_response(request)
            transaction.set_rollback(True)
        return request, response


@pytest.mark.long
@pytest.mark.parametrize("many", [60, pytest.param(5000, marks=pytest.mark.whole)])
def test_whatever_is_sent_is_answered(settings, tmp_path, many):
    settings.MEDIA_ROOT = tmp_path
    fuzz, statuses, kinds, failing = Fuzz(seed=many), Counter(), Counter(), []
    for number in range(many):
        request, response = fuzz.answer(number * 37 if many < 100 else number)
        statuses[response.status_code] += 1
        kinds[response.headers.get("Content-Type", "").partition(";")[0]] += 1
        if response.status_code >= 500:
            failing.append(f"{number}: {request.method} {request.path[:80]}")

    assert failing == [], statuses
    assert sum(statuses.values()) == many
    assert many < 100 or kinds["application/json"] > 20
