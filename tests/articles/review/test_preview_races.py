"""What two people do at once with a link or a comment, each in a transaction of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Comment, PreviewLink, PreviewOpening
from articles.review import comments, preview_links
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite's test database is one connection's own"
    ),
]


def at_once(*calls):
    """The results of calls that start together in threads of their own."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result() for future in [threads.submit(run, call) for call in calls]]


def test_of_many_who_settle_a_comment_at_once_one_is_named():
    comment = make.comment()
    editors = [make.colleague("change_article") for _ in range(5)]

    settled = at_once(*(lambda by=by: comments.resolve(comment, by=by) for by in editors))

    kept = Comment.objects.get()
    assert {(c.resolved_by_id, c.resolved_at) for c in settled} == {
        (kept.resolved_by_id, kept.resolved_at)
    }


def test_of_many_who_revoke_a_link_at_once_one_is_named():
    link = make.preview_link()
    sharers = [make.colleague("view_article", "share_preview") for _ in range(5)]

    revoked = at_once(*(lambda by=by: preview_links.revoke(link, by=by) for by in sharers))

    kept = PreviewLink.objects.get()
    assert {(r.revoked_by_id, r.revoked_at) for r in revoked} == {
        (kept.revoked_by_id, kept.revoked_at)
    }


def test_nothing_is_opened_once_a_revocation_has_been_answered():
    sharer = make.colleague("view_article", "share_preview")
    link = make.preview_link(token="口令")

    def keep_opening():
        for opened in range(500):
            try:
                preview_links.open_by_token("口令", address="", agent="")
            except preview_links.NoSuchLink:
                return opened
        return 500

    def revoke():
        preview_links.revoke(link, by=sharer)
        return PreviewOpening.objects.count()

    known, *opened = at_once(revoke, keep_opening, keep_opening, keep_opening)

    assert sum(opened) == known == PreviewOpening.objects.count()
