"""Two changes of one body brought together, or left to a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import body, merging

P = "<p>{}</p>".format


def story(*texts):
    return "".join(map(P, texts))


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("A b c", "a b C", "A b C"),
        ("a b c d", "x a b c", "x a b c d"),
        ("b c", "a b C", "b C"),
        ("A b c", "A b c", "A b c"),
        ("A b c", "A b C", "A b C"),
        ("a B c", "a b x c", "a B x c"),
        ("A b c", "Z b c", None),
        ("b c", "A b c", None),
        ("a x b c", "a y b c", None),
        ("a c", "a B c", None),
    ],
)
def test_paragraphs_come_together_unless_both_changed_the_same(mine, theirs, both):
    merged = merging.merged_body(story(*"abc"), story(*mine.split()), story(*theirs.split()))

    assert merged == (both and story(*both.split()))


def test_lists_and_quotations_are_taken_whole():
    base = "<p>甲</p><ul><li>一</li><li>二</li></ul><blockquote><p>引</p><p>文</p></blockquote>"
    mine = base.replace("二", "2")
    theirs = base.replace("文", "言")

    assert merging.merged_body(base, mine, theirs) == mine.replace("文", "言")
    assert merging.merged_body(base, mine, base.replace("一", "1")) is None


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_what_only_one_changed_is_taken_as_it_is(base, changed):
    was, now = story(*base), story(*changed)

    assert merging.merged_body(was, now, was) == now
    assert merging.merged_body(was, was, now) == now
    assert merging.merged_body(was, now, now) == now
    assert body.clean(now) == now


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [("ab", "ac", "ac"), ("abx", "aby", "abyx"), ("b", "a", ""), ("ba", "abx", "abx")],
)
def test_sets_take_what_was_added_and_lose_what_was_taken(mine, theirs, both):
    assert "".join(merging.merged_set("ab", mine, theirs)) == both
