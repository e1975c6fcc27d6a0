import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.excerpts import LENGTH, excerpt, marked
from articles.search.matching import words
from articles.text.tokens import solid

TEXTS = st.text(alphabet="义乌共富 aB5，。！“”《》\n", max_size=400)


def shown(pieces):
    return "".join(f"[{text}]" if is_marked else text for text, is_marked in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("义乌在义乌", "义乌", "[义乌]在[义乌]"),
        ("“李祖乡遇”共富工坊", "乡遇共富", "“李祖[乡遇”共富]工坊"),
        ("共富工坊", "共富 富工", "[共富工]坊"),
        ("义义义", "义义", "[义义义]"),
        ("建5G网、５Ｇ站、15G", "5g", "建[5G]网、[５Ｇ]站、15G"),
        ("義烏", "义乌", "[義烏]"),
        ("遵义乌江", "义乌", "遵[义乌]江"),
        ("没有", "义乌", "没有"),
        ("", "义乌", ""),
    ],
)
def test_words_are_marked_in_the_text_as_it_stands(text, typed, found):
    assert shown(marked(text, words(typed))) == found


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("头一句。有义乌的一句！末一句。", "义乌", "有[义乌]的一句！末一句。"),
        ("只有义乌。义乌和工坊。", "义乌 工坊", "[义乌]和[工坊]。"),
        ("他说：“义乌好。”又一句。", "义乌", "他说：“[义乌]好。”又一句。"),
        ("头一段义乌。\n第二段。", "义乌", "头一段[义乌]。"),
        ("开头一句。第二句。", "没有", "开头一句。第二句。"),
        ("", "义乌", ""),
        ("。。。", "义乌", "。。。"),
    ],
)
def test_an_excerpt_is_whole_sentences(text, typed, found):
    assert shown(excerpt(text, words(typed))) == found


def test_a_long_sentence_is_cut_at_its_clauses():
    text = (
        "，".join(["前前前前前前前前前"] * 12 + ["这里有义乌"] + ["后后后后后后后后后"] * 12) + "。"
    )

    cut = shown(excerpt(text, ["义乌"]))

    assert cut.startswith("…这里有[义乌]，后后")
    assert cut.endswith("后…")
    assert len(cut) <= LENGTH + 4


def test_a_sentence_without_clauses_is_cut_around_the_word():
    cut = shown(excerpt("前" * 300 + "义乌" + "后" * 300, ["义乌"]))

    assert cut == f"…{'前' * 30}[义乌]{'后' * 58}…"


@given(TEXTS, TEXTS)
def test_an_excerpt_comes_from_the_text(text, typed):
    asked = words(typed)
    pieces = excerpt(text, asked)
    whole = "".join(piece.text for piece in pieces)

    assert len(whole) <= LENGTH + 2
    assert solid(whole.strip("…")) in f"{solid(text)} "
    assert "".join(piece.text for piece in marked(text, asked)) == text
    for piece in pieces:
        assert not piece.is_marked or any(word.strip() in solid(piece.text) for word in asked)
