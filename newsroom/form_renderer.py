"""Django's forms, with the plain widgets written by functions instead of templates.

The form of a story has a hundred of them, and two nested templates for each cost more than all
else in it. What is written is what Django's templates write, but for white space.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

Context = dict[str, Any]  # what a template is given
Widget = dict[str, Any]  # of a context, what a widget says of itself


def _attrs(attrs: dict[str, Any] | None) -> str:
    """Attributes, each after a space; True stands for one without a value."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in (attrs or {}).items()
        if value is not False
    )


def _label(context: Context) -> str:
    label = conditional_escape(context["label"])
    if not context["use_tag"]:
        return label
    return f"<{context['tag']}{_attrs(context['attrs'])}>{label}</{context['tag']}>"


def _input(context: Context) -> str:
    widget: Widget = context["widget"]
    value = widget["value"]
    held = "" if value is None else f' value="{conditional_escape(value)}"'
    return f'<input type="{widget["type"]}" name="{_name(widget)}"{held}{_attrs(widget["attrs"])}>'


def _select(context: Context) -> str:
    widget: Widget = context["widget"]
    groups = "".join(_group(label, options) for label, options, _index in widget["optgroups"])
    return f'<select name="{_name(widget)}"{_attrs(widget["attrs"])}>{groups}\n</select>'


def _group(label: Any, options: list[Widget]) -> str:
    written = "".join(
        f'\n<option value="{conditional_escape(option["value"])}"{_attrs(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    if not label:
        return written
    return f'\n<optgroup label="{conditional_escape(label)}">{written}\n</optgroup>'


def _textarea(context: Context) -> str:
    """With a line break at the start, which browsers drop: a text may begin with one."""
    widget: Widget = context["widget"]
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{_name(widget)}"{_attrs(widget["attrs"])}>\n{text}</textarea>'


def _name(widget: Widget) -> str:
    return conditional_escape(widget["name"])


def _related(context: Context) -> str:
    """A choice of another row, with the links to change, add, delete or view one."""
    links = "" if context["is_hidden"] else "".join(_links(context))
    ref = (
        ""
        if context["model_has_limit_choices_to"]
        else f' data-model-ref="{context["model_name"]}"'
    )
    return f'<div class="related-widget-wrapper"{ref}>{context["rendered_widget"]}{links}</div>'


def _links(context: Context) -> Iterator[str]:
    params, one = context["url_params"], context.get("change_related_template_url")
    if context["can_change_related"]:
        title = gettext("Change selected %(model)s")
        yield _link(context, "change", title, {"data-href-template": f"{one}?{params}"})
    if context["can_add_related"]:
        title = gettext("Add another %(model)s")
        yield _link(context, "add", title, {"href": f"{context['add_related_url']}?{params}"})
    if context["can_delete_related"]:
        title, address = (
            gettext("Delete selected %(model)s"),
            context["delete_related_template_url"],
        )
        yield _link(context, "delete", title, {"data-href-template": f"{address}?{params}"})
    if context["can_view_related"]:
        title, params = gettext("View selected %(model)s"), context["view_related_url_params"]
        yield _link(context, "view", title, {"data-href-template": f"{one}?{params}"})


def _link(context: Context, verb: str, title: str, leads: dict[str, str]) -> str:
    popup = {} if verb == "view" else {"data-popup": "yes"}
    icon = static(f"admin/img/icon-{verb}link.svg")
    attrs = {
        "class": f"related-widget-wrapper-link {verb}-related",
        "id": f"{verb}_id_{context['name']}",
        **leads,
        **popup,
        "title": title % {"model": context["model"]},
    }
    return f'<a{_attrs(attrs)}><img src="{icon}" alt="" width="24" height="24"></a>'


WIDGETS = "django/forms/widgets"
WRITTEN: dict[str, Callable[[Context], str]] = {
    "django/forms/label.html": _label,
    "admin/widgets/related_widget_wrapper.html": _related,
    f"{WIDGETS}/text.html": _input,
    f"{WIDGETS}/number.html": _input,
    f"{WIDGETS}/hidden.html": _input,
    f"{WIDGETS}/checkbox.html": _input,
    f"{WIDGETS}/select.html": _select,
    f"{WIDGETS}/textarea.html": _textarea,
}

ERRORS = {f"django/forms/errors/list/{name}.html" for name in ("default", "ul")}


class FormRenderer(DjangoTemplates):
    """Named in the setting FORM_RENDERER."""

    def render(
        self, template_name: str, context: Context, request: HttpRequest | None = None
    ) -> str:
        if template_name in ERRORS and not context["errors"]:
            return SafeString()
        write = WRITTEN.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return mark_safe(write(context))  # noqa: S308  # every part is escaped
