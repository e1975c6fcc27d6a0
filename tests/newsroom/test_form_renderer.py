"""What our renderer writes without templates is what Django's templates write."""

from functools import partial
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms.renderers import DjangoTemplates, get_default_renderer

from articles.models import Byline
from newsroom.form_renderer import FormRenderer
from tests import make

GROUPED = [("", "—"), ("一组", [("a", "甲<乙"), ("b", "丙 & 丁")]), ("c", '戊"')]
NASTY = '<b>"甲" & 乙</b>'


class Parts(HTMLParser):
    """Tags with their attributes, in any order, and texts, without white space around them."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        self.found += [data.strip()] if data.strip() else []


def parts(html):
    return Parts(str(html)).found


@pytest.mark.parametrize("value", [None, "", "b", NASTY, 0, 57.5, ["a", "c"]])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput,
        partial(forms.TextInput, attrs={"class": "vTextField", "data-q": NASTY, "disabled": False}),
        forms.NumberInput,
        forms.HiddenInput,
        partial(forms.CheckboxInput, attrs={"required": True}),
        partial(forms.CheckboxInput, check_test=lambda value: value == "b"),
        partial(forms.Textarea, attrs={"rows": 3}),
        partial(forms.Select, choices=GROUPED),
        partial(forms.SelectMultiple, choices=GROUPED),
    ],
)
def test_a_widget_is_written_as_by_django(widget, value):
    ours, theirs = (
        widget().render("feld", value, {"id": "id_feld"}, renderer=renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )

    assert parts(ours) == parts(theirs)


@pytest.mark.django_db
@pytest.mark.parametrize("may", ["change", "add", "delete", "view", None])
def test_the_links_beside_a_choice_are_written_as_by_django(may):
    who, field = make.reporter(name=NASTY), Byline._meta.get_field("reporter")
    choice = forms.ModelChoiceField(field.related_model.objects.all())
    inner = AutocompleteSelect(field, admin.site)
    inner.choices = choice.choices
    rights = {f"can_{verb}_related": verb == may for verb in ("change", "add", "delete", "view")}
    widget = RelatedFieldWidgetWrapper(inner, field.remote_field, admin.site, **rights)

    ours, theirs = (
        widget.render("reporter", who.pk, {"id": "id_r"}, renderer=renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )

    assert parts(ours) == parts(theirs)


def test_labels_and_errors_are_written_as_by_django():
    class Form(forms.Form):
        name = forms.CharField(label=NASTY)

    for data in ({}, {"name": "甲"}):
        ours, theirs = (Form(data, renderer=r()) for r in (FormRenderer, DjangoTemplates))
        assert ours["name"].label_tag() == theirs["name"].label_tag()
        assert str(ours["name"].errors) == str(theirs["name"].errors)
        assert ours["name"].errors.as_ul() == theirs["name"].errors.as_ul()


def test_it_is_what_the_desk_uses():
    assert isinstance(get_default_renderer(), FormRenderer)
