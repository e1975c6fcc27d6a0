"""A story published while a name is being hidden: PostgreSQL alone runs two writers at once."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for

import pytest
from django.db import connection, transaction

from articles.models import PublishedArticle
from articles.stand import hiding, publishing
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]


@pytest.fixture
def acts():
    """What either writer does."""
    person, chief = make.entity(name="楼宝娟"), make.chief()
    article = make.article(body="<p>楼宝娟来了。</p>")
    return (
        lambda: hiding.hide(person, by=chief, reason="本人要求。"),
        lambda: publishing.publish(article, by=None),
    )


@pytest.mark.parametrize("first", [0, 1], ids=["hiding first", "publishing first"])
def test_whoever_comes_first_the_name_is_hidden(acts, first):
    def then():
        try:
            return acts[1 - first]()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            acts[first]()
            waiting = pool.submit(then)
            wait_for([waiting], timeout=2)
            assert not waiting.done()
        waiting.result()

    assert "某某来了" in PublishedArticle.objects.get().body_html
