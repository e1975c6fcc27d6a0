"""Headlines are broken where a reader would break them."""

import pytest

from newsroom.templatetags.newsroom import unbroken


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("共富工坊上榜", ["共富工坊"], '<span class="line">共富工坊</span>上榜'),
        ("上榜", ["共富工坊"], "上榜"),
        ("上榜", [], "上榜"),
        ("上榜", [""], "上榜"),
        ("义乌好人", ["义乌", "义乌好人"], '<span class="line">义乌好人</span>'),
        ("<b>&好人", ["<b>"], '<span class="line">&lt;b&gt;</span>&amp;好人'),
        ("C++(1)", ["C++(1)"], '<span class="line">C++(1)</span>'),
    ],
)
def test_known_words_hold_together_and_nothing_else_changes(line, words, expected):
    assert unbroken(line, words) == expected
