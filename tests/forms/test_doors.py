"""Every door by which text comes in but by typing: what is stored of it holds nothing unseen."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, ImportedFile, LexiconEntry, Photo
from articles.review import lexicon_files
from newsroom.middleware import TypedText
from tests import make
from tests.articles.interchange import word_files
from tests.forms import hostile
from tests.forms.desk import Written
from tests.photo_folder import small, with_exif, with_iptc

pytestmark = pytest.mark.django_db

# As much of it as XML and a GB18030 text can hold: directions, isolates, zero widths, a mark.
UNSEEN = "\u202e\u2066\u200b\u2060\ufeff\xad"
LURKING = f"甲{UNSEEN}乙"
FILLER = "\u3164\u115f"  # letters that show nothing: Django takes those out that are no letters


BATCH = {"source_type": Photo._meta.get_field("source_type").default, "place": LURKING}


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(make.account(is_superuser=True, is_staff=True))
    return client


def photo(desk):
    """With what cameras (Exif) and agencies (IPTC: title, writer, caption) write into a file."""
    exif = with_exif(t010E=f"{LURKING}图注。", t013B=LURKING, t8298=LURKING)
    said = {5: LURKING, 80: LURKING, 120: f"{LURKING}说明"}
    picture = with_iptc(make.picture(exif=exif), said, encoding="utf-8", is_declared=True)
    file = SimpleUploadedFile(f"{LURKING}.jpg", picture, "image/jpeg")
    desk.post(reverse("admin:articles_photo_upload"), BATCH | {"files": file})
    return Photo.objects.get()


def word(desk):
    paragraphs = [word_files.p(f"{LURKING}的题"), word_files.p(f"{LURKING}的正文。" * 9)]
    file = SimpleUploadedFile(f"{LURKING}.docx", word_files.file(*paragraphs))
    desk.post(reverse("admin:articles_article_word"), {"file": file})
    return ImportedFile.objects.get()


def lexicon(desk):
    text = f"词语,建议或正确写法,备注\n{LURKING}词,{LURKING},{LURKING}"
    file = SimpleUploadedFile(f"{LURKING}.csv", text.encode())
    shown = desk.post(reverse("admin:articles_lexiconentry_import"), {"file": file})
    text = shown.context["text"]
    said = {"text": text, "digest": lexicon_files.plan(text).digest}
    desk.post(reverse("admin:articles_lexiconentry_import"), said | {"apply": "1"})
    return LexiconEntry.objects.get()


def page_of_text(desk, tmp_path):
    page = make.page()
    file = tmp_path / f"{LURKING}.txt"
    text = f"{LURKING}的大题目在这里\n\n本报讯 " + f"{LURKING}的正文。" * 30
    file.write_text(text, encoding="utf-8")
    call_command("import_page", str(file), issue=page.issue.date, page=page.number)
    return Article.objects.get()


@pytest.mark.parametrize("door", [photo, word, lexicon, page_of_text])
def test_what_comes_in_by_a_file_holds_nothing_unseen(desk, tmp_path, door):
    arguments = (desk, tmp_path) if door is page_of_text else (desk,)

    with Written() as written:
        row = door(*arguments)

    kept = [text for params in written.params for text in hostile.stored(params)]
    assert kept == []
    said = json.dumps(list(type(row).objects.filter(pk=row.pk).values()), default=str)
    assert "\\u7532\\u4e59" in said  # 甲乙: it came in, and what lurked between did not
    assert Client().get("/").status_code == 200


def test_nothing_but_unseen_characters_is_no_name_of_a_file(desk):
    file = SimpleUploadedFile(f"{UNSEEN}", small(), "image/jpeg")
    response = desk.post(reverse("admin:articles_photo_upload"), BATCH | {"files": file})
    assert response.status_code < 500
    assert b"\xe2\x80\xae" not in response.content


@pytest.mark.parametrize(("name", "seen"), [(f"甲{FILLER}乙.jpg", "甲乙.jpg"), (FILLER, "file")])
def test_no_page_reads_an_unseen_character_in_the_name_of_a_file(rf, name, seen):
    request = rf.post("/", {"file": SimpleUploadedFile(name, b"bytes")})
    TypedText(lambda request: None).process_view(request)
    assert request.FILES["file"].name == seen
