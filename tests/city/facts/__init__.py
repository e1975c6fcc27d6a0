"""What a slot of a pattern stands for: one function a slot, which appends its words to a text."""

from tests.city.facts import days, people, places, speech, works

__all__ = ["days", "people", "places", "speech", "works"]
