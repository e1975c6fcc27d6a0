"""Headlines are broken where a reader would break them."""

import pytest

from articles.search import Piece
from newsroom.templatetags.newsroom import unbroken

WORD = '<span class="word">{}</span>'


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("共富工坊上榜", ["共富工坊"], '<span class="word">共富工坊</span>上榜'),
        ("上榜", ["共富工坊"], "上榜"),
        ("上榜", [], "上榜"),
        ("上榜", [""], "上榜"),
        ("走向“共治”？", [], f"{WORD.format('走向')}<wbr>{WORD.format('“共治”')}？"),
        ("公布首批“空间”", [], f"公布<wbr>{WORD.format('首批')}<wbr>{WORD.format('“空间”')}"),
        ("以“共治”5G“空间”", [], f"以<wbr>{WORD.format('“共治”')}5G<wbr>{WORD.format('“空间”')}"),
        ("“一”“” “九百九十九人同心共建家园”", [], "“一”“” “九百九十九人同心共建家园”"),
        ("“一二”三四", ["三四"], f"{WORD.format('“一二”')}<wbr>{WORD.format('三四')}"),
        ("《一二》", ["一二"], f"《{WORD.format('一二')}》"),
        ("义乌好人", ["义乌", "义乌好人"], '<span class="word">义乌好人</span>'),
        ("<b>&好人", ["<b>"], '<span class="word">&lt;b&gt;</span>&amp;好人'),
        ("C++(1)", ["C++(1)"], '<span class="word">C++(1)</span>'),
    ],
)
def test_known_and_quoted_words_hold_together_and_nothing_else_changes(line, words, expected):
    assert unbroken(line, words) == expected


def test_a_headline_that_was_searched_for_keeps_its_marks():
    pieces = [Piece("走向“共"), Piece("治”？", is_marked=True), Piece("<b>")]

    assert unbroken(pieces) == (
        f"{WORD.format('走向')}<wbr>{WORD.format('“共<mark>治”</mark>')}<mark>？</mark>&lt;b&gt;"
    )
