"""Which layers of a PDF a reader sees: optional content, ISO 32000-1, 8.11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object

from articles.imaging.pdf.names import spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 8  # expressions within expressions
PURPOSES = {"/View": "/ViewState", "/Print": "/PrintState", "/Export": "/ExportState"}


class Layers:
    """The layers as the file has them when it is opened.

    A layer counts as off if any of its switches is: in the list of layers, or for the screen, for
    printing or for export. What is on the screen and not on paper is no part of the printed page,
    and what is on paper alone was not seen by whoever uploaded the file.
    """

    def __init__(self, catalog: Object) -> None:
        properties = _dictionary(catalog.get("/OCProperties"))
        state = _dictionary(properties.get("/D"))
        self.is_on_unless_listed = state.get("/BaseState") != Name.OFF
        self.on = {group.objgen for group in _dictionaries(state.get("/ON"))}
        self.off = {group.objgen for group in _dictionaries(state.get("/OFF"))}

    def shows(self, content: Object | None) -> bool:
        """Whether what belongs to this layer, or to this combination of layers, is seen."""
        return self._shows(content, depth=0)

    def _shows(self, content: Object | None, *, depth: int) -> bool:
        if not isinstance(content, Dictionary):
            return True
        if content.get("/Type") == Name.OCMD:
            return self._shows_membership(content, depth=depth)
        return self._is_on(content)

    def _is_on(self, group: Dictionary) -> bool:
        usage = _dictionary(group.get("/Usage"))
        for purpose, key in PURPOSES.items():
            if _dictionary(usage.get(purpose)).get(key) == Name.OFF:
                return False
        if group.objgen in self.off:
            return False
        return self.is_on_unless_listed or group.objgen in self.on

    def _shows_membership(self, membership: Dictionary, *, depth: int) -> bool:
        expression = membership.get("/VE")
        if isinstance(expression, Array):
            return self._holds(expression, depth=depth)
        groups = membership.get("/OCGs")
        listed = [groups] if isinstance(groups, Dictionary) else groups
        states = [self._is_on(group) for group in _dictionaries(listed)]
        if not states:
            return True
        policies = {
            "/AllOn": all(states),
            "/AnyOff": not all(states),
            "/AllOff": not any(states),
        }
        return policies.get(spelt(membership.get("/P")), any(states))

    def _holds(self, expression: Array, *, depth: int) -> bool:
        """What an expression of And, Or and Not says; one that is too deep says no."""
        if depth > DEEPEST or not len(expression):
            return False
        terms = [
            self._holds(term, depth=depth + 1)
            if isinstance(term, Array)
            else self._shows(term, depth=depth + 1)
            for term in list(expression)[1:]
        ]
        if expression[0] == Name.Not:
            return not all(terms)
        return any(terms) if expression[0] == Name.Or else all(terms)


def _dictionary(value: Object | None) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()


def _dictionaries(values: Iterable[Object] | Object | None) -> list[Dictionary]:
    if not isinstance(values, Array | list):
        return []
    return [value for value in values if isinstance(value, Dictionary)]
