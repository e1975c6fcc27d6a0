"""What stops a story, what may be let pass, by whom, and for how long."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string

from articles.models import Article, LexiconEntry, Waiver
from articles.review import proofing
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiver_of_warnings():
    user = User.objects.create_user("王编辑")
    user.user_permissions.add(Permission.objects.get(codename="add_waiver"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def article():
    make.lexicon_entry(word="法外之地", level="block", kind="sensitive")
    make.lexicon_entry(word="帐号", advice="应为“账号”")
    return make.article(headline="要闻", body="<p>无关。他的帐号在。</p><p>法外之地。</p>")


def waive(article, by, *, n=0, reason="引文如此"):
    _blocks, warnings = proofing.open_findings(article)
    return proofing.waive(article, key=warnings[n].key, by=by, reason=reason)


def matched(found):
    return [finding.matched for finding in found]


def test_a_forbidden_word_and_a_warning_are_open(article):
    blocks, warnings = proofing.open_findings(article)

    assert (matched(blocks), matched(warnings)) == (["法外之地"], ["帐号"])


def test_a_waived_warning_is_no_longer_open_and_is_kept_with_its_name(article, waiver_of_warnings):
    waiver = waive(article, waiver_of_warnings, reason="  引文\n如此 ")

    assert proofing.open_findings(article)[1] == []
    assert (waiver.by, waiver.reason, waiver.kind) == (waiver_of_warnings, "引文 如此", "error")
    assert waiver.excerpt == "无关。他的帐号在。"
    ((finding, kept),) = proofing.report(article).waived
    assert (finding.matched, kept) == ("帐号", waiver)


def test_a_waiver_holds_while_its_sentence_stays(article, waiver_of_warnings):
    waive(article, waiver_of_warnings)

    article.body = "<p>另起一段。</p><p>有关！他的帐号在。无关。</p>"
    assert proofing.open_findings(article)[1] == []
    article.body = "<p>无关。她的帐号在。</p>"
    assert matched(proofing.open_findings(article)[1]) == ["帐号"]


def test_the_same_sentence_again_is_another_finding(article, waiver_of_warnings):
    waive(article, waiver_of_warnings)

    article.body = "<p>他的帐号在。问过了。他的帐号在。</p>"

    assert matched(proofing.open_findings(article)[1]) == ["帐号"]


def test_a_waiver_of_a_figure_ends_when_the_body_says_another(waiver_of_warnings):
    article = make.article(headline="15名入选", body="<p>12名入选。</p>")
    waive(article, waiver_of_warnings)
    assert proofing.open_findings(article)[1] == []

    article.body = "<p>14名入选。</p>"

    assert matched(proofing.open_findings(article)[1]) == ["15名"]


def test_a_waiver_is_for_one_story(article, waiver_of_warnings):
    waive(article, waiver_of_warnings)

    other = make.article(headline="要闻", body=article.body)

    assert matched(proofing.open_findings(other)[1]) == ["帐号"]


def test_a_story_not_yet_saved_is_checked_too(article):
    blocks, warnings = proofing.open_findings(Article(headline="要闻", body=article.body))

    assert (matched(blocks), matched(warnings)) == (["法外之地"], ["帐号"])


def test_waiving_twice_keeps_the_first(article, waiver_of_warnings):
    first = waive(article, waiver_of_warnings)
    key = first.key

    again = proofing.waive(article, key=key, by=waiver_of_warnings, reason="另一个理由")

    assert (again, again.reason) == (first, "引文如此")
    assert Waiver.objects.count() == 1


def test_a_forbidden_word_cannot_be_waived(article, waiver_of_warnings):
    blocks, _warnings = proofing.open_findings(article)

    with pytest.raises(proofing.WaiverRefused, match="“法外之地”是禁止的，只能改掉"):
        proofing.waive(article, key=blocks[0].key, by=waiver_of_warnings, reason="理由")

    assert not Waiver.objects.exists()


def test_a_word_forbidden_after_it_was_waived_stops_the_story(article, waiver_of_warnings):
    waive(article, waiver_of_warnings)
    entry = LexiconEntry.objects.get(word="帐号")

    entry.level = "block"
    entry.save()

    assert matched(proofing.open_findings(article)[0]) == ["帐号", "法外之地"]


@pytest.mark.parametrize(
    ("reason", "message"), [(" \n", "要写明理由"), ("由" * 301, "最多 300 个字")]
)
def test_a_waiver_needs_a_reason_that_fits(article, waiver_of_warnings, reason, message):
    with pytest.raises(proofing.WaiverRefused, match=message):
        waive(article, waiver_of_warnings, reason=reason)

    assert not Waiver.objects.exists()


def test_what_is_no_longer_in_the_story_cannot_be_waived(article, waiver_of_warnings):
    key = proofing.open_findings(article)[1][0].key
    article.body = "<p>改过了。</p>"

    with pytest.raises(proofing.WaiverRefused, match="已经没有这条提醒"):
        proofing.waive(article, key=key, by=waiver_of_warnings, reason="理由")


def test_a_waiver_needs_the_permission(article):
    with pytest.raises(proofing.WaiverRefused, match="没有放行提醒的权限"):
        waive(article, User.objects.create_user("nobody"))

    assert not Waiver.objects.exists()


def test_the_database_keeps_one_waiver_with_a_reason_for_a_finding(article, waiver_of_warnings):
    waiver = waive(article, waiver_of_warnings)
    row = {"article": article, "by": waiver_of_warnings, "kind": "error", "excerpt": "…"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.create(**row, key=waiver.key, reason="理由")
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.create(**row, key="another", reason="")
    with pytest.raises(ProtectedError):
        waiver_of_warnings.delete()


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_takes_the_same_queries(count, django_assert_num_queries, waiver_of_warnings):
    make.lexicon_entry(word="帐号")
    text = "".join(f"<p>第{n}个帐号。</p>" for n in range(2, 2 + 2 * count))
    article = make.article(headline="要闻", body=text, page=make.page())
    for _ in range(count):
        make.photo_use(article=article, caption="帐号")
        waive(article, waiver_of_warnings)
    proofing.lexicon()
    article = Article.objects.get(pk=article.pk)

    # page, issue, photos, bylines, tags, lexicon's stamp, waivers
    with django_assert_num_queries(7):
        report = proofing.report(article)

    assert (len(report.warnings), len(report.waived)) == (2 * count, count)


# ---- As the editor sees it ---------------------------------------------------------------------


def shown(article, **context):
    return render_to_string(
        "admin/articles/article/_findings.html",
        {
            "report": proofing.report(article),
            "may_waive": True,
            "waive_keys": [],
            "waive_reason": "",
            **context,
        },
    )


def test_findings_show_place_hit_advice_and_level(article):
    page = shown(article)

    assert "无关。他的<mark>帐号</mark>在。" in page
    assert "<mark>法外之地</mark>。" in page
    assert page.index("法外之地") < page.index("帐号")  # what stops the story comes first
    for words in ["应为“账号”", "正文第 1 段", "易错词", "提醒", "敏感词", "禁止"]:
        assert words in page


def test_only_a_warning_can_be_ticked_and_what_was_typed_stays(article):
    blocks, warnings = proofing.open_findings(article)

    page = shown(article, waive_keys=[warnings[0].key], waive_reason="引“文”<b>")

    assert f'name="waive_{warnings[0].key}" checked' in page
    assert blocks[0].key not in page
    assert 'value="引“文”&lt;b&gt;"' in page
    assert "<input" not in shown(article, may_waive=False)


def test_a_waiver_is_shown_with_its_name_and_reason(article, waiver_of_warnings):
    waive(article, waiver_of_warnings)

    assert "王编辑" in shown(article)
    assert "放行：引文如此" in shown(article)


def test_what_was_typed_is_never_markup():
    make.lexicon_entry(word="<b>帐号")
    article = make.article(headline="<i><b>帐号", body="")

    assert "&lt;i&gt;<mark>&lt;b&gt;帐号</mark>" in shown(article)


def test_a_story_in_order_says_so():
    assert "没有发现问题" in shown(make.article())
