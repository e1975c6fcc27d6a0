"""Every field of every form of the desk, and every parameter of its addresses, is given what
nobody means to type: a message comes of it, or what is stored is clean, and never a fault of ours.

Fields are found from the forms, parameters by what a page asks its address for.
"""

import re

import pytest
from django import forms
from django.contrib import admin
from django.http import QueryDict

from tests.forms import hostile
from tests.forms.desk import Desk, Written
from tests.forms.test_every_form import Walk
from tests.permissions import matrix

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TICKED = (forms.FileField, forms.BooleanField)  # what is not typed
UNPOKED = re.compile("delete|log(in|out)|password")  # nothing of it is text to be read
LATER_ROW = re.compile("form-[1-9]")  # of a list: the first stands for all
PARTS = ("year", "month", "day")  # by which a list is narrowed down
MARKED = {"based_on", "seen", "seen_edition", "seen_digest", "digest"}  # written by the page


# ---- Forms --------------------------------------------------------------------------------------


def forms_of(context):
    """Every form on a page."""
    found = [getattr(context.get("adminform"), "form", None), context.get("form")]
    found += [context.get("schedule"), *(thread.form for thread in context.get("threads", []))]
    sets = [inline.formset for inline in context.get("inline_admin_formsets", [])]
    sets += [
        context.get("formset"),
        context.get("pages"),
        getattr(context.get("cl"), "formset", None),
    ]
    for formset in filter(None, sets):
        found += [*formset.forms, formset.empty_form]
    if mending := context.get("mending"):
        found += [mending.rest, *mending.stories]
    return [form for form in found if hasattr(form, "fields")]


def errors_of(context):
    """The fields with a message, by the names they are sent under."""
    return {
        form[name].html_name if name in form.fields else name
        for form in forms_of(context)
        if form.is_bound
        for name in form.errors
    }


class Poke:
    """A form of the desk, filled in, of whose fields some are given other values."""

    def __init__(self, walk, sending):
        self.walk, self.sending = walk, sending
        self.typed = sending.sent("superuser")
        opened = walk.desk.opened("superuser", sending.address)
        context = self.context(opened) or self.context(self.send({}, valid={})[0])
        is_beside = opened.status_code == 405  # its form stands on another page, among others
        self.fields = {}
        for form in forms_of(context):
            for name, field in form.fields.items():
                sent_as = form[name].html_name
                if is_beside and sent_as not in self.typed:
                    continue
                for place in ["0", "1"] if "__prefix__" in sent_as else [""]:
                    self.fields[sent_as.replace("__prefix__", place)] = field

    @property
    def texts(self):
        """The names and fields in which text is typed, rows under the form among them."""
        return {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, forms.CharField)
            and not field.widget.is_hidden
            and name.rsplit("-", 1)[-1] not in MARKED
            and not LATER_ROW.match(name)
            and (name in self.typed or "-" not in name)
        }

    @property
    def others(self):
        """The names under which numbers, days, keys and choices are sent, with values for each."""
        found = []
        for name, field in self.fields.items():
            if name in self.texts or isinstance(field, TICKED) or LATER_ROW.match(name):
                continue
            if isinstance(field, forms.SplitDateTimeField):
                found += [(f"{name}_0", hostile.DAYS), (f"{name}_1", hostile.HOURS)]
            elif name in self.typed or "-" not in name:
                found.append((name, values_for(field)))
        return found

    def send(self, changed, *, valid=None):
        """Send the form with other values; return the answer and what was written.

        Where an answer leads, it is followed, before all is undone.
        """
        typed = self.sending.sent("superuser") if valid is None else valid
        led = []

        def look(response):
            place = response.headers.get("Location", "")
            if response.status_code == 302 and place.startswith("/admin/"):
                cookies = self.walk.desk.cookies["superuser"]
                is_drawn = not hostile.DAYS_STORED.isdisjoint(changed.values())
                led.append(matrix.page(cookies, place, is_drawn=is_drawn).status_code)

        with Written() as written:
            response = matrix.page(
                self.walk.desk.cookies["superuser"],
                self.sending.address,
                "post",
                {name: value for name, value in (typed | changed).items() if value is not None},
                is_drawn=False,
                look=look,
            )
        written.led = led
        return response, written

    @staticmethod
    def context(response):
        return getattr(response, "context_data", None) or {}

    def fault(self, what, changed):
        """What is wrong with the outcome, in words, or "" if nothing is."""
        response, written = self.send(changed)
        label = f"{self.sending.name}: {what}"
        if response.status_code >= 500 or any(status >= 500 for status in written.led):
            return f"{label} fails: {response.status_code} {written.led}"
        if unclean := [text for each in written.params for text in hostile.stored(each)]:
            return f"{label} is stored: {unclean[:1]!r}"
        return ""

    def faults_of_texts(self):
        """Each text is given to all fields at once, and to the first three alone."""
        for value in (
            hostile.LURKING,
            hostile.INVISIBLE,
            hostile.CUT,
            hostile.MARKS,
            hostile.EMOJI,
        ):
            yield self.fault(repr(value[:3]), dict.fromkeys(self.texts, value))
            for name in list(self.texts)[:3]:
                yield self.fault(f"{name} {value[:3]!r}", {name: value})
        yield self.fault("long", {n: "长" * 6000 for n, f in self.texts.items() if not limit(f)})
        yield self.fault_of_length()

    def fault_of_length(self):
        """Every field that says how much it takes says so of one more, as a browser counts it."""
        limited = {name: limit(field) for name, field in self.texts.items() if limit(field)}
        if not limited:
            return ""
        values = {name: hostile.too_long(most) for name, most in limited.items()}
        response, written = self.send(values)
        silent = set(limited) - errors_of(self.context(response))
        if silent or written.statements:
            return f"{self.sending.name}: {silent} take one more than {limited}"
        return ""

    def faults_of_others(self):
        for name, values in self.others:
            for value in values:
                yield lambda n=name, v=value: self.fault(f"{n} {v!r}", other_value(n, v))


def other_value(name, value):
    """A moment is sent in two parts: a day without an hour is refused for that alone."""
    hour = {f"{name.removesuffix('_0')}_1": "00:00"} if value in hostile.DAYS[:2] else {}
    return {name: value} | (hour if name.endswith("_0") else {})


def values_for(field):
    """What nobody means to send in a field of its kind."""
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return hostile.DAYS
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return hostile.NUMBERS
    return hostile.KEYS if isinstance(field, forms.ModelChoiceField) else hostile.CHOICES


def limit(field):
    return getattr(field, "max_length", None)


def every_poke(walk):
    """The forms that take something typed, each once: a new row's is like a stored one's."""
    added = {sending.name for sending in walk.sendings if sending.name.endswith("_add")}
    for sending in walk.sendings:
        is_again = sending.name.replace("_change", "_add") in added - {sending.name}
        if "superuser" in sending.who and not is_again and not UNPOKED.search(sending.name):
            yield sending


@pytest.mark.long
@pytest.mark.parametrize("every", [50, pytest.param(1, marks=pytest.mark.whole)])
def test_no_form_fails_or_stores_what_nobody_sees(every):
    walk, faults, tried = Walk(Desk()), [], 0
    for number, sending in enumerate(every_poke(walk)):
        if number % min(every, 29):
            continue
        poke = Poke(walk, sending)
        faults += poke.faults_of_texts()
        for place, fault in enumerate(poke.faults_of_others()):
            if (place + number) % every == 0:
                faults.append(fault())
                tried += 1

    assert sorted(filter(None, faults)) == []
    assert tried > 1


# ---- Addresses ----------------------------------------------------------------------------------


class Asked(QueryDict):
    """What follows an address: nothing; it notes what it is asked for."""

    def __init__(self, names):
        super().__init__("")
        self.names = names

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)

    def getlist(self, name, default=None):
        self.names.add(name)
        return super().getlist(name, default)

    def __contains__(self, name):
        self.names.add(name)
        return super().__contains__(name)


def parameters(desk, address):
    """What a page asks its address for, and what the filters of a list do, each with values."""
    names = set()
    response = matrix.page(desk.cookies["superuser"], address, asked=Asked(names), is_drawn=False)
    context = Poke.context(response)
    if cl := context.get("cl"):
        names |= {"q", "p", "o", "e", "all", "_popup", "_to_field", "_facets", "no_such"}
        names |= {each for spec in cl.filter_specs for each in spec.expected_parameters()}
        if cl.date_hierarchy:
            names |= {f"{cl.date_hierarchy}__{part}" for part in PARTS}
    found = {name: hostile.ASKED for name in names if isinstance(name, str)}
    for form in forms_of(context):
        found = dict.fromkeys(form.fields, hostile.INITIAL) | found
    return found


def addresses(walk):
    """Every address of the desk that is looked at, and what it is about."""
    for name, arguments in sorted({(n, tuple(a)) for n, a in matrix.addresses()}):
        if address := walk.desk.address(name, arguments, {}) if name != "view_on_site" else None:
            yield name, address
    yield from (
        (
            "autocomplete",
            "/admin/autocomplete/?app_label={}&model_name={}&field_name={}".format(
                *str(f.model._meta).split("."), f.name
            ),
        )
        for f in completed()
    )


def completed():
    """The fields that are filled by typing the name of another row."""
    for model, options in admin.site._registry.items():
        for part in [options, *(inline(model, admin.site) for inline in options.inlines)]:
            for name in part.autocomplete_fields:
                yield part.model._meta.get_field(name)


@pytest.mark.long
@pytest.mark.parametrize("every", [60, pytest.param(1, marks=pytest.mark.whole)])
def test_no_address_fails_for_what_follows_it(every):
    walk, failing, tried = Walk(Desk()), [], 0
    for number, (name, address) in enumerate(addresses(walk)):
        if number % min(every, 23):
            continue
        bare, _mark, given = address.partition("?")
        base = dict(QueryDict(given).items())
        found = parameters(walk.desk, address) | dict.fromkeys(base, hostile.ASKED)
        found |= dict.fromkeys(["term", "page"], hostile.ASKED) if base else {}
        pairs = [(key, value) for key in sorted(found) for value in found[key]]
        for place, (key, value) in enumerate(pairs):
            if (place + number) % every:
                continue
            tried += 1
            status = matrix.page(
                walk.desk.cookies["superuser"],
                bare,
                data=base | {key: value},
                is_drawn=key.endswith(PARTS),
            ).status_code
            failing += [f"{name} {key}={value!r}"] if status >= 500 else []

    assert failing == []
    assert tried > 1
