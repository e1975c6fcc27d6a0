"""What is printed says where it was read."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def address_on_paper(response):
    return response.text.partition('data-address="')[2].partition('"')[0]


def test_paper_says_where_a_story_is_read(client):
    address = make.published().get_absolute_url()
    assert address_on_paper(client.get(address)) == f"http://testserver{address}"


def test_paper_says_nothing_of_what_is_private_or_not_there(client):
    make.preview_link(article=make.article(), token="token")
    for address in ["/preview/token/", "/nowhere/"]:
        response = client.get(address, follow=True)
        assert "data-address" in response.text
        assert address_on_paper(response) == ""
