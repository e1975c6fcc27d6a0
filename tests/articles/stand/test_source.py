"""Where a story is from, wherever readers and machines get it, and nobody hidden in it."""

import json

import pytest

from articles import search
from articles.models import Article, DeskEntry, PublishedArticle, Unmasked
from articles.review import proofing
from articles.stand import hiding, publishing
from tests import make

pytestmark = pytest.mark.django_db

SOURCE = "据新华社记者林致远报道"
FEEDS = {
    "rss": f"<dc:source>{SOURCE}</dc:source>",
    "atom": f"<dc:source>{SOURCE}</dc:source>",
    "json": f'"_source": "{SOURCE}"',
}


def get(client, address):
    return client.get(address).content.decode()


def unsigned():
    return make.published(source=SOURCE, section=make.section(), page=make.page())


def signed():
    article = make.article(source=SOURCE)
    make.byline(article=article, reporter=make.reporter(name="陈洋波"))
    return publishing.publish(article, by=None)


@pytest.mark.parametrize("make_story", [unsigned, signed])
def test_the_page_of_a_story_says_where_it_is_from(client, make_story):
    html = get(client, make_story().get_absolute_url())
    assert html.count(f'<p class="byline" data-part="source">{SOURCE}</p>') == 1


def test_a_list_says_it_where_a_byline_would_stand_and_only_there(client):
    assert f'<p class="card-byline">{SOURCE}</p>' in unsigned().card_html
    assert SOURCE not in signed().card_html


def test_the_printed_page_and_search_say_it(client):
    story = unsigned()
    assert SOURCE in get(client, story.page.get_absolute_url())
    assert SOURCE in get(client, f"/search/?q={story.headline}")


@pytest.mark.parametrize("format", FEEDS)
def test_feeds_carry_it(client, format):
    story = unsigned()
    feed = get(client, f"/feeds/latest.{format}")
    assert FEEDS[format] in feed
    assert f"p>{SOURCE}" in feed.replace("&lt;", "<").replace("&gt;", ">")
    assert story.title in feed


@pytest.mark.parametrize("format", FEEDS)
def test_a_feed_says_nothing_of_a_story_without_one(client, format):
    make.published()
    assert "source" not in get(client, f"/feeds/latest.{format}")


def test_ninjs_has_it_among_the_sources(client):
    item = json.loads(get(client, signed().get_absolute_url().rstrip("/") + ".json"))
    assert [(s["name"], s["role"]) for s in item["infoSources"]] == [
        ("陈洋波", "文"),
        (SOURCE, "来源"),
    ]
    assert "uri" not in item["infoSources"][-1]


def structured(client, story):
    html = get(client, story.get_absolute_url())
    text = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    graph = json.loads(text)["@graph"]
    return next(part for part in graph if part["@type"] == "NewsArticle")


def test_search_engines_get_it_as_the_credit_and_as_author_of_what_nobody_signed(client):
    document = structured(client, unsigned())
    assert document["creditText"] == SOURCE
    assert document["author"] == [{"@type": "Organization", "name": SOURCE}]
    document = structured(client, signed())
    assert document["creditText"] == SOURCE
    assert [author["name"] for author in document["author"]] == ["陈洋波"]


def test_it_is_found_by_readers_and_at_the_desk(client):
    story = unsigned()
    assert story.search_entry.solid.count("据新华社") == 1
    search.index_desk(story.article)
    assert "据新华社" in DeskEntry.objects.get(pk=story.pk).solid


@pytest.mark.parametrize("make_story", [unsigned, signed])
def test_a_hidden_name_in_it_is_masked_everywhere_and_comes_back(client, make_story):
    story, entity = make_story(), make.entity(name="林致远")
    before = PublishedArticle.objects.get(pk=story.pk)
    address = story.get_absolute_url()

    hidden = hiding.hide(entity, by=make.chief(), reason="本人要求。")

    assert PublishedArticle.objects.get(pk=story.pk).source == "据新华社记者某某报道"
    feeds = (f"/feeds/latest.{format}" for format in FEEDS)
    for page in (address, address.rstrip("/") + ".json", *feeds):
        assert "林致远" not in get(client, page)
    assert "林致远" not in get(client, f"/search/?q={story.headline}")
    hiding.show(hidden, by=make.chief(), reason="可以公开。")
    after = PublishedArticle.objects.get(pk=story.pk)
    assert (after.source, after.card_html) == (SOURCE, before.card_html)
    assert after.fingerprint == before.fingerprint


def test_what_was_kept_of_a_masked_story_before_there_were_sources_is_read():
    story, entity = make.published(headline="林致远来了"), make.entity(name="林致远")
    hidden = hiding.hide(entity, by=make.chief(), reason="本人要求。")
    kept = Unmasked.objects.get()
    del kept.fields["source"]
    kept.save()

    hiding.show(hidden, by=make.chief(), reason="可以公开。")

    shown = PublishedArticle.objects.get(pk=story.pk)
    assert (shown.headline, shown.source) == ("林致远来了", "")


def test_the_checks_before_print_read_it():
    make.lexicon_entry(word="新华杜", level="block")
    blocks, _warnings = proofing.open_findings(make.article(source="据新华杜"))
    assert [(finding.matched, finding.place) for finding in blocks] == [("新华杜", "来源")]


def test_the_column_holds_sixty_characters():
    Article.objects.create(headline="长", source="据" * 60)
    assert Article.objects.get().source == "据" * 60
