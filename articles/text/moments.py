"""How a day and a moment are typed at the desk: year, month, day, whatever the browser's language.

A browser's own inputs for dates follow the language of the browser, so that 03/04 is read as March
by one colleague and as April by another. What is typed here is what the stock admin takes as well.
"""

from __future__ import annotations

from typing import Any

from django import forms

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M"


class DayInput(forms.DateInput):
    """A day as 2023-12-26."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hint = {"placeholder": "2023-12-26", "class": "vDateField", "size": 10}
        super().__init__(attrs=hint | (attrs or {}), format=DAY)


class MomentInput(forms.DateTimeInput):
    """A moment as 2023-12-26 08:30."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hint = {"placeholder": "2023-12-26 08:30", "class": "vTextField moment", "size": 16}
        super().__init__(attrs=hint | (attrs or {}), format=MOMENT)
