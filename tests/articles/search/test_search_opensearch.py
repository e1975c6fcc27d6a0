"""What OpenSearch is told: each change once it is committed, in whatever order, losing none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.models import PublishedArticle, SearchChange, SearchEntry
from articles.search import engines
from articles.search.engines import opensearch
from articles.search.engines.client import Client
from articles.stand import publishing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_url")]

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9/newsroom"  # where nothing listens


def found(q, **asked):
    return [hit.story for hit in search.answer(search.Question.read({"q": q} | asked)).hits]


def found_by(gram):
    """The keys of the stories the server itself has under a gram."""
    server = engines.engine().client
    query = {"bool": {"filter": [{"term": {"grams": gram}}]}}
    sort = [{"moment": "desc"}, {"key": "desc"}]
    asked = {"query": query, "sort": sort, "size": 1_000}
    answer = server.ask("POST", f"/{server.name}/_search", asked)
    return [int(hit["_id"]) for hit in answer["hits"]["hits"]]


def indexes():
    server = engines.engine().client
    found = server.ask("GET", f"/{server.name}-*/_alias")
    return {name.removeprefix(f"{server.name}-"): [*of["aliases"]] for name, of in found.items()}


def published(headline, **fields):
    """Told at once, as a change that is committed is."""
    story = make.published(headline=headline, **fields)
    search.drain()
    return story


# ---- Nothing is lost ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_as_it_is_committed():
    story = make.published(headline="义乌")

    assert (found("义乌"), SearchChange.objects.count()) == ([story], 0)


def test_a_change_that_is_undone_is_not_told():
    story = published("旧主题")
    story.article.headline = "新主题"
    story.article.save()
    with transaction.atomic():
        publishing.publish(story.article, by=None)
        transaction.set_rollback(True)

    assert search.drain() == 0
    assert (found("旧主题"), found("新主题")) == ([story], [])


@pytest.mark.django_db(transaction=True)
def test_what_changes_while_the_server_is_down_is_told_later(settings, caplog):
    published("先来的")
    up, settings.SEARCH_URL = settings.SEARCH_URL, NOWHERE
    story = make.published(headline="义乌")  # no editor sees an error
    assert "the search server has not answered yet" in caplog.text
    with pytest.raises(CommandError, match="does not answer"):
        call_command("drain_search")
    assert SearchChange.objects.count() == 1

    settings.SEARCH_URL = up
    call_command("drain_search")

    assert (found("义乌"), SearchChange.objects.count()) == ([story], 0)


def test_what_is_sent_late_or_twice_undoes_nothing():
    story = make.published(headline="旧主题")
    late = SearchChange.objects.get()
    stale = opensearch._documents([story.pk])
    story.article.headline = "新主题"
    story.article.save()
    publishing.publish(story.article, by=None)
    search.drain()

    server = engines.engine()
    head = {"_index": f"{server.name}-1", "_id": str(story.pk), "version": late.pk}
    lines = [{"index": head | {"version_type": "external"}}, stale[story.pk] | {"change": late.pk}]
    server.client.ask_many("/_bulk?refresh=true", lines)
    assert (found_by("新主"), found_by("旧主")) == ([story.pk], [])

    late.save()  # it was sent, and nobody heard the answer
    assert search.drain() == 1
    assert (found("新主题"), SearchChange.objects.count()) == ([story], 0)


def test_more_than_one_request_holds_is_told_in_order(monkeypatch):
    monkeypatch.setattr(opensearch, "BATCH", 2)
    stories = [make.published(headline="义乌") for _ in range(5)]

    assert search.drain() == 5
    assert found("义乌") == stories[::-1]


def test_a_refusal_keeps_the_change(monkeypatch):
    make.published(headline="义乌")
    monkeypatch.setattr(opensearch, "_microseconds", lambda moment: "no number")

    with pytest.raises(search.EngineDown):
        search.drain()

    assert SearchChange.objects.count() == 1


# ---- What the server loses -----------------------------------------------------------------------


@pytest.fixture
def lose(transactional_db):
    """A server whose disk is another."""
    server = engines.engine().client

    def lost():
        server.ask("DELETE", f"/{server.name}-1")

    return lost


def test_an_index_that_is_lost_is_noticed_and_told_again(lose):
    stories = [make.published(headline="义乌") for _ in range(3)]
    search.rebuild_desk()
    assert search.is_current()
    lose()
    assert not search.is_current()

    call_command("drain_search")

    assert search.is_current()
    assert found("义乌") == stories[::-1]
    assert search.drain() == 0


@pytest.mark.parametrize("size", [2, 2_000])
def test_stories_that_are_lost_are_told_again_and_no_others(lose, monkeypatch, size):
    monkeypatch.setattr(opensearch, "MOST", size)
    stories = [make.published(headline="义乌") for _ in range(6)]
    lose()
    for story in stories[1:4]:
        search.index(story)  # these are told at once, and the server begins anew with them
    assert found_by("义乌") == [story.pk for story in stories[3:0:-1]]

    assert search.drain() == 3

    assert found_by("义乌") == [story.pk for story in stories[::-1]]


def test_a_server_set_back_to_a_snapshot_is_told_what_changed_since(lose):
    story, other = make.published(headline="旧主题"), make.published(headline="旧主题")
    server, past = engines.engine(), opensearch._documents([story.pk, other.pk])
    for one, headline in ((story, "新主题"), (other, "旧主题")):
        one.article.headline = headline
        one.article.save()
        publishing.publish(one.article, by=None)
    versions = dict(SearchEntry.objects.values_list("pk", "answered"))
    lose()
    lines = []
    for key, version in ((story.pk, 1), (other.pk, versions[other.pk])):
        head = {"_index": f"{server.name}-1", "_id": str(key), "version": version}
        lines += [{"index": head | {"version_type": "external"}}, past[key] | {"change": version}]
    server._create(1, alias=server.name)
    server.client.ask_many("/_bulk?refresh=true", lines)
    assert found_by("新主") == []

    assert search.drain() == 1

    assert (found_by("新主"), found_by("旧主")) == ([story.pk], [other.pk])


# ---- What happens in the middle of a request -----------------------------------------------------


class Interrupted(Client):
    """A client beside which something happens once: after the server was asked which indexes it
    has, and before it is sent the first changes for them.
    """

    def __init__(self, url, happens):
        super().__init__(url)
        self.to_come = [happens]

    def ask_many(self, path, lines):
        while self.to_come:
            self.to_come.pop()()
        return super().ask_many(path, lines)


def send_while(happens, settings):
    """Send all that waits, while this happens."""
    client = Interrupted(settings.SEARCH_URL, happens)
    try:
        opensearch.OpenSearch(client).drain()
    finally:
        client.close()


@pytest.mark.django_db(transaction=True)
def test_a_change_beside_a_change_over_goes_to_the_new_index(settings):
    story = make.published(headline="旧主题")
    with transaction.atomic():
        transaction.on_commit(lambda: send_while(search.rebuild, settings))
        story.article.headline = "新主题"
        story.article.save()
        publishing.publish(story.article, by=None)

    assert indexes() == {"2": [engines.engine().name]}
    assert (found("新主题"), found("旧主题"), SearchChange.objects.count()) == ([story], [], 0)
    assert search.drain() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_for_a_new_index_that_takes_over_meanwhile_is_not_taken_for_sent(settings):
    story = make.published(headline="义乌")
    engine = engines.engine()
    engine.clear()
    SearchChange.objects.create(story=story)

    with pytest.raises(search.EngineDown, match="404"):  # the change-over has sent it already
        send_while(engine.tidy, settings)

    assert indexes() == {"2": [engine.name]}
    assert (found_by("义乌"), search.drain()) == ([story.pk], 0)


def test_an_index_that_is_lost_in_the_middle_is_made_by_us_alone(settings, lose):
    """The server would make one by itself, without our settings, and keep the grams it is sent."""
    story = published("义乌")
    SearchChange.objects.create(story=story)

    with pytest.raises(search.EngineDown, match="404"):
        send_while(lose, settings)
    assert indexes() == {}

    search.drain()
    assert (indexes(), found("义乌")) == ({"1": [engines.engine().name]}, [story])


# ---- What readers may not see -------------------------------------------------------------------


def test_a_withdrawn_story_is_gone_before_the_server_knows_and_then_there_too():
    stories = [published("义乌") for _ in range(3)]
    gone = stories[1]

    publishing.withdraw(gone.article, reason="失实", at=timezone.now())
    assert found("义乌") == [stories[2], stories[0]]
    assert found_by("义乌") == [story.pk for story in stories[::-1]]

    search.drain()
    assert found_by("义乌") == [stories[2].pk, stories[0].pk]

    publishing.reinstate(gone.article)
    search.drain()
    assert found("义乌") == stories[::-1]


def test_a_moment_that_is_put_off_is_followed():
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    article = make.article(headline="义乌", publish_at=soon)
    story = publishing.publish(article, by=None)
    search.drain()
    article.publish_at = later
    article.save()
    publishing.reschedule(article)
    search.drain()

    def at(moment):
        question = search.Question(q="义乌")
        return [hit.story for hit in search.answer(question, now=moment).hits]

    assert at(soon + timedelta(minutes=30)) == []
    assert at(later) == [story]


def test_pages_are_whole_however_many_stories_are_hidden(monkeypatch):
    monkeypatch.setattr(search.results, "PAGE_SIZE", 3)
    monkeypatch.setattr(search.results, "CANDIDATES", 4)
    monkeypatch.setattr(opensearch, "SPARE", 0)
    stories = [published("义乌", at=NOON + timedelta(hours=n // 2)) for n in range(20)]
    hidden = stories[::2] + stories[5:9]
    PublishedArticle.objects.filter(pk__in=[s.pk for s in hidden]).update(withdrawn_at=NOON)
    shown = [story for story in stories[::-1] if story not in hidden]

    seen, after = [], {}
    while after is not None:
        answer = search.answer(search.Question.read({"q": "义乌"} | after))
        seen += [hit.story for hit in answer.hits]
        after = {"after": str(answer.next)} if answer.next else None

    assert seen == shown


# ---- Rebuilding ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_new_index_takes_over_when_it_is_whole(settings):
    stories = [make.published(headline="义乌") for _ in range(3)]
    assert indexes() == {"1": [name := settings.SEARCH_URL.rpartition("/")[2]]}
    engines.engine().clear()  # of a rebuild that died
    assert indexes() == {"1": [name], "2": [f"{name}-next"]}
    assert found("义乌") == stories[::-1]
    late = make.published(headline="义乌")  # both are told

    call_command("rebuild_search")

    assert indexes() == {"3": [name]}
    assert found("义乌") == [late, *stories[::-1]]
    search.rebuild_desk()
    assert search.is_current()


@pytest.mark.django_db(transaction=True)
def test_a_new_index_that_lost_a_story_does_not_take_over():
    story = make.published(headline="义乌")
    engines.engine().clear()  # nothing waits, so the new index is told nothing

    with pytest.raises(search.EngineDown, match="has lost 1 stories"):
        engines.engine().tidy()

    assert (len(indexes()), found("义乌")) == (2, [story])


def test_a_rebuild_without_a_server_changes_nothing(settings):
    story = published("义乌")
    up, settings.SEARCH_URL = settings.SEARCH_URL, NOWHERE

    with pytest.raises(CommandError, match="does not answer"):
        call_command("rebuild_search")
    assert not search.is_current()

    settings.SEARCH_URL = up
    assert found("义乌") == [story]


@pytest.mark.django_db(transaction=True)
def test_another_engine_has_to_be_told_everything(settings):
    story = make.published(headline="义乌")
    search.rebuild_desk()
    settings.SEARCH_URL = ""
    follows = connection.vendor == "postgresql"  # its index is of the entries themselves
    assert (found("义乌"), search.is_current()) == ([story] if follows else [], False)

    publishing.republish([story.pk])  # leaves what is not there alone
    search.rebuild()

    assert (found("义乌"), search.is_current()) == ([story], True)


# ---- Without an answer --------------------------------------------------------------------------


def test_readers_are_told_that_search_is_down(client, settings):
    tag = make.tag(name="义乌")
    published("义乌", tags=[tag])
    settings.SEARCH_URL = NOWHERE

    response = client.get(reverse("search"), {"q": "义乌"})
    assert response.status_code == 503
    assert "搜索暂时不可用" in response.content.decode()
    assert [s.label for s in search.suggestions("义乌")] == ["义乌"]  # the tag
