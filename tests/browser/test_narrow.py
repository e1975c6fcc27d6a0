"""What is one long word, an address or letters alone, ends its lines within the narrowest phone."""

import pytest

from articles.photos import library
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

LETTERS = "Abcdefghij" * 8
ADDRESS = "https://example.cn/" + "a-very.long_path/" * 4
TABLE = "<table><tbody><tr><td>{0}</td><td>{0}</td></tr></tbody></table>"
BODY = "<p>{0}</p><h2>{0}</h2><ul><li>{0}</li></ul><blockquote><p>{0}</p></blockquote>" + TABLE


@pytest.fixture(params=[LETTERS, ADDRESS], ids=["letters", "address"])
def places(request):
    """The pages that show two stories in which everything is one long word."""
    long = request.param
    printed = make.page(name=long[:40], responsible_editor=long[:60])
    section = make.section(name=long[:30], description=long)
    column, tag = make.column(name=long[:60], description=long), make.tag(name=long[:90], slug="t")
    reporter = make.reporter(name=long[:60], sort_key="a", bio=long)
    entity = make.entity(name=long[:100], sort_key="a", description=long)
    for n in range(2):
        article = make.article(
            headline=long,
            kicker=long[:120],
            subhead=long[:120],
            summary=long,
            dateline=long[:30],
            body=BODY.format(long),
            section=section,
            column=column if n else None,
            page=printed,
            tags=[tag],
        )
        make.byline(article=article, reporter=reporter, title_as_printed=long[:40])
        make.mention(article=article, entity=entity, relation="subject")
        photo = library.receive(
            make.upload(content=make.picture(color=("red", "blue")[n])),
            by=make.editor(),
            said={"caption": long, "alt": "画面", "source": long[:100]},
        ).photo
        make.photo_use(article=article, photo=photo)
        story = publishing.publish(article, by=None)
    made = [story, section, column, tag, printed.issue, printed, reporter, entity]
    return [
        "/",
        "/reporters/",
        "/entities/",
        *(place.get_absolute_url() for place in made),
        f"/search/?q={long[:60]}",
    ]


@pytest.mark.parametrize("width", [320, pytest.param(390, marks=pytest.mark.whole)])
def test_no_page_is_wider_than_a_phone(page, places, width):
    page.set_viewport_size({"width": width, "height": 844})

    found = {}
    for place in places:
        assert page.goto(place).ok
        found[place] = page.evaluate("document.scrollingElement.scrollWidth")

    assert found == dict.fromkeys(places, width)


@pytest.mark.parametrize("width", [320, 390])
def test_a_word_that_a_line_can_hold_stays_whole(page, width):
    words = "Yiwu International Trade City opens District Six to Southeast Asia"
    row = "".join(f"<td>{word}</td>" for word in ("International", "12,345", "20231226", "98.6%"))
    story = make.published(headline=words, body=f"<table><tbody><tr>{row}</tr></tbody></table>")
    page.set_viewport_size({"width": width, "height": 844})

    for place in ("/", story.get_absolute_url()):
        page.goto(place)
        assert page.evaluate(BROKEN, "main :is(h1, h2, td)") == []


# The words of some elements that stand on more lines than one.
BROKEN = """selector => [...document.querySelectorAll(selector)].flatMap(element => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""
