"""SECURITY.md: every requirement is answered, every test named is there, the numbers are ours."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from people.accounts import second_factor, throttling
from people.accounts.reauthentication import KEPT

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([0-9., ]+) \| (met|n/a|not yet) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")

# The requirements of level 1 in version 5.0.0, by chapter and section.
LEVEL_1 = {
    *("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.3.1", "1.3.2", "1.5.1"),
    *("2.1.1", "2.2.1", "2.2.2", "2.3.1"),
    *("3.2.1", "3.2.2", "3.3.1", "3.4.1", "3.4.2", "3.5.1", "3.5.2", "3.5.3"),
    *("4.1.1", "4.4.1", "5.2.1", "5.2.2", "5.3.1", "5.3.2", "6.1.1"),
    *(f"6.2.{n}" for n in range(1, 9)),
    *("6.3.1", "6.3.2", "6.4.1", "6.4.2"),
    *("7.2.1", "7.2.2", "7.2.3", "7.2.4", "7.4.1", "7.4.2"),
    *("8.1.1", "8.2.1", "8.2.2", "8.3.1", "9.1.1", "9.1.2", "9.1.3", "9.2.1"),
    *(f"10.4.{n}" for n in range(1, 6)),
    *("11.3.1", "11.3.2", "11.4.1", "12.1.1", "12.2.1", "12.2.2", "13.4.1"),
    *("14.2.1", "14.3.1", "15.1.1", "15.2.1", "15.3.1"),
}
# How many of levels 1 and 2 each section has.
COUNTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


def answers():
    """The answer to each requirement, with its proof or reason."""
    return [
        (number, answer, why)
        for numbers, answer, why in ROW.findall(TEXT)
        for number in numbers.split(", ")
    ]


@cache
def functions_of(path):
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.parse("")
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_both_levels_is_answered_once():
    numbers = [number for number, _answer, _why in answers()]
    by_section = {}
    for number in numbers:
        section = number.rpartition(".")[0]
        by_section[section] = by_section.get(section, 0) + 1

    assert len(numbers) == len(set(numbers)) == sum(COUNTS.values()) == 253
    assert by_section == COUNTS
    assert len(LEVEL_1 & set(numbers)) == 70


def test_what_is_met_names_a_test_that_is_there():
    named = [(number, TEST.findall(why)) for number, answer, why in answers() if answer == "met"]

    missing = [
        (number, f"{path}::{name}")
        for number, tests in named
        for path, name in tests
        if name not in functions_of(path)
    ]
    assert missing == []
    assert [number for number, tests in named if not tests] == []


def test_what_is_not_met_says_why():
    assert [n for n, answer, why in answers() if answer != "met" and len(why) < 15] == []


def test_level_1_is_met_and_of_level_2_most():
    applies = [(n, answer) for n, answer, _why in answers() if answer != "n/a"]
    second = [answer for n, answer in applies if n not in LEVEL_1]

    assert [n for n, answer in applies if n in LEVEL_1 and answer != "met"] == []
    assert second.count("met") >= 0.85 * len(second)


@pytest.mark.parametrize(
    "heading",
    [
        *("To report a hole", "What is promised", "Against whom", "Getting in", "Who may what"),
        *("What may come in", "Keys and hashes", "What it talks to", "What is kept of whom"),
        *("The record", "Components", "Deployment"),
    ],
)
def test_a_section_says_what_is_asked_of_it(heading):
    after = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]

    assert len(after) > 200


def test_the_numbers_are_those_of_the_code():
    said = " ".join(TEXT.split())
    least = settings.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"]

    for sentence in (
        f"by name and address together ({throttling.NAME_AND_ADDRESS})",
        f"by address ({throttling.ADDRESS})",
        f"by name ({throttling.NAME})",
        f"counted by itself ({throttling.KNOWN_DEVICE})",
        f"have at least {least} characters",
        f"end {settings.SESSION_IDLE.total_seconds() // 3600:.0f} hours after",
        f"{settings.SESSION_LONGEST.days} days after they began",
        f"again after {KEPT.seconds // 60} minutes",
    ):
        assert sentence in said
    assert second_factor.RECOVERY_CODES == 10
    assert "Ten recovery codes" in said
