"""A file on its way to drafts: its texts and back, kept, and never saved over or twice."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from articles.interchange.importing import drafting, files, forms, saving, texts
from articles.interchange.importing.files import ImportRefused
from articles.interchange.pages.contents import PageReading, Paragraph, Story
from articles.interchange.pages.drafting import save_drafts
from articles.models import ImportedFile
from newsroom import worker
from tests import make
from tests.articles.interchange import word_files

pytestmark = pytest.mark.django_db

STORY = Story(
    kicker="引题",
    headline="主题一\n主题二",
    byline="□ 本报记者 陈洋波",
    body=(
        Paragraph("p", "", "第一段。"),
        Paragraph("h2", "探访", "小区服务"),
        Paragraph("h2", "", "竖线｜在题里"),
        Paragraph("p", "", "■"),
    ),
    captions=("图一",),
    jumps=("下转3版", "上接1版"),
    confidence={"headline": 0.9, "byline": 0.6, "body": 0.3},
)
PAGE = "图书馆延时开放\n□ 本报记者 陈洋波\n昨日起，市图书馆延长开放三小时。".encode()


def test_a_story_comes_back_from_its_texts_as_it_was_read():
    [story] = texts.of_reading(PageReading((STORY,)))["stories"]

    assert texts.story_of(story) == replace(STORY, confidence={})
    assert story["body"].splitlines() == ["第一段。", "■探访｜小区服务", "■｜竖线｜在题里", "■"]


def shown(*stories, **rest):
    content = texts.of_reading(PageReading(stories, **rest))
    return content, forms.shown(content, edition=7, form=forms.StoryForm)


def posted(mending):
    """What a page with these forms sends."""
    found = {"based_on": 7, "unassigned": "", "furniture": ""} | mending.rest.initial
    for story in mending.stories:
        found |= {f"{story.prefix}-{name}": text for name, text in story.texts.items()}
        found[f"{story.prefix}-sure"] = story.carried
    return found


def test_what_a_page_sends_unchanged_is_what_is_kept():
    content, mending = shown(STORY, Story(headline="另一篇"), unassigned=("一行",))
    sent = forms.sent(posted(mending), form=forms.StoryForm)

    assert sent.content == content
    assert sent.seen == 7
    assert [level for field, level in sent.stories[0].rows if level] == ["sure", "likely", "unsure"]


def test_stories_stand_in_the_order_of_their_numbers_and_empty_ones_go():
    sent = {
        "story-12-headline": "乙",
        "story-3-headline": "甲",
        "story-4-body": " ",
        "based_on": "x",
    }
    mending = forms.sent(sent, form=forms.StoryForm)

    assert [story.texts["headline"] for story in mending.filled] == ["甲", "乙"]
    assert mending.seen == 0


def test_a_text_is_measured_as_a_draft_takes_it():
    mending = forms.sent(
        {
            "story-0-headline": "题" * 201,
            "story-0-kicker": "一\n二",
            "story-1-body": "正文",
            "based_on": 1,
        },
        form=forms.StoryForm,
    )

    assert not mending.is_valid()
    assert mending.stories[0].cleaned_data["kicker"] == "一 二"
    assert "最多 200 个字，现在有 201 个" in str(mending.stories[0].errors["headline"])
    assert "请填写主题。" in str(mending.stories[1].errors["headline"])


@pytest.mark.parametrize("carried", ["", "x", "[1]", '{"body": "x", "y": 1, "headline": NaN}'])
def test_sureness_that_was_tampered_with_is_not_believed(carried):
    sent = {"story-0-headline": "甲", "story-0-sure": carried, "based_on": 1}

    assert set(forms.sent(sent, form=forms.StoryForm).stories[0].sure.values()) <= {0.0}


def test_the_same_file_for_the_same_page_opens_what_is_there():
    page, by = make.page(), make.editor()
    one = files.page_file(PAGE, name="1版.txt", page=page, by=by)
    saving.keep(one, {"stories": [], "unassigned": "改过", "furniture": ""}, seen=1)

    again = files.page_file(PAGE, name="另一个名字.txt", page=page, by=make.editor())
    elsewhere = files.page_file(PAGE, name="1版.txt", page=make.page(), by=by)

    assert (again.pk, again.content["unassigned"]) == (one.pk, "改过")
    assert elsewhere.pk != one.pk
    assert "图书馆延时开放" in elsewhere.source


def test_a_word_file_is_its_senders_alone():
    data, reporter = word_files.file(word_files.p("一段话。")), make.staff("记者")
    one = files.word_file(data, name="a.docx", page=None, by=reporter)
    again = files.word_file(data, name="a.docx", page=None, by=reporter)
    another = files.word_file(data, name="a.docx", page=None, by=make.staff("记者"))

    assert again.pk == one.pk != another.pk
    assert files.is_open_to(one, reporter)
    assert not files.is_open_to(one, another.created_by)
    assert not files.is_open_to(one, make.editor())


def test_what_was_read_of_a_page_is_open_to_editors_and_not_to_reporters():
    file = make.imported_file()

    assert files.is_open_to(file, make.editor())
    assert not files.is_open_to(file, make.staff("记者"))


def finish(file, *, seen=1, count=1):
    made = [make.article() for _ in range(count)]
    return saving.finish(
        file, file.content, seen=seen, by=make.editor(), draft=lambda _stored: made
    )


def test_drafts_are_made_once_and_the_file_says_which():
    file = make.imported_file()
    done = finish(file, count=2)

    assert (done.is_finished, len(done.made), done.pictures.count()) == (True, 2, 0)
    with pytest.raises(ImportRefused, match="已经存成稿件"):
        finish(file, seen=2)
    with pytest.raises(ImportRefused, match="已经存成稿件"):
        saving.discard(file, seen=2, by=make.editor())


def test_nothing_is_kept_on_top_of_what_a_colleague_mended():
    file = make.imported_file()
    saving.keep(file, file.content | {"unassigned": "同事的"}, seen=1)

    for act in (saving.keep, saving.finish):
        more = {"by": make.editor(), "draft": list} if act is saving.finish else {}
        with pytest.raises(ImportRefused, match="又有改动"):
            act(file, file.content, seen=1, **more)
    with pytest.raises(ImportRefused, match="又有改动"):
        saving.discard(file, seen=1, by=make.editor())
    assert ImportedFile.objects.get(pk=file.pk).content["unassigned"] == "同事的"


def test_a_refused_draft_leaves_the_file_to_be_mended():
    file = make.imported_file()

    def refuse(_stored):
        make.article(headline="半途")
        raise ImportRefused("不行")

    with pytest.raises(ImportRefused):
        saving.finish(file, file.content, seen=1, by=make.editor(), draft=refuse)
    file.refresh_from_db()
    assert (file.is_finished, file.edition, file.pictures.count()) == (False, 1, 1)


def test_a_file_whose_drafts_were_all_thrown_away_is_read_anew():
    page = make.page()
    file = files.page_file(PAGE, name="1版.txt", page=page, by=make.editor())
    story = make.article()
    done = saving.finish(file, file.content, seen=1, by=make.editor(), draft=lambda _file: [story])
    assert files.page_file(PAGE, name="1版.txt", page=page, by=make.editor()).pk == done.pk

    story.delete()

    anew = files.page_file(PAGE, name="1版.txt", page=page, by=make.editor())
    assert (anew.is_finished, anew.edition) == (False, 1)


def test_a_file_that_a_command_made_drafts_of_says_so():
    page, by = make.page(), make.editor()
    digest = sha256(PAGE).hexdigest()
    drafts = save_drafts([STORY], page=page, by=None, digest=digest).articles

    file = files.page_file(PAGE, name="1版.txt", page=page, by=by)

    assert (file.is_finished, file.made) == (True, [drafts[0].pk])


def test_a_file_that_was_saved_on_another_page_is_not_saved_again():
    by, texts_of = make.editor(), {"headline": "甲", "body": "乙"}
    one, other = (files.page_file(PAGE, name="a", page=make.page(), by=by) for _ in range(2))
    empty = dict.fromkeys([*texts.LINES, "body", "captions", "jumps"], "")
    assert drafting.drafts(one, [empty | texts_of], by=by)

    with pytest.raises(ImportRefused, match="先前已经存过，这次没有保存：甲"):
        drafting.drafts(other, [empty | texts_of], by=by)


def test_what_nobody_went_on_with_is_forgotten_and_what_was_saved_is_not():
    old = timezone.now() - timedelta(days=91)
    made = [make.imported_file(), make.imported_file(finished_at=old), make.imported_file()]
    ImportedFile.objects.filter(pk__in=[file.pk for file in made[:2]]).update(updated_at=old)

    assert worker.forget_old_imports.call() == 1
    assert set(ImportedFile.objects.all()) == set(made[1:])


@pytest.mark.parametrize(("size", "said"), [(0, "空的"), (files.MOST_BYTES + 1, "20 MB")])
def test_a_file_of_no_sensible_size_is_refused(size, said):
    with pytest.raises(ImportRefused, match=said):
        files.refuse_large(size)
