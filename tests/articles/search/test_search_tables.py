"""The tables of grams in the site's own database: searched by index, left without traces."""

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.search.matching import words
from articles.search.tables import DESK, STAND, table
from articles.stand import publishing
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
