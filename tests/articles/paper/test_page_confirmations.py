"""What readers have of a printed page changes when a second person has confirmed it."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Page, PendingChange, Region
from articles.models.reader_files import reader_files
from articles.paper import regions
from articles.paper.regions import Drawn, RegionsRefused
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from tests import make
from tests.articles.admin.test_admin_regions import ALL, LEFT, posted
from tests.printed import pdf, picture
from tests.two_editors import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def save(user, page, **fields):
    """Send the form of a page as it is opened, but for what is changed."""
    said = {"issue": page.issue_id, "number": page.number, "_continue": "1"} | fields
    desk, address = desk_of(user), f"/admin/articles/page/{page.pk}/change/"
    return desk.post(address, said | opened(desk, address), follow=True).content.decode()


def upload(name="版面.png", size=(500, 800)):
    return SimpleUploadedFile(name, picture(size=size).getvalue())


@pytest.fixture
def page(commit):
    """One that readers have: with an image, and a public story."""
    with commit():
        drawn = make.drawn_page(name="要闻")
        make.published(page=drawn)
    return drawn


def told(page):
    return Page.objects.filter(pk=page.pk).values().get()


def bytes_for_readers(page):
    """What readers get of a page, of its issue, and of its files."""
    client = Client()
    addresses = [page.get_absolute_url(), page.issue.get_absolute_url()]
    addresses += [default_storage.url(name) for name in page.public_files]
    return {each: b"".join(client.get(each)) for each in addresses}


def files():
    """Every file of pages, wherever it lies."""
    found = set()
    for place in reader_files().places():
        if place.exists("pages"):
            found |= {f"pages/{name}" for name in place.listdir("pages")[1]}
    return found


@pytest.mark.parametrize("role", ["编辑", "值班总编"])
def test_files_and_words_of_a_page_that_readers_have_wait(role, page, commit):
    asker, before, readers = make.staff(role), told(page), bytes_for_readers(page)
    had = files()

    with commit():
        html = save(asker, page, name="民生", original=upload(), pdf=SimpleUploadedFile("a", pdf()))

    assert "已提交，等另一位同事确认：" in html
    assert told(page) == before
    assert bytes_for_readers(page) == readers
    (change,) = PendingChange.objects.waiting()
    new = files() - had
    assert len(new) == 6  # the picture, the PDF, the clean PDF, and three images
    assert {Client().get(default_storage.url(name)).status_code for name in new} == {404}
    with pytest.raises(ConfirmationRefused):
        holding.confirm(change, by=asker)

    with commit():
        holding.confirm(change, by=make.editor())

    page.refresh_from_db()
    assert (page.name, page.image_width, page.image_edition) == ("民生", 500, 2)
    now = bytes_for_readers(page)
    assert now.keys() - readers.keys() == {default_storage.url(n) for n in page.public_files}
    assert all(now.values())
    assert files() == page.every_file  # what was replaced is gone


@pytest.mark.parametrize("end", ["refused", "taken back", "replaced"])
def test_a_page_s_files_that_nobody_asks_for_any_more_are_deleted(end, page, commit):
    asker, before, had = make.editor(), told(page), files()
    with commit():
        save(asker, page, name=page.name, original=upload())
    (change,) = PendingChange.objects.waiting()
    first = files() - had
    assert len(first) == 4

    with commit():
        if end == "refused":
            holding.refuse(change, by=make.editor(), reason="是昨天的版面。")
        elif end == "taken back":
            holding.take_back(change, by=asker)
        else:
            save(asker, page, name=page.name, original=upload(size=(400, 700)))

    assert files() & first == set()
    assert len(files() - had) == (4 if end == "replaced" else 0)
    assert told(page) == before


def test_a_page_that_readers_do_not_have_is_saved_at_once(commit):
    page = make.page()
    make.article(page=page)

    with commit():
        save(make.editor(), page, name="民生", original=upload())

    page.refresh_from_db()
    assert (page.name, page.image_width) == ("民生", 500)
    assert not PendingChange.objects.exists()


def test_the_names_on_an_issue_that_readers_have_wait_in_its_form_too(page):
    desk, address = desk_of(make.editor()), f"/admin/articles/issue/{page.issue_id}/change/"
    said = {"date": page.issue.date.isoformat(), "title": "特刊", "pages-TOTAL_FORMS": 1}
    said |= {"pages-INITIAL_FORMS": 1, "pages-0-id": page.pk, "pages-0-issue": page.issue_id}
    said |= {"pages-0-number": 1, "pages-0-name": "改名", "date_is_certain": "on"}

    html = desk.post(address, said | opened(desk, address), follow=True).content.decode()

    assert "已提交，等另一位同事确认" in html
    page.refresh_from_db()
    assert (page.name, page.issue.title) == ("要闻", "")
    (change,) = PendingChange.objects.waiting()
    holding.confirm(change, by=make.editor())
    page.refresh_from_db()
    assert (page.name, page.issue.title) == ("改名", "特刊")


# ---- Regions ------------------------------------------------------------------------------------


def drawn(page):
    return [(r.article_id, r.points) for r in Region.objects.of_page(page)]


def test_regions_of_a_page_that_readers_have_wait(page):
    story = page.article_set.get()
    make.region(page=page, article=story, points=ALL)
    readers = bytes_for_readers(page)
    desk, address = desk_of(make.editor()), f"/admin/articles/page/{page.pk}/regions/"

    html = desk.post(address, posted((story, LEFT)), follow=True).content.decode()

    assert "区域已提交，等另一位同事确认；读者现在看到的还是原来的。" in html
    assert drawn(page) == [(story.pk, ALL)]
    assert bytes_for_readers(page) == readers
    (change,) = PendingChange.objects.waiting()
    holding.confirm(change, by=make.editor())
    assert drawn(page) == [(story.pk, LEFT)]
    page.refresh_from_db()
    assert page.regions_edition == 1
    assert bytes_for_readers(page) != readers


def test_who_draws_again_replaces_what_they_drew_and_nobody_else_does(page):
    story, asker = page.article_set.get(), make.editor()
    regions.save(page, [Drawn(story.pk, ALL)], by=asker, edition=0)
    with pytest.raises(RegionsRefused, match="在等待确认"):
        regions.save(page, [Drawn(story.pk, LEFT)], by=make.editor(), edition=0)

    regions.save(page, [Drawn(story.pk, LEFT)], by=asker, edition=0)

    (change,) = PendingChange.objects.waiting()
    holding.confirm(change, by=make.editor())
    assert drawn(page) == [(story.pk, LEFT)]
    assert regions.save(page, [Drawn(story.pk, LEFT)], by=asker, edition=1) is None
