"""The tables of grams in the site's own database: searched by index, left without traces."""

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.search.matching import words
from articles.search.tables import DESK, STAND, table
from articles.stand import publishing
from articles.text.folding import IS_HAN
from articles.text.tokens import grams, solid
from tests import make

pytestmark = pytest.mark.django_db


def explained(name, word):
    """The plan of the query that proposes stories."""
    sql, parameters = table(name).query(((word,),))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read through
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {sql}", parameters)
        return " ".join(str(column) for row in cursor.fetchall() for column in row)


@pytest.mark.parametrize("name", [STAND, DESK])
@pytest.mark.parametrize("word", ["义", "义乌", "义乌好人"])
def test_the_index_is_searched_and_not_scanned(name, word):
    search.index_desk(make.published(headline="义乌好人").article)
    plan = explained(name, words(word)[0])

    if connection.vendor == "postgresql":
        assert f"Bitmap Index Scan on {name}_grams" in plan
        assert "Seq Scan" not in plan
    else:
        assert "VIRTUAL TABLE INDEX 0:M" in plan  # M: by MATCH


def proposed(word):
    sql, parameters = table(STAND).query(((word,),))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [key for (key,) in cursor.fetchall()]


def test_publishing_again_leaves_no_trace_of_the_old_text():
    story = make.published(headline="旧的", at=timezone.now())
    story.article.headline = "新的"
    story.article.save()
    publishing.publish(story.article, by=None)

    assert [proposed("旧的"), proposed("新的")] == [[], [story.pk]]


TEXTS = [
    "共富工坊12月26日揭牌，Chinagoods平台与5G、iPhone15联动。",
    "占比达3.5%，C++、A+；王　伟、阿卜杜拉·买买提",
    "𠮷田在一字。二〇二四，ひらがな한국",
    " \ue000s12  \ue000p 李",
    "的",
    "",
]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL cuts texts by itself"
)
@pytest.mark.parametrize("is_query", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_the_database_cuts_a_text_as_we_do(text, is_query):
    """Each gram has a number of its own, and there are no others but those of marks (3.5%)."""
    text = text if "\ue000" in text else solid(text)
    alone = [[gram] for gram in grams(text, is_query=is_query)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_grams(%s, %s)", [text, is_query])
        found = set(cursor.fetchone()[0])
        numbers = set()
        for (gram,) in alone:
            sql = "SELECT articles_grams(%s, true)"
            cursor.execute(sql, [gram if IS_HAN.match(gram) else f" {gram} "])
            numbers.add(cursor.fetchone()[0][0])
    assert numbers <= found
    assert len(found - numbers) == sum(mark in text.split() for mark in ("%", "++", "+"))
