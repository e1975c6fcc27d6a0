"""Words of the lexicon in a story: found however they are typed, and shown where they stand."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from articles.enums import FindingKind, FindingLevel
from articles.models import LexiconEntry
from articles.review import proofing
from articles.text import body
from articles.text.counting import length
from articles.text.folding import fold
from articles.text.lexicon import Lexicon, Word
from tests import make
from tests.benchmarks import proofing as benchmark

pytestmark = pytest.mark.django_db

ON = date(2023, 12, 26)


def found(article):
    return [(finding.field, finding.matched) for finding in proofing.findings(article)]


def word(text, *, level="warn", kind="error", advice=""):
    return Word(fold(text).text, FindingLevel(level), FindingKind(kind), advice)


def hits(text, *words):
    folded = fold(text)
    return [text[slice(*folded.span(h.start, h.end))] for h in Lexicon(words).hits(folded, on=ON)]


def test_a_word_is_found_in_every_field_of_the_story():
    make.lexicon_entry(word="帐号")
    fields = ["kicker", "headline", "subhead", "web_headline", "summary", "dateline"]
    article = make.article(body="<p>无。</p><p>他的帐号。</p>", **dict.fromkeys(fields, "帐号"))
    make.photo_use(article=article, photo=make.photo(caption="图里的帐号"))
    make.photo_use(article=article, caption="本文的帐号", photo=make.photo(caption="不用"))

    assert found(article) == [(f, "帐号") for f in [*fields, "body", "caption", "caption"]]
    places = [finding.place for finding in proofing.findings(article)]
    assert places[-3:] == ["正文第 2 段", "第 1 张图片的说明", "第 2 张图片的说明"]


def test_a_forbidden_word_is_found_beside_the_text_and_other_words_are_not():
    make.lexicon_entry(word="长风违禁", level="block")
    make.lexicon_entry(word="帐号", level="warn")
    beside = "長風違禁的帐号"
    article = make.article(unread_byline=beside, tags=[make.tag(name=beside)])
    make.byline(article=article, title_as_printed=beside)
    make.photo_use(article=article, photo=make.photo(source=beside, alt="帐号"), alt=beside)

    fields = ["byline", "unread_byline", "tags", "credit", "alt"]
    assert found(article) == [(field, "長風違禁") for field in fields]
    assert proofing.forbidden(f"{beside}，长风违禁。") == ["長風違禁", "长风违禁"]


@pytest.mark.parametrize(
    "typed",
    [
        "李祖乡遇共富工坊",
        "“李祖乡遇”共富工坊",
        "《李祖 乡遇》共富\u3000工坊",
    ],
)
@pytest.mark.parametrize("entry", ["李祖乡遇共富工坊", "“李祖乡遇”共富工坊"])
def test_marks_and_spaces_do_not_matter_and_the_text_is_shown_as_typed(typed, entry):
    make.lexicon_entry(word=entry)
    article = make.article(headline="要闻", body=f"<p>本报讯</p><p>后宅街道的{typed}上榜。</p>")

    finding = proofing.findings(article)[0]

    text = body.parse(article.body).text
    assert finding.matched in {typed, typed.removeprefix("“").removeprefix("《")}
    assert text[finding.start : finding.end] == finding.matched
    assert finding.excerpt == text.splitlines()[1]


def test_invisible_characters_do_not_hide_a_word():
    assert hits("用帐\u200b号\ufeff写", word("帐号")) == ["帐\u200b号"]


def test_full_width_and_capitals_do_not_matter():
    assert hits("用ＡＰＰ和App", word("app")) == ["ＡＰＰ", "App"]


def test_a_word_reaches_over_a_break_in_the_headline_but_not_into_the_next_paragraph():
    make.lexicon_entry(word="共富工坊")

    assert found(make.article(headline="共富\n工坊")) == [("headline", "共富\n工坊")]
    assert found(make.article(headline="要闻", body="<p>共富</p><p>工坊</p>")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("AI时代", ["AI"]), ("AIR", []), ("WAI", []), ("用 AI 写", ["AI"]), ("AI 2", ["AI"])],
)
def test_a_latin_word_is_found_whole(text, expected):
    assert hits(text, word("AI")) == expected


def test_a_number_is_found_whole():
    assert hits("15G不是5G", word("5G")) == ["5G"]


def test_a_word_within_a_longer_one_is_told_once():
    assert hits("帐号密码", word("帐号"), word("帐号密码")) == ["帐号密码"]


def test_a_forbidden_word_is_told_although_a_longer_one_is_only_a_warning():
    words = [word("帐号", level="block"), word("帐号密码")]

    assert hits("帐号密码", *words) == ["帐号密码", "帐号"]


def test_overlapping_words_are_both_told():
    assert hits("甲乙丙", word("甲乙"), word("乙丙")) == ["甲乙", "乙丙"]


def test_a_word_in_its_right_form_is_right():
    entry = word("老人节", advice="“老年人”“老人节日”")

    assert hits("老人节", word("老人节", advice="重阳老人节")) == ["老人节"]
    assert hits("重阳“老人节”", word("老人节", advice="重阳老人节")) == []
    assert hits("老人节", entry) == ["老人节"]


def test_an_advice_that_is_the_word_itself_excuses_nothing():
    assert hits("帐号", word("帐号", advice="帐号")) == ["帐号"]


def test_a_name_is_in_order_once_it_stands_with_its_office():
    make.lexicon_entry(word="李明", kind="name", advice="市长李明")

    assert (
        found(make.article(headline="李明调研", body="<p>市长李明来到李祖村。李明说。</p>")) == []
    )
    article = make.article(headline="调研", body="<p>李明来到李祖村。李明说。</p>")
    assert found(article) == [("body", "李明")]
    assert found(make.article(headline="调研", body="<p>副市长李明说。</p>")) == [("body", "李明")]


def test_what_is_switched_off_is_not_looked_for():
    make.lexicon_entry(word="帐号", is_active=False)

    assert found(make.article(headline="帐号")) == []


def test_a_story_without_a_lexicon_has_no_findings():
    assert proofing.findings(make.article(headline="平安", body="")) == []


def test_level_advice_and_surroundings_are_told():
    make.lexicon_entry(word="帐号", level="block", kind="sensitive", advice="应为“账号”")
    before, after = "前" * 30, "后" * 30
    article = make.article(headline="要闻", body=f"<p>{before}帐号{after}</p>")

    finding = proofing.findings(article)[0]

    assert (finding.level, finding.kind, finding.advice) == ("block", "sensitive", "应为“账号”")
    assert finding.excerpt == "…" + "前" * 20 + "帐号" + "后" * 20 + "…"


# ---- Kept up to date in every process ----------------------------------------------------------


def test_the_lexicon_is_built_once_until_it_changes(django_assert_num_queries):
    entry = make.lexicon_entry(word="帐号")
    first = proofing.lexicon()
    with django_assert_num_queries(1):
        assert proofing.lexicon() is first

    seen = [first]
    for change in [
        lambda: make.lexicon_entry(word="做客"),
        lambda: LexiconEntry.objects.filter(word="做客").delete(),
        entry.save,
        # A change that another process made earlier and committed later moves no newest moment.
        lambda: LexiconEntry.objects.filter(pk=entry.pk).update(edition=2),
    ]:
        change()
        assert proofing.lexicon() not in seen
        seen.append(proofing.lexicon())


def test_a_change_is_seen_by_the_next_check():
    entry = make.lexicon_entry(word="帐号")
    article = make.article(headline="帐号")
    assert found(article) == [("headline", "帐号")]

    entry.is_active = False
    entry.save()

    assert found(article) == []


def test_a_long_story_is_checked_for_ten_thousand_words_in_a_tenth_of_a_second():
    story = benchmark.lexicon_and_story(words=10_000)

    assert length(body.parse(story.body).text) >= 3000
    assert len(found(story)) >= 20
    assert benchmark.seconds(story) < 0.1


def test_an_entry_travels_by_the_form_it_is_looked_for_in():
    entry = make.lexicon_entry(word="“Ａ股”")

    assert LexiconEntry.objects.get_by_natural_key(*entry.natural_key()) == entry
    assert entry.natural_key() == ("a股",)


# ---- Held by the database ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [{"word": "“帐 号”"}, {"word": "“”"}, {"level": "hint"}, {"kind": "number"}],
    ids=lambda fields: next(iter(fields)),
)
def test_the_database_refuses_what_the_lexicon_cannot_hold(fields):
    make.lexicon_entry(word="帐号")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.lexicon_entry(**fields)


# ---- In every spelling --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["长风违禁", "⻓风违禁", "長風違禁", "长 风　违禁", "长\u200b风违\ufeff禁", "“长风”违禁"],
)
def test_a_word_stops_whatever_a_reader_would_read_as_it(written):
    make.lexicon_entry(word="长风违禁", level=FindingLevel.BLOCK)
    article = make.article(body=f"<p>昨天，{written}品。</p>")

    assert [(f.level, f.field) for f in proofing.findings(article)] == [("block", "body")]


@pytest.mark.parametrize("advice", ["里", ""])
def test_a_word_that_is_about_spelling_stops_no_right_spelling(advice):
    make.lexicon_entry(word="裏", kind=FindingKind.ERROR, advice=advice)
    article = make.article(body="<p>村里和村裏，公里和公裡。</p>")

    assert [finding.matched for finding in proofing.findings(article)] == ["裏", "裡"]


def test_a_right_spelling_that_is_not_the_compared_one_is_right():
    make.lexicon_entry(word="钱钟书", kind=FindingKind.ERROR, advice="钱锺书")
    article = make.article(body="<p>钱钟书、钱锺书、“钱锺书”和錢鍾書。</p>")

    assert [finding.matched for finding in proofing.findings(article)] == ["钱钟书", "錢鍾書"]


# ---- In its period ------------------------------------------------------------------------------


def mayor(text, on):
    article = make.article(headline="要闻", body=f"<p>{text}</p>")
    found = [f for f in proofing.findings(article, on=on) if f.kind == FindingKind.NAME]
    return [(finding.matched, finding.advice) for finding in found]


@pytest.fixture
def mayor_until_november():
    period = {"valid_from": date(2020, 3, 1), "valid_until": date(2023, 11, 30)}
    return make.lexicon_entry(word="李明", kind="name", advice="市长李明", **period)


@pytest.mark.parametrize("on", [date(2020, 3, 1), date(2023, 11, 30)])
@pytest.mark.usefixtures("mayor_until_november")
def test_an_office_is_right_while_it_is_held(on):
    assert mayor("市长李明讲话。", on) == []
    assert mayor("李明讲话。", on) == [("李明", "市长李明")]


@pytest.mark.parametrize(
    ("on", "advice"),
    [
        (
            date(2023, 12, 1),
            "词库里这个职务任到2023年11月30日为止，请核对现任职务，或写“时任”。",
        ),
        (date(2020, 2, 29), "词库里这个职务从2020年3月1日起才担任，请核对见报当天的职务。"),
    ],
)
@pytest.mark.usefixtures("mayor_until_november")
def test_an_office_that_is_not_held_on_the_day_of_the_issue_is_told(on, advice):
    assert mayor("市长李明讲话。李明说。", on) == [("市长李明", advice)]


@pytest.mark.parametrize(
    "text", ["李明讲话。", "时任市长李明讲话。", "副市长李明讲话。", "原市长李明"]
)
@pytest.mark.usefixtures("mayor_until_november")
def test_a_name_without_the_office_it_no_longer_has_is_right(text):
    assert mayor(text, date(2023, 12, 1)) == []


def test_a_word_is_looked_for_in_its_period_alone():
    make.lexicon_entry(word="旧称", valid_from=date(2024, 1, 1))
    article = make.article(headline="要闻", body="<p>旧称。</p>")

    assert proofing.findings(article, on=date(2023, 12, 31)) == []
    assert [f.matched for f in proofing.findings(article, on=date(2024, 1, 1))] == ["旧称"]


def test_the_database_keeps_the_period_in_order():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.lexicon_entry(valid_from=date(2024, 1, 2), valid_until=date(2024, 1, 1))
