"""Pages about something else tell nothing of a story that their reader may not see."""

import pytest
from django.urls import reverse

from articles.models import SectionEditor
from articles.review import corrections
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client):
    user = make.staff("记者")
    client.force_login(user)
    return user


@pytest.fixture
def limited(client):
    """An editor of one section alone."""
    user = make.staff("值班总编")
    SectionEditor.objects.create(section=make.section(), user=user)
    client.force_login(user)
    return user


def shown(client, name, *args):
    response = client.get(reverse(f"admin:articles_{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_a_printed_page_names_the_stories_its_reader_may_see(client, reporter):
    page = make.page()
    make.article(headline="别人的独家", page=page)
    make.article(headline="自己的稿件", page=page, created_by=reporter)

    text = shown(client, "page_change", page.pk)

    assert "自己的稿件" in text
    assert "别人的独家" not in text


def test_a_photo_names_the_stories_its_reader_may_see(client, reporter):
    photo = make.photo()
    make.photo_use(photo=photo, article=make.article(headline="别人的独家"))
    mine = make.article(headline="自己的稿件", created_by=reporter)
    make.photo_use(photo=photo, article=mine)

    text = shown(client, "photo_change", photo.pk)

    assert "自己的稿件" in text
    assert "别人的独家" not in text


@pytest.mark.parametrize("record", ["correction", "withdrawal"])
def test_the_records_of_other_sections_are_not_listed(client, limited, record):
    other = make.published(headline="别的栏目", section=make.section()).article
    own = limited.edited_sections.get().section
    mine = make.published(headline="本人的栏目", section=own).article
    rows = [made(record, other), made(record, mine)]

    text = shown(client, f"{record}_changelist")

    assert "本人的栏目" in text
    assert "别的栏目" not in text
    changes = [
        client.get(reverse(f"admin:articles_{record}_change", args=[row.pk])) for row in rows
    ]
    assert [answer.status_code for answer in changes] == [302, 200]


def test_where_a_correction_of_another_section_was_printed_is_not_for_all_to_say(client, limited):
    row = made("correction", make.published(section=make.section()).article)

    answer = client.get(reverse("admin:articles_correction_printed", args=[row.pk]))

    assert answer.status_code == 404


def made(record, article):
    if record == "correction":
        return make.correction(article=article)
    return corrections.withdraw(article, by=make.chief(), reason="失实。")
