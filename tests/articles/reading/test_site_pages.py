import pytest
from django.db import IntegrityError, transaction

from articles.models import SitePage
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_written_is_not_there(client):
    assert client.get("/about/contact/").status_code == 404
    assert "/about/" not in client.get("/").content.decode()
    assert "/about/" not in client.get("/sitemap-site-0.xml").content.decode()


def test_a_written_page_is_linked_from_the_foot_and_in_the_sitemap(client):
    make.site_page(slug="contact", title="联系本报", body="<p>热线：<strong>0577</strong></p>")

    html = client.get("/about/contact/").content.decode()

    assert "<h1>联系本报</h1>" in html
    assert "<p>热线：<strong>0577</strong></p>" in html
    assert '<a href="/about/contact/">联系本报</a>' in client.get("/").content.decode()
    assert "http://testserver/about/contact/" in client.get("/sitemap-site-0.xml").content.decode()


def test_a_page_shows_nothing_beyond_the_vocabulary_of_a_body(client):
    make.site_page(slug="about", body='<p onclick="x">本报</p><script>x</script>')

    html = client.get("/about/about/").content.decode()

    assert '<div class="body"><p>本报</p></div>' in html


def test_every_reader_gets_the_same_bytes_of_a_page(client, admin_client):
    address = make.site_page().get_absolute_url()

    mine, theirs = client.get(address), admin_client.get(address)

    assert (mine.content, mine.cookies) == (theirs.content, theirs.cookies)
    assert not mine.cookies


@pytest.mark.parametrize("slugs", [["about"], ["about", "masthead", "contact"]])
def test_a_page_takes_three_queries(client, slugs, django_assert_num_queries):
    pages = [make.site_page(slug=slug) for slug in slugs]
    make.section()

    with django_assert_num_queries(3):  # the page; hidden names; sections and the foot
        client.get(pages[0].get_absolute_url())


@pytest.mark.parametrize("fields", [{"slug": "else"}, {"title": ""}, {"body": ""}])
def test_the_database_keeps_no_page_that_is_unknown_or_unwritten(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.site_page(**fields)


def test_an_editor_writes_a_page_and_its_body_is_cleaned(admin_client):
    response = admin_client.post(
        "/admin/articles/sitepage/add/",
        {"slug": "about", "title": "关于本报", "body": '<p style="color:red">本报</p>'},
    )

    assert response.status_code == 302
    assert SitePage.objects.get().body == "<p>本报</p>"


def test_an_empty_body_is_refused_in_words(admin_client):
    response = admin_client.post(
        "/admin/articles/sitepage/add/", {"slug": "about", "title": "关于", "body": "<p></p>"}
    )

    assert "请填写正文。" in response.content.decode()
    assert not SitePage.objects.exists()


def test_an_address_once_given_keeps_answering(admin_client):
    page = make.site_page(slug="about")

    address = f"/admin/articles/sitepage/{page.pk}/change/"
    said = {"slug": "contact", "title": "新标题", "body": "<p>本报</p>"}
    admin_client.post(address, said | opened(admin_client, address))

    make.confirmed()

    page.refresh_from_db()
    assert (page.slug, page.title) == ("contact", "新标题")
    assert admin_client.get("/about/about/")["Location"] == "/about/contact/"


def test_who_may_only_look_sees_the_text_and_no_markup(client):
    page = make.site_page(body="<p>本报</p>")
    client.force_login(make.colleague("view_sitepage"))

    html = client.get(f"/admin/articles/sitepage/{page.pk}/change/").content.decode()

    assert "<p>本报</p>" in html
    assert 'name="body"' not in html
