"""Blocks of data in a real browser: the strict policy lets them stand, and nothing runs them."""

import json

import pytest

from articles.models import PublishedArticle
from people.models import Entity, Reporter
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

BLOCK = 'script[type="application/ld+json"]'


def test_no_browser_complains_of_the_data_on_a_page(page, sample):
    rows = [PublishedArticle.objects.first(), Reporter.objects.first()]
    rows += [Entity.objects.filter(honours__isnull=False).first()]
    for address in ["/", *(row.get_absolute_url() for row in rows)]:
        response = page.goto(address)
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert json.loads(page.text_content(BLOCK))["@context"] == "https://schema.org"


def test_no_headline_breaks_out_of_the_data(page):
    headline = "</script><script>document.title='X'</script><!-- & ]]>"
    story = make.published(headline=headline)

    page.goto(story.get_absolute_url())

    assert json.loads(page.text_content(BLOCK))["@graph"][0]["headline"] == headline
    assert page.title().startswith(headline)
    assert page.locator("script").count() == 2  # the data, and the script of every page
