"""Pages typeset by a browser in columns, printed as PDF and read into their stories."""

import pytest

from articles.interchange.pages import reading
from tests.articles.interchange import typeset
from tests.articles.interchange.reading_right import lost, right

STYLES = ["line", "lead", "mark", "tail"]


@pytest.mark.parametrize("pages", [1, pytest.param(12, marks=pytest.mark.whole)])
@pytest.mark.parametrize("layout", typeset.LAYOUTS)
def test_the_stories_of_a_typeset_page_are_read(page, layout, pages):
    rows = []
    for seed in range(50, 50 + pages):
        style = typeset.STYLES[STYLES[seed % len(STYLES)]]
        html, truths = typeset.html(typeset.stories(seed), layout, style)
        page.set_content(html)
        height = page.evaluate("document.documentElement.scrollHeight")
        printed = page.pdf(width="1460px", height=f"{height + 60}px")
        found = reading.read_pdf(printed)
        assert not lost(page.evaluate("document.body.innerText"), found)
        rows += right(found, truths)
    fields = [field for row in rows for field in row]
    assert sum(fields) / len(fields) >= 0.85
    assert sum(map(all, rows)) / len(rows) >= 4 / 6
