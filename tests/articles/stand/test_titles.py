"""Where the lines of titles end is made when they are published, and costs readers nothing."""

import json
import re

import pytest
from django.core.management import call_command

from articles.enums import Stage
from articles.models import Article, PublishedArticle
from articles.stand import hiding, publishing
from articles.text import segmenting
from tests import make

pytestmark = pytest.mark.django_db

BODY = "<p>平台“Chinagoods”上线。</p><h2>记者探访三百余名志愿者</h2><p>正文。</p>"


def story(**fields):
    return make.published(
        **{
            "kicker": "全市外贸再上新台阶",
            "headline": "我市外贸出口1524亿元\n同比增长8.1%",
            "subhead": "前三季度外贸出口增长8.1%",
            "body": BODY,
            "page": make.page(),
            **fields,
        }
    )


def test_titles_are_kept_with_their_breaks_and_lists_have_the_headline_in_one_line():
    words = '<span class="words">{}</span>'
    first = words.format("我市<wbr>外贸<wbr>出") + "口" + words.format("1524亿元")
    second = words.format("同比<wbr>增") + "长" + words.format("8.1%")

    assert story().titles == {
        "kicker": words.format("全市<wbr>外贸<wbr>再上<wbr>新台阶"),
        "headline": f'<span class="line">{first}</span><span class="line">{second}</span>',
        "subhead": words.format("前三季度<wbr>外贸<wbr>出口<wbr>增") + f"长{words.format('8.1%')}",
        "title": (first + second).replace('亿元</span><span class="words">', "亿元<wbr>"),
    }
    web = story(web_headline="外贸数据公布").titles
    assert web["title"] == words.format("外贸<wbr>数据<wbr>公布")


def test_what_leaves_the_page_has_the_plain_text(client):
    published = story()
    out = published.get_absolute_url()
    page = client.get(out).content.decode()

    for part in ("kicker", "headline", "subhead"):
        assert published.titles[part] in page
    head = page.partition("</head>")[0]
    documents = [
        head,
        *re.findall(r"<script[^>]*>.*?</script>", page, re.DOTALL),
        client.get(f"/articles/{published.pk}.json").content.decode(),
        *(client.get(f"/feeds/latest.{kind}").content.decode() for kind in ("rss", "atom", "json")),
        client.get("/sitemap-news.xml").content.decode(),
    ]
    for document in documents:
        assert "wbr" not in document
    assert "<title>我市外贸出口1524亿元同比增长8.1% · " in head
    ninjs = json.loads(client.get(f"/articles/{published.pk}.json").content)
    assert "<h2>记者探访三百余名志愿者</h2>" in ninjs["bodies"][0]["value"]
    assert "\u200b" not in page


def test_names_that_a_story_names_are_held_together_in_its_titles():
    entity = make.entity(name="卢家畈村民委员会", kind="organisation")
    make.entity_name(entity=entity, name="卢家畈村")
    article = make.article(headline="走近卢家畈村", body="<p>在卢家畈村。</p>")
    make.mention(article=article, entity=entity, is_confirmed=True)
    other = make.article(headline="走近卢家畈村", body="<p>在卢家畈村。</p>")

    held = publishing.publish(article, by=None)

    assert "走近<wbr>卢家畈村<" in held.titles["title"]
    assert "卢家<wbr>畈村" in publishing.publish(other, by=None).titles["title"]
    # Hiding another name renders the story of its stored facts, without the desk.
    hidden = make.entity(name="周明远", kind="person")
    Article.objects.filter(pk=article.pk).update(headline="别的题")
    hiding.hide(hidden, by=make.chief(), reason="本人要求")
    held.refresh_from_db()
    assert "走近<wbr>卢家畈村<" in held.titles["title"]


def test_a_hidden_name_stands_in_no_title():
    entity = make.entity(name="周明远", kind="person")
    published = story(kicker="周明远的故事", headline="周明远\n当选", subhead="周明远说")
    hiding.hide(entity, by=make.chief(), reason="本人要求")
    published.refresh_from_db()
    assert "周明远" not in json.dumps(published.titles, ensure_ascii=False)
    assert "周明远" not in json.dumps(published.facts, ensure_ascii=False)


def test_a_preview_breaks_as_the_story_will():
    article = story().article
    preview = publishing.preview(article, address=str)
    assert preview.titles == PublishedArticle.objects.get(pk=article.pk).titles


def test_a_story_from_before_shows_as_it_did_until_it_is_republished(client):
    published = story(headline="评选“最美家庭”\n启动", stage=Stage.SIGNED_OFF)
    PublishedArticle.objects.update(titles={})

    before = client.get(published.get_absolute_url()).content.decode()

    quoted = '<span class="word">评选</span><wbr><span class="word">“最美家庭”</span>'
    assert f'<span class="line">{quoted}</span><span class="line">启动</span>' in before
    call_command("republish", verbosity=0)
    after = client.get(published.get_absolute_url()).content.decode()
    assert published.titles["headline"] in after


def test_pages_for_readers_are_served_without_the_models(client):
    published = story()
    segmenting._jieba.cache_clear()
    segmenting._budoux.cache_clear()

    addresses = [
        "/",
        published.get_absolute_url(),
        published.page.get_absolute_url(),
        "/search/?q=外贸",
        "/feeds/latest.rss",
    ]
    for address in addresses:
        assert client.get(address).status_code == 200

    assert segmenting._jieba.cache_info().currsize == 0
    assert segmenting._budoux.cache_info().currsize == 0
