"""Where the lines of titles end in a browser: between words, whatever the width.

The city's stories keep the words that they are made of; what people wrote is judged by jieba's own
dictionary, five times as large as ours and knowing nothing of BudouX.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from articles.text import breaking
from newsroom import bundles
from tests import make
from tests.city.paper import day
from tests.city.world import build_world

HEADLINES = Path(__file__).parents[1] / "articles" / "text" / "headlines.txt"
HELD = ("name", "number", "date", "quoted", "title")
WIDTHS = (360, 390, 1280)
# The places where the text of an element goes on in another line, and how many ems it is wide.
BROKEN = """() => [...document.querySelectorAll("h1, h2 a")].map(element => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const size = parseFloat(getComputedStyle(element).fontSize);
  const range = document.createRange(), places = [];
  let place = 0, last = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let at = 0;
    for (const character of node.data) {
      range.setStart(node, at);
      range.setEnd(node, at += character.length);
      const box = [...range.getClientRects()].find(box => box.width);
      if (box && last !== null && box.top + box.height / 2 > last + size / 2) places.push(place);
      if (box) last = box.top + box.height / 2;
      place += 1;
    }
  }
  return {text: element.textContent, places, ems: element.getBoundingClientRect().width / size};
})"""


@pytest.fixture
def page(chromium):
    """A page that is given its markup: nothing is served."""
    page = chromium.new_page()
    yield page
    page.close()


def styled(page, html):
    """The page with the readers' style sheet in it."""
    sheet = f"<style>{bundles.text('newsroom/css/reader.css')}</style>"
    page.set_content(f'<!doctype html><html lang="zh-Hans">{sheet}{html}')


def shown(page, headlines, width):
    """For each headline how it stands on a card, then as a story's own: see BROKEN."""
    rest = {
        "address": "#",
        "kind": "news",
        "titles": {},
        "photo": None,
        "summary": "",
        "byline": "",
    }
    cards = [
        render_to_string("articles/stand/_card.html", rest | {"title": html}) for html in headlines
    ]
    heads = [
        format_html('<header class="story-head"><h1>{}</h1></header>', html) for html in headlines
    ]
    styled(page, f'<main><div class="cards">{"".join(cards)}</div>{"".join(heads)}</main>')
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    return page.evaluate(BROKEN)


def lines(texts, names):
    held = ((breaking.title(text, names),) for text in texts)
    return format_html_join("", '<span class="line">{}</span>', held)


def judged(story, one):
    """Of the breaks in a headline, how many stand in a word; and what of HELD one parts in two."""
    within, parted, start = 0, [], 0
    for line in story.headline:
        places = [p - start for p in one["places"] if start < p < start + len(line)]
        within += sum(place not in line.breaks for place in places)
        parted += [
            span.word.text
            for span in line.spans(*HELD)
            if len(span.word.text) <= one["ems"]
            and any(span.start < place < span.end for place in places)
        ]
        start += len(line)
    return within, parted


@pytest.mark.parametrize(
    ("seed", "count", "width"),
    [(31, 60, 320), *(pytest.param(32, 500, w, marks=pytest.mark.whole) for w in WIDTHS)],
)
def test_lines_of_the_city_s_headlines_end_between_words(page, seed, count, width):
    world, first = build_world(seed), date(2023, 3, 4)
    stories = []
    while len(stories) < count:
        stories += day(world, first + timedelta(days=len(stories))).stories
    names = [[*(mention.name for mention in s.mentions), *s.tags] for s in stories[:count]]
    texts = [[line.text for line in story.headline] for story in stories[:count]]

    found = shown(page, list(map(lines, texts, names)), width)

    assert [one["text"] for one in found] == ["".join(text) for text in texts] * 2
    results = [judged(story, one) for story, one in zip(stories[:count] * 2, found, strict=True)]
    breaks = sum(len(one["places"]) for one in found)
    assert [text for _within, parted in results for text in parted] == []
    assert sum(within for within, _parted in results) <= breaks * 0.05


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.whole) for width in WIDTHS)]
)
def test_lines_of_headlines_that_people_wrote_end_between_words(page, width):
    import rjieba  # noqa: PLC0415  # it builds the whole dictionary

    texts = HEADLINES.read_text(encoding="utf-8").splitlines()

    found = shown(page, [lines([text], []) for text in texts], width)

    within = breaks = 0
    for one in found:
        ends = {0}
        for word in rjieba.cut(one["text"]):
            ends.add(max(ends) + len(word))
        breaks += len(one["places"])
        within += sum(place not in ends for place in one["places"])
    assert within <= breaks * 0.12


# The pieces of titles that stand apart from their text, or in a box that sets each apart.
APART = """() => [...document.querySelectorAll(".words, .line")].filter(piece =>
  !getComputedStyle(piece).display.startsWith("inline")
  || /flex|grid/.test(getComputedStyle(piece.parentElement).display)
).map(piece => piece.parentElement.outerHTML)"""


@pytest.mark.django_db
def test_no_style_takes_a_title_apart(page, client):
    printed, tag = make.page(), make.tag()
    texts = {
        "kicker": "从2015年说起",
        "headline": "改造农田20000亩\n粮食生产见实效",
        "subhead": "去年11月以来的账",
        "body": "<p>正文。</p><h2>回头看2015<br>从2015年说起</h2><p>正文。</p>",
    }
    stories = [make.published(page=printed, tags=[tag], **texts) for _ in range(3)]

    for address in ("/", stories[1].get_absolute_url(), "/search/?q=农田"):
        styled(page, client.get(address).content.decode().partition("</head>")[2])
        assert page.locator(".words").count() > 4
        assert page.evaluate(APART) == []
