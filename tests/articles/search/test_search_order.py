from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from articles import search
from articles.models import SearchEntry
from articles.search import results
from articles.search.engines import database
from articles.search.index import FIELDS
from articles.stand import publishing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def ask(q, **asked):
    search.drain()
    return search.answer(search.Question.read({"q": q} | asked))


def found(q, **asked):
    return [hit.story for hit in ask(q, **asked).hits]


# ---- Order, pages, counts -----------------------------------------------------------------------


def test_better_places_come_first_and_newer_ones_among_equals():
    def at(hour, **fields):
        return make.published(at=NOON + timedelta(hours=hour), **fields)

    body_old, body_new = (at(n, body="<p>义乌</p>") for n in (1, 9))
    summary = at(8, summary="义乌")
    subhead = at(2, subhead="义乌")
    headline = at(0, headline="义乌")
    kicker = at(3, kicker="义乌")

    assert found("义乌") == [kicker, headline, subhead, summary, body_new, body_old]
    assert found("义乌", sort="date") == [body_new, summary, kicker, subhead, body_old, headline]


@pytest.mark.parametrize("sort", ["", "date"])
def test_pages_hold_every_story_once_and_in_order(sort, monkeypatch):
    monkeypatch.setattr(results, "PAGE_SIZE", 3)
    monkeypatch.setattr(results, "CANDIDATES", 7)
    monkeypatch.setattr(database, "FEW", 0)
    monkeypatch.setattr(database, "RECENT", 5)
    stories = [  # some at one moment
        make.published(
            headline="义乌" if n % 3 else "别的", body="<p>义乌</p>", at=NOON + timedelta(n // 2)
        )
        for n in range(17)
    ][::-1]
    make.published(headline="别的", at=NOON + timedelta(3))
    newest = sorted(stories[:7], key=lambda s: s.headline != "义乌") if not sort else stories[:7]

    seen, after, pages = [], {}, 0
    while after is not None:
        answer = ask("义乌", sort=sort, **after)
        assert (answer.count, answer.is_capped) == (7, True)
        seen += [hit.story for hit in answer.hits]
        after = {"after": str(answer.next)} if answer.next else None
        pages += 1
        if pages == 1:  # does not push the others on
            make.published(headline="义乌")

    assert (seen, pages) == ([*newest, *stories[7:]], 6)


def test_common_and_rare_words_are_found_in_the_same_order(monkeypatch):
    stories = [make.published(body="<p>义乌</p>", at=NOON + timedelta(n)) for n in range(12)][::-1]
    make.published(at=NOON)
    rare = found("义乌")
    monkeypatch.setattr(database, "FEW", 0)
    for recent in [100, 2, 12]:
        monkeypatch.setattr(database, "RECENT", recent)
        assert found("义乌") == rare == stories


def test_an_answer_is_narrowed_and_counted():
    section, tag = make.section(), make.tag()
    entity, reporter = make.entity(), make.reporter()
    article = make.article(headline="义乌", section=section, tags=[tag])
    make.byline(article=article, reporter=reporter)
    make.mention(article=article, entity=entity)
    make.photo_use(article=article)
    rich = publishing.publish(article, by=None, at=NOON)
    plain = make.published(headline="义乌", section=section, at=NOON - timedelta(1))

    ties = {"section": section, "tag": tag, "entity": entity, "reporter": reporter}
    for name, row in ties.items():
        expected = [rich, plain] if row is section else [rich]
        assert found("义乌", **{name: str(row.pk)}) == expected
        assert ask("义乌").ties[name[0], row.pk] == len(expected)
    assert found("义乌", photo="1") == [rich]
    assert ask("义乌").pictured == 1
    assert found("义乌", section=str(section.pk), tag=str(tag.pk), photo="1") == [rich]
    assert found("义乌", since="2024-03-01") == [rich]
    assert found("义乌", until="2024-02-29") == [plain]
    assert found("义乌", since="2024-02-29", until="2024-03-01") == [rich, plain]


# ---- The index ----------------------------------------------------------------------------------


def test_rebuild_gives_the_same_index(django_capture_on_commit_callbacks):
    stories = [make.published(headline=f"义乌{n}") for n in range(3)]
    index = SearchEntry.objects.order_by("pk").values(*FIELDS)
    before = list(index)
    out = StringIO()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("rebuild_search", stdout=out)

    assert list(index.all()) == before
    assert out.getvalue() == "3 articles indexed\n3 stories of the desk indexed\n"
    assert found("义乌") == stories[::-1]


def test_an_index_by_another_tokenizer_is_not_current(django_capture_on_commit_callbacks):
    search.index_desk(make.published(headline="义乌").article)
    search.drain()
    assert search.is_current()

    SearchEntry.objects.update(version="00000000")
    assert not search.is_current()
    with django_capture_on_commit_callbacks(execute=True):
        search.rebuild()
    assert search.is_current()

    SearchEntry.objects.all().delete()
    assert not search.is_current()
