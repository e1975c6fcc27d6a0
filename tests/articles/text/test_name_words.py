"""The lists of words that names are told by."""

from articles.text import name_words
from people.enums import EntityKind


def test_a_word_stands_once_in_a_list():
    twice = {
        name: sorted({word for word in words if words.count(word) > 1})
        for name, words in name_words.LISTS.items()
        if len(set(words)) < len(words)
    }

    assert twice == {}


def test_every_head_has_a_kind_and_one_alone():
    named = [name.removeprefix("heads: ") for name in name_words.LISTS if "heads" in name]
    heads = [
        word for name in name_words.LISTS if "heads" in name for word in name_words.LISTS[name]
    ]

    assert set(named) <= set(EntityKind.values)
    assert len(heads) == len(set(heads)) == len(name_words.HEADS)


def test_the_longest_word_that_fits_is_found():
    assert name_words.either("units").split("|")[0] == "街道"
