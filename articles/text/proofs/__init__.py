"""The checks before print, one module a subject; each takes a story and gives its notes.

A check is a function without database: passages in, notes out. A new one is written beside those of
its subject and named in CHECKS. All are warnings, which an editor may let pass: a check that is
wrong once in twenty stories costs more trust than it earns, so that what is not sure is not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from articles.text.proofs import (
    announced,
    calendar,
    headlines,
    listed,
    marks,
    mixed_up,
    pairs,
    quantities,
    relative_days,
    repeats,
    spellings,
    sums,
    times,
)
from articles.text.proofs.passages import Note, Passage, Story, is_cited

__all__ = ["CHECKS", "Note", "Passage", "Story", "is_cited", "notes"]

CHECKS: tuple[Callable[[Story], Iterable[Note]], ...] = (
    calendar.impossible_days,
    calendar.impossible_quarters,
    calendar.backward_dates,
    relative_days.relative_days,
    relative_days.relative_months_and_years,
    relative_days.headline_day,
    times.impossible_times,
    times.backward_times,
    headlines.figures_not_in_body,
    headlines.dates_not_in_body,
    listed.counts_and_lists,
    announced.points_announced,
    announced.steps_announced,
    listed.counts_said_again,
    sums.parts_and_whole,
    quantities.backward_ranges,
    quantities.crossed_temperatures,
    quantities.growth_said_wrongly,
    quantities.impossible_shares,
    quantities.impossible_ages,
    quantities.mistyped_figures,
    spellings.names_in_two_spellings,
    spellings.foreign_names_in_two_spellings,
    pairs.unpaired_marks,
    marks.doubled_marks,
    marks.latin_marks,
    marks.misplaced_marks,
    marks.dots_and_dashes,
    repeats.repeated_words,
    repeats.doubled_characters,
    repeats.repeated_clauses,
    mixed_up.mixed_up_words,
)


def notes(story: Story) -> Iterator[Note]:
    """What all the checks find, but for what is quoted as an example of what is wrong."""
    for check in CHECKS:
        yield from (note for note in check(story) if not is_cited(note))
