"""A brief that arrives twice at the same moment: PostgreSQL alone runs two writers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict

from articles.models import Article, Revision
from articles.story.brief import Brief, write
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]


def test_a_brief_that_comes_twice_at_once_is_one_story():
    writer = make.staff("记者")
    brief = Brief(uuid4(), "大雨", "正文。", None, is_signed=False, photos=[])
    together = Barrier(2)

    def send(_number):
        try:
            together.wait()
            return write(brief, by=writer, sent=QueryDict()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        keys = set(pool.map(send, range(2)))

    assert keys == {Article.objects.get().pk}
    assert Revision.objects.count() == 1
