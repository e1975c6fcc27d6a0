"""What everybody is answered who asks for stories that they may not see: all that the desk and the
stand can be asked, with the keys of such stories and with words that stand in them.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME as CHOSEN
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import reverse

from articles import urls as article_urls
from articles.models import (
    Article,
    Column,
    Correction,
    Issue,
    Page,
    ProposedCorrection,
    ReaderReport,
    Review,
    Section,
    Withdrawal,
)
from people import urls as people_urls
from people.models import Entity, Programme, Reporter, Round
from people.models.drafts import DraftRoll
from tests import crawl
from tests.permissions import matrix
from tests.permissions.planted import STATES, plant

WORD = re.compile("zqxw[a-z]{4}")
NO_WORD = "zqxwzzzz"  # of the same form, and planted nowhere
NO_ROW = SimpleNamespace(pk=987654321)
NUMBER = re.compile(r"\d+")
MOVING = re.compile(  # another one in every answer
    r"""(?:name="(?:csrfmiddlewaretoken|form_key|stamp)" value=|nonce=)"[^"]*"|'nonce-[^']*'"""
    r"""|^(?:Expires|Last-Modified): .*$""",
    re.MULTILINE,
)
# What is shown at the desk to those alone who may see its story.
RECORDS = {Correction, DraftRoll, ProposedCorrection, ReaderReport, Review, Withdrawal}
# Pages that look for what is typed, and the name under which it is sent.
TYPED = {
    "articles_article_sources": "q",
    "articles_photo_shelf": "q",
    "articles_pin_stories": "term",
    "articles_tag_suggest": "q",
}
# The models whose rows a public address names, by the beginning of its name.
PUBLIC = {
    **dict.fromkeys(["article", "report", "share_card"], Article),
    "column": Column,
    "entity": Entity,
    "issue": Issue,
    "page": Page,
    "programme": Programme,
    "reporter": Reporter,
    "round": Round,
    "section": Section,
}


@dataclass(frozen=True)
class Ask:
    """A request. `of` says what it is called; `like` is one for a row that is nowhere, of the same
    kind, which is to be answered alike; `word` is one that it asks for, which may come back with
    the question, but nothing else may differ from what NO_WORD is answered.
    """

    of: str
    address: str
    method: str = "get"
    data: tuple = ()
    like: str = ""
    word: str = ""

    def answer(self, cookies):
        """What comes, read while what it was made of is still there."""
        found, data = [], dict(self.data) or None
        matrix.page(
            cookies,
            self.address,
            self.method,
            data,
            look=lambda response: found.append(Answer(response)),
        )
        return found[0]

    @property
    def kind(self):
        """The same for what is asked alike, of whatever story."""
        said = WORD.sub("", NUMBER.sub("", self.address))
        return self.of, self.method, said, tuple(name for name, _value in self.data)

    def without(self):
        """The same question for a row or a word that is nowhere."""
        if self.like:
            return Ask(self.of, self.like, self.method, self.data)
        return Ask(self.of, self.address.replace(self.word, NO_WORD), self.method, self.data)


class Answer:
    """An answer as far as somebody can read it: its head, the messages it leaves, and its body."""

    def __init__(self, response):
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.messages = _messages(response)
        head = [f"{name}: {value}" for name, value in response.items()]
        body = b"".join(response).decode(errors="replace")
        self.text = "\n".join([*head, *self.messages, body])

    @property
    def words(self):
        """What was planted and can be read here, also where markup stands in the middle of it."""
        return {*WORD.findall(self.text), *WORD.findall(crawl.TAG.sub("", self.text))}

    @property
    def outcome(self):
        """What somebody learns from it who knows nothing but a key."""
        said = (self.location, *self.messages)
        return self.status, *(NUMBER.sub("0", each) for each in said)

    def compared(self, word):
        """The text, which is the same for two questions if nothing came of them."""
        return MOVING.sub("", self.text).replace(word, NO_WORD)


def _messages(response):
    cookie = response.cookies.get(CookieStorage.cookie_name)
    request = RequestFactory().get("/")
    request.COOKIES = {CookieStorage.cookie_name: cookie.value} if cookie else {}
    return [str(message) for message in CookieStorage(request)]


class Walk:
    """Everybody, what is planted, and all that is asked."""

    def __init__(self, *, states=STATES):
        self.users = matrix.people()
        others = matrix.rows(self.users)
        self.planted = plant(self.users, states=states)
        self.users["author"] = self.planted.author
        self.rows = {state: others | self.planted.rows[state] for state in states}
        self.columns = list(self.users)
        self.read = set()  # words that somebody read
        self.others = {}  # answers to what is nowhere
        self.cookies = {column: matrix.session(user) for column, user in self.users.items()}

    def asked_by(self, column, *, every=1):
        """What somebody of that column asks: of one kind in `every`.

        Pages of stories are opened for each story. What else there is takes turns: of a kind one is
        asked by each column, and another one by the next.
        """
        for place, asks in enumerate(self.kinds.values()):
            turn = place + self.columns.index(column)
            if turn % every:
                continue
            is_each = asks[0].like and asks[0].method == "get"
            yield from asks if is_each else [asks[turn // every % len(asks)]]

    @cached_property
    def kinds(self):
        """All that is asked, each once, by its kind."""
        ways = [
            self.by_key,
            self.on_site,
            self.lists,
            self.new_rows,
            self.actions,
            self.typed,
            self.public,
        ]
        found = {}
        for ask in dict.fromkeys(ask for way in ways for ask in way()):
            found.setdefault(ask.kind, []).append(ask)
        return found

    def asked(self, column, ask):
        """What is wrong with the answer that somebody of a column gets, in words."""
        label, cookies = f"{ask.of} {ask.method} as {column}", self.cookies[column]
        answer, hidden = ask.answer(cookies), self.planted.hidden_from(column)
        self.read |= answer.words
        for word in sorted((answer.words - {ask.word}) & hidden):
            state, place = self.planted.places[word]
            yield f"{label}: {place} of a story that is {state}"
        if not hidden or not (ask.like or ask.word):
            return
        other = ask.without()
        if (column, other) not in self.others:
            self.others[column, other] = other.answer(cookies)
        nothing = self.others[column, other]
        if ask.like and answer.outcome != nothing.outcome:
            yield f"{label}: {answer.outcome}, where there is nothing {nothing.outcome}"
        if ask.word and answer.compared(ask.word) != nothing.compared(NO_WORD):
            yield f"{label}: another answer than to what stands nowhere: {ask.address}"

    def by_key(self):
        """Every address of the desk, for the rows of each story; sent as well as opened."""
        names = sorted({(name, tuple(arguments)) for name, arguments in matrix.addresses()})
        for name, arguments in names:
            for state, rows in self.rows.items():
                at = matrix.target(name, list(arguments), rows)
                if at is None:
                    continue
                nowhere = dict.fromkeys(rows, NO_ROW)
                is_hidden = arguments and self.is_of_story(name, state)
                like = matrix.target(name, list(arguments), nowhere) if is_hidden else ""
                yield Ask(name, at, like=like)
                sent = (("post", "yes"),) if name.endswith("_delete") else ()
                yield Ask(name, at, "post", sent, like=like)

    def on_site(self):
        """The way from each row of a story to its page for readers."""
        for model in self.rows_of_stories:
            kind = ContentType.objects.get_for_model(model).pk
            for rows in self.rows.values():
                at = [
                    reverse("admin:view_on_site", args=[kind, each.pk])
                    for each in (rows[model], NO_ROW)
                ]
                yield Ask("view_on_site", at[0], like=at[1] if model is Article else "")

    def is_of_story(self, name, state):
        """Whether an address of that name is one of the story of a state, or of a record of it."""
        return any(
            name.startswith(f"{_prefix(model)}_")
            for model in self.planted.rows[state]
            if model in admin.site._registry and (model is Article or model in RECORDS)
        )

    def lists(self):
        """Every list: searched, narrowed to the rows of a story, and as a popup shows it."""
        for model, options in admin.site._registry.items():
            at = reverse(f"admin:{_prefix(model)}_changelist")
            yield from (
                Ask("list", f"{at}?{asked}") for asked in ("_facets=True", "_popup=1", "e=1")
            )
            columns = [f for f in model._meta.fields if f.related_model in self.rows_of_stories]
            for state, rows in self.rows.items():
                word = self.one_word(state)
                if options.search_fields:
                    yield Ask("search", f"{at}?q={word}", word=word)
                for column in columns:
                    key = rows[column.related_model].pk
                    yield Ask("narrowed", f"{at}?{column.name}__id__exact={key}")
                    if column.related_model is Article:
                        asked = f"{at}?{column.name}__headline__startswith={word}"
                        yield Ask("looked up", asked, word=word)

    def new_rows(self):
        """The form of a new row, with each of its links filled in by the address."""
        names = {name for name, _arguments in matrix.addresses()}
        for model in (m for m in admin.site._registry if f"{_prefix(m)}_add" in names):
            at = reverse(f"admin:{_prefix(model)}_add")
            links = [*model._meta.fields, *model._meta.many_to_many]
            for link in (each for each in links if each.related_model in self.rows_of_stories):
                for rows in self.rows.values():
                    asked = {link.name: rows[link.related_model].pk}
                    yield Ask("filled in", f"{at}?{urlencode(asked)}")
                    yield Ask("sent", at, "post", tuple(asked.items()))

    def actions(self):
        """Every action of a list, with the row of each story."""
        request = RequestFactory().get("/")
        request.user = self.users["superuser"]
        for model, options in admin.site._registry.items():
            at = reverse(f"admin:{_prefix(model)}_changelist")
            for action in options.get_actions(request):
                for rows in self.rows.values():
                    chosen = {"action": action, "index": "0", CHOSEN: rows[model].pk}
                    marked = {f"based_on-{rows[model].pk}": getattr(rows[model], "edition", "")}
                    yield Ask(action, at, "post", tuple((chosen | marked).items()))

    def typed(self):
        """What is offered while somebody types."""
        for state in self.rows:
            word = self.one_word(state)
            for name, parameter in TYPED.items():
                yield Ask(name, f"{reverse(f'admin:{name}')}?{parameter}={word}", word=word)
            for model, column in _autocompleted():
                label, name = model._meta.app_label, model._meta.model_name
                asked = {"app_label": label, "model_name": name, "field_name": column}
                at = f"{reverse('admin:autocomplete')}?{urlencode(asked)}"
                yield Ask("autocomplete", f"{at}&term=")
                yield Ask("autocomplete", f"{at}&term={word}", word=word)

    def public(self):
        """Every address of readers, for what each story has and what it says."""
        for pattern in article_urls.urlpatterns + people_urls.urlpatterns:
            for rows in self.rows.values():
                if at := _public(pattern, rows):
                    yield Ask(f"reader: {pattern.name}", at)
        for state in self.rows:
            word = self.one_word(state)
            for name in ("search", "search_suggest"):
                yield Ask(f"reader: {name}", f"{reverse(name)}?q={word}", word=word)

    @property
    def rows_of_stories(self):
        return {model for rows in self.planted.rows.values() for model in rows}

    def one_word(self, state):
        """The word of a story's headline."""
        return self.planted.story(state).headline


def _prefix(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"


def _autocompleted():
    """The fields that are chosen by typing, with their models."""
    for model, options in admin.site._registry.items():
        for place in [options, *(each(model, admin.site) for each in options.inlines)]:
            yield from ((place.model, column) for column in place.autocomplete_fields)


def _public(pattern, rows):
    """The address of a pattern for the row it names; a tag has a page before it has stories."""
    names = [name for name in PUBLIC if pattern.name.startswith(name)]
    of = PUBLIC[max(names, key=len)] if names else None
    if of is None and pattern.pattern.converters:
        return ""
    row = rows[of] if of else None
    known = {"format": "json", "mark": "x", "day": rows[Issue].date, "number": rows[Page].number}
    known |= {"pk": row and row.pk, "programme_pk": rows[Programme].pk}
    known |= {"slug": getattr(row, "slug", "")} | (pattern.default_args or {})
    named = {*pattern.pattern.converters, *(pattern.default_args or {})}
    return reverse(pattern.name, kwargs={name: known[name] for name in named})
