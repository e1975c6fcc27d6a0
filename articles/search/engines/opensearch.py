"""OpenSearch, for a paper that outgrows one machine. It proposes; the rows of the stand decide.

What changes on the stand is noted in SearchChange in the same transaction, and sent on after it.
The server is sent a story's present state under the key of the change, as an external version, so
nothing that is sent late, twice or in another order undoes what is newer; and a change is crossed
out only when the server has answered for it. It answers when its own log is on the disk; all the
same we keep what it has answered for, and ask it again: it may have lost its disk since, or have
been set back to a snapshot.

Our alias names the index that is searched. While a new one is built it has an alias of its own,
and both are sent every change. It is the aliases that are written to: for the name of an index that
is gone, the server would make a new one by itself, without our settings.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, Sum, When
from django.db.models.functions import Greatest

from articles.models import SearchChange, SearchEntry
from articles.search.engines.base import EngineDown, Stretch
from articles.search.engines.client import Client
from articles.search.matching import Match, holds
from articles.search.tables import Entries
from articles.text.tokens import grams

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet

logger = logging.getLogger(__name__)

BATCH = 500  # stories sent in one request
MOST = 2_000  # documents asked for at a time
SPARE = 50  # proposals more than rows wanted, for those whose pairs stand apart
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CONFLICT = 409  # the server has this version of the story, or a newer one
INDEX: dict[str, Any] = {
    "settings": {
        "index": {
            # Kept in the order they are asked for, so that the newest are found without the rest.
            "sort.field": ["moment", "key"],
            "sort.order": ["desc", "desc"],
            "translog.durability": "request",  # on the disk before it is answered for
        }
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},  # the text stays at home
        "properties": {
            "grams": {"type": "keyword", "doc_values": False},
            "moment": {"type": "long"},  # microseconds
            "key": {"type": "long"},
            "change": {"type": "long"},  # the version again, where it can be added up
        },
    },
}


class OpenSearch:
    kind = "opensearch 2"  # another number for another INDEX

    def __init__(self, client: Client) -> None:
        self.client = client
        self.name = client.name
        self.next = f"{client.name}-next"  # the alias of an index that is being built

    # ---- Writing ----

    def write(self, entries: Entries) -> None:
        self.moved(key for key, _ in entries)

    def remove(self, entries: Entries) -> None:
        """What is written takes the place of what was."""

    def moved(self, keys: Iterable[int]) -> None:
        SearchChange.objects.bulk_create(SearchChange(story_id=key) for key in keys)
        transaction.on_commit(self._send_some, robust=True)

    def _send_some(self) -> None:
        """Send on as much as one request holds; to a server that is down it goes later."""
        try:
            self._send(_waiting())
        except EngineDown as error:
            logger.warning("the search server has not answered yet: %s", error)

    def drain(self) -> int:
        """Send on all that waits, oldest first, and say how many changes. Raises EngineDown.

        What the server answered for and has lost since waits again.
        """
        indexes = self._indexes()
        searched = next((index for index, is_searched in indexes.items() if is_searched), None)
        if searched or not indexes:  # else the first one is being built
            lost = self._lost(searched)
            SearchChange.objects.bulk_create(SearchChange(story_id=key) for key in lost)
        sent = 0
        while batch := _waiting():
            self._send(batch)
            sent += len(batch)
        return sent

    def _send(self, batch: Sequence[SearchChange]) -> None:
        if not batch:
            return
        versions = {change.story_id: change.pk for change in batch}
        documents = _documents(versions)
        refresh = "true" if len(batch) < BATCH else "false"  # only the last of many has to be seen
        if not (indexes := self._indexes()):
            indexes = {self._create(1, alias=self.name): True}
        for is_searched in indexes.values():
            alias = self.name if is_searched else self.next
            lines: list[object] = []
            for key, document in documents.items():
                version = {"version": versions[key], "version_type": "external"}
                head = {"_index": alias, "_id": str(key)} | version
                lines += [{"index": head}, document | {"change": versions[key]}]
            if lines:
                path = f"/_bulk?refresh={refresh}&require_alias=true"
                _require_stored(self.client.ask_many(path, lines))
        newest = Case(
            *(When(pk=key, then=version) for key, version in versions.items()),
            output_field=BigIntegerField(),
        )
        with transaction.atomic():
            SearchEntry.objects.filter(pk__in=versions).update(
                answered=Greatest("answered", newest)
            )
            SearchChange.objects.filter(pk__in=[change.pk for change in batch]).delete()

    # ---- Indexes ----

    def _indexes(self) -> dict[str, bool]:
        """Our indexes, oldest first, and whether each is the one that is searched."""
        found = self.client.ask("GET", f"/{self.name}-*/_alias")
        ours = {index: self.name in of["aliases"] for index, of in found.items()}
        return dict(sorted(ours.items(), key=lambda pair: _number(pair[0])))

    def _create(self, number: int, *, alias: str) -> str:
        index = f"{self.name}-{number}"
        self.client.ask("PUT", f"/{index}", INDEX | {"aliases": {alias: {}}})
        return index

    def clear(self) -> None:
        """Begin a new index, and drop what an earlier rebuild left half done."""
        indexes = self._indexes()
        for index in [index for index, is_searched in indexes.items() if not is_searched]:
            self.client.ask("DELETE", f"/{index}")
        self._create(_number(list(indexes)[-1]) + 1 if indexes else 1, alias=self.next)

    def tidy(self) -> None:
        transaction.on_commit(self._change_over)

    def _change_over(self) -> None:
        """Once the new index has every story, search it instead of the old one."""
        self.drain()
        *old, new = self._indexes()
        if lost := self._lost(new):
            raise EngineDown(f"{new} has lost {len(lost)} stories; the old index is kept")
        actions: list[dict[str, Any]] = [{"add": {"index": new, "alias": self.name}}]
        actions += [{"remove": {"index": new, "alias": self.next}}]
        actions += [{"remove_index": {"index": index}} for index in old]
        self.client.ask("POST", "/_aliases", {"actions": actions})

    def is_whole(self) -> bool:
        if SearchChange.objects.exists():
            return False
        try:
            return not self._lost(self.name)
        except EngineDown:
            return False

    # ---- What it has answered for ----

    def _lost(self, index: str | None) -> list[int]:
        """The stories an index has not, or only as they were before what it answered for."""
        answered = SearchEntry.objects.filter(answered__gt=0)
        if index is None:
            return list(answered.values_list("pk", flat=True))
        self.client.ask("POST", f"/{index}/_refresh")
        if self._kept(index) == answered.aggregate(
            stories=Count("pk"), changes=Sum("answered", default=0)
        ):
            return []
        older = dict(answered.values_list("pk", "answered"))
        for key, change in self._documents_of(index):
            if change >= older.get(key, 0):  # newer: another process has just sent it
                older.pop(key, None)
        return list(older)

    def _kept(self, index: str) -> dict[str, int]:
        """How many stories an index has, and the sum of their changes: cheap to compare."""
        added = {"changes": {"sum": {"field": "change"}}}
        asked = {"size": 0, "track_total_hits": True, "aggs": added}
        answer = self.client.ask("POST", f"/{index}/_search", asked)
        changes = int(answer["aggregations"]["changes"]["value"])
        return {"stories": answer["hits"]["total"]["value"], "changes": changes}

    def _documents_of(self, index: str) -> Iterator[tuple[int, int]]:
        """Every story of an index, by key and change."""
        asked: dict[str, Any] = {"sort": [{"key": "asc"}, {"change": "asc"}], "size": MOST}
        while hits := self.client.ask("POST", f"/{index}/_search", asked)["hits"]["hits"]:
            yield from (hit["sort"] for hit in hits)
            asked["search_after"] = hits[-1]["sort"]

    # ---- Searching ----

    def newest(
        self,
        stories: PublishedArticleQuerySet,
        match: Match,
        *,
        within: Stretch,
        size: int,
        columns: Sequence[str],
    ) -> list[tuple[Any, ...]]:
        answers = within.of(stories).filter(holds(match, proposed=True)).newest_first()
        wanted = min(size + SPARE, MOST)
        asked: dict[str, Any] = {
            "query": {"bool": {"filter": [*map(_clause, match), _range(within)]}},
            "sort": [{"moment": "desc"}, {"key": "desc"}],
            "size": wanted,
            "track_total_hits": False,
        }
        if within.before:
            asked["search_after"] = [_microseconds(within.before.moment), within.before.key]
        # Some of the answer would look like all of it: rather none.
        path = f"/{self.name}/_search?allow_partial_search_results=false"
        found: list[tuple[Any, ...]] = []
        while len(found) < size:
            hits = self.client.ask("POST", path, asked)["hits"]["hits"]
            keys = [int(hit["_id"]) for hit in hits]
            found += answers.filter(pk__in=keys).values_list(*columns)
            if len(hits) < wanted:
                break
            asked["search_after"] = hits[-1]["sort"]
        return found[:size]


def _waiting() -> list[SearchChange]:
    return list(SearchChange.objects.order_by("pk")[:BATCH])


def _require_stored(answer: dict[str, Any]) -> None:
    for item in answer["items"]:
        stored = item["index"]
        if stored["status"] >= 300 and stored["status"] != CONFLICT:
            raise EngineDown(f"story {stored['_id']}: {stored['status']} {stored.get('error')}")


def _documents(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the server is sent of these stories as they stand now: of a withdrawn one, nothing."""
    rows = SearchEntry.objects.filter(pk__in=keys).values_list(
        "pk", "solid", "story__visible_from", "story__withdrawn_at"
    )
    return {
        key: {
            "grams": [] if withdrawn_at else grams(solid),
            "moment": _microseconds(moment),
            "key": key,
        }
        for key, solid, moment, withdrawn_at in rows
    }


def _clause(clause: Sequence[str]) -> dict[str, Any]:
    """One of these texts: all the grams of it."""
    texts = [
        {"bool": {"filter": [{"term": {"grams": gram}} for gram in grams(text, is_query=True)]}}
        for text in clause
    ]
    return {"bool": {"should": texts, "minimum_should_match": 1}}


def _range(within: Stretch) -> dict[str, Any]:
    bounds = {"lte": _microseconds(within.latest)}
    if within.earliest:
        bounds["gte"] = _microseconds(within.earliest)
    return {"range": {"moment": bounds}}


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _number(index: str) -> int:
    return int(index.rpartition("-")[2])
