"""What a reviewer sees before signing, what they are told after, and where they go from there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.enums import RevisionCause, Stage
from articles.history import revisions
from articles.models import Article
from articles.review import changes, corrections, workflow
from articles.review.workflow import Verdict
from articles.stand import publishing, visibility
from people.names import mentions
from tests import make
from tests.articles.admin.test_admin import listed
from tests.city.press import clock

pytestmark = pytest.mark.django_db

ALL_WAITING = '<a href="/admin/articles/article/?live=waiting">看所有待发布的稿件</a>'
LATER = timezone.now() + timedelta(days=1)


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def address(story, name="review"):
    return reverse(f"admin:articles_article_{name}", args=[story.pk])


def saved(story, *, by, **fields):
    """The story saved by somebody, as the form saves it."""
    revisions.keep_stored(story)
    for name, value in fields.items():
        setattr(story, name, value)
    story.edition += 1
    story.save()
    workflow.note_edit(story, by=by)
    revisions.record(story, by=by, cause=RevisionCause.SAVED)
    return story


def in_review(stage=Stage.FIRST_REVIEW, **fields):
    """A story that has all it needs, handed in and brought to a review."""
    story = make.ready(make.article(created_by=make.staff("记者"), **fields))
    workflow.submit(story, by=story.created_by, edition=1)
    while story.stage != stage:
        passed(story, make.staff(make.REVIEWERS[story.stage]))
    return story


def passed(story, by):
    return workflow.pass_review(story, by=by, edition=story.edition)


def unseen(story, *, is_out=False):
    """What changed, by whose text and field, each as the text that went and that came."""
    whole = Article.objects.for_publishing().get(pk=story.pk)
    found = changes.unseen(whole, list(story.reviews.all()), is_out=is_out)

    def said(field, kind):
        return "".join(p.text for line in field.lines for p in line if p.kind == kind)

    return [
        (
            one.is_readers,
            one.review and one.review.decision,
            {field.name: (said(field, "del"), said(field, "ins")) for field in one.fields},
        )
        for one in found
    ]


# ---- What changed -----------------------------------------------------------------------------


def test_the_first_review_has_nothing_to_compare_with():
    assert unseen(in_review()) == []


def test_the_next_reviewer_sees_what_changed_since_the_last():
    story = in_review(Stage.FIRST_REVIEW, headline="许多人到场")
    editor = make.editor()
    passed(story, editor)
    assert unseen(story) == [(False, "passed", {})]

    saved(story, by=make.staff("部门主任"), headline="许少人到场", source="据人民日报")

    ((_is_readers, decision, fields),) = unseen(story)
    assert decision == "passed"
    assert fields == {"headline": ("多", "少"), "source": ("新华社", "人民日报")}


def test_who_sent_a_story_back_sees_what_was_done_about_it():
    story = in_review(headline="许多人到场")
    verdict = Verdict(opinion="核实人数")
    workflow.send_back(story, by=make.editor(), edition=1, verdict=verdict)
    saved(story, by=story.created_by, headline="少数人到场")
    workflow.submit(story, by=story.created_by, edition=story.edition)

    assert unseen(story) == [(False, "sent_back", {"headline": ("许多", "少数")})]


def test_a_story_that_is_out_shows_first_what_readers_have_otherwise():
    story = make.signed_off(make.article(headline="许多人到场", created_by=make.staff("记者")))
    saved(story, by=story.created_by, headline="少数人到场")
    workflow.submit(story, by=story.created_by, edition=story.edition)
    passed(story, make.editor())
    saved(story, by=make.staff("部门主任"), headline="少数人到场表决")

    readers, since_review = unseen(story, is_out=True)

    assert readers == (True, "passed", {"headline": ("许多", "少数表决")})
    assert since_review == (False, "passed", {"headline": ("", "表决")})


def test_one_text_is_compared_with_once():
    """Readers' text and the one last decided on are the same: that of the last signing off."""
    story = make.signed_off(make.article(headline="许多人到场", created_by=make.staff("记者")))
    saved(story, by=story.created_by, headline="少数人到场")
    assert unseen(story, is_out=True) == [(True, "passed", {"headline": ("许多", "少数")})]


def test_readers_text_that_was_imported_is_compared_with():
    story = make.published(headline="许多人到场", stage=Stage.SIGNED_OFF).article
    saved(story, by=make.editor(), headline="少数人到场")
    assert unseen(story, is_out=True) == [(True, None, {"headline": ("许多", "少数")})]


def test_readers_text_that_nobody_kept_is_said_to_be_unknown():
    story = make.published().article
    assert unseen(story, is_out=True) == [(True, None, {})]
    page = desk_of(make.chief()).get(address(story)).content.decode()
    assert "没有留底" in page


def test_a_long_story_with_many_changes_is_compared_to_the_character():
    """Two hundred paragraphs, every third of them with another figure."""
    before = [f"第{n}段说的是一件不同的事，参加的有{n}人。" for n in range(200)]
    after = [text.replace("人。", "户。") if n % 3 == 0 else text for n, text in enumerate(before)]
    markup = ["".join(f"<p>{text}</p>" for text in texts) for texts in (before, after)]
    story = in_review(body=markup[0])
    passed(story, make.editor())
    saved(story, by=make.staff("部门主任"), body=markup[1])

    ((_is_readers, _decision, fields),) = unseen(story)

    assert fields == {"body": ("人" * 67, "户" * 67)}
    page = desk_of(make.staff("部门主任")).get(address(story)).content.decode()
    assert page.count("<del>人</del><ins>户</ins>") == 67


# ---- At one glance ----------------------------------------------------------------------------


def test_changes_stand_first_then_the_facts_the_findings_and_the_text():
    story = in_review(
        headline="许多人到场",
        body="<p>到场的人。</p>",
        section=make.section(name="民生"),
        column=make.column(name="抗严寒"),
        page=make.page(number=3, name="要闻"),
        page_order=2,
        source="据新华社",
        tags=[make.tag(name="共富工坊")],
    )
    make.byline(article=story, reporter=make.reporter(name="陈洋波"))
    make.photo_use(article=story, photo=make.photo(caption="现场", source="市文明办供图"))
    passed(story, make.editor())
    saved(story, by=make.staff("部门主任"), headline="少数人到场")

    page = desk_of(make.staff("部门主任")).get(address(story)).content.decode()

    places = [
        "上次审稿以后改了什么",
        'class="glance"',
        "发稿前检查",
        'class="proof"',
        'name="move" value="pass"',
        "<h3>审稿记录</h3>",
    ]
    assert sorted(places, key=page.index) == places
    glance = page[page.index('class="glance"') : page.index("</dl>")]
    for said in ("民生", "抗严寒", "第3版 要闻", "第 2 条", "陈洋波", "据新华社", "共富工坊"):
        assert said in glance
    for said in ("现场", "市文明办供图", "签发后读者马上看得到"):
        assert said in glance
    assert 'class="flag"' not in glance


def test_what_is_missing_is_marked_before_signing():
    story = make.article(created_by=make.staff("记者"))
    make.photo_use(article=story, photo=make.photo(alt=""))
    page = desk_of(story.created_by).get(address(story)).content.decode()
    flags = re.findall(r'class="flag">\s*(\S+?)\s*<', page)
    assert flags == ["还没有栏目", "没有署名，也没有来源", "没有替代文字"]
    assert "签发前要解决" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_story_that_is_out_takes_the_same_queries(count, django_assert_num_queries):
    story = make.signed_off(make.article(created_by=make.staff("记者"), page=make.page()))
    for _ in range(count):
        make.byline(article=story)
        make.photo_use(article=story)
        make.mention(article=story)
        saved(story, by=story.created_by, headline=f"改过{'又' * count}")
        workflow.submit(story, by=story.created_by, edition=story.edition)
        verdict = Verdict(opinion="再改")
        workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=verdict)
    workflow.submit(story, by=story.created_by, edition=story.edition)
    desk = desk_of(make.editor())
    mentions.gazetteer()  # built once for many pages

    with django_assert_num_queries(36):
        response = desk.get(address(story))
    assert len(response.context["changes"]) == 2


# ---- What readers will see, and when ----------------------------------------------------------


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def sign_off(story):
    said = {"move": "pass", "edition": story.edition}
    return desk_of(make.chief()).post(address(story), said, follow=True)


def test_signing_off_says_that_readers_see_it():
    story = in_review(Stage.FINAL_REVIEW, headline="上线")
    (said,) = messages_of(sign_off(story))
    assert said.startswith("《上线》已签发，读者已经看得到。")
    assert story.get_absolute_url() in said


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"publish_at": LATER}, "定时发布"), ({"embargo_until": LATER}, "到解禁时间")],
)
def test_signing_off_says_when_readers_will_see_it_and_why_then(fields, why):
    story = in_review(Stage.FINAL_REVIEW, headline="等着", **fields)
    moment = visibility.ReaderView("waiting", LATER).moment
    desk = desk_of(make.chief())

    page = desk.get(address(story)).content.decode()
    assert page.count(f"签发后，读者 {moment} 看得到（{why}）") == 2  # at a glance, by the button

    said = messages_of(sign_off(story))
    assert said == [f"《等着》已签发。读者 {moment} 看得到（{why}）。{ALL_WAITING}"]
    assert f"待发布：{moment}" in desk.get(address(story)).content.decode()
    assert f"待发布：{moment}" in desk.get(address(story, "change")).content.decode()


def test_signing_off_many_says_how_many_wait_and_from_when():
    later = LATER + timedelta(hours=1)
    stories = [
        in_review(Stage.FINAL_REVIEW, **fields)
        for fields in ({}, {"embargo_until": later}, {"publish_at": LATER})
    ]
    desk = desk_of(make.chief())
    chosen = {"action": "pass_selected", "_selected_action": [story.pk for story in stories]}
    changelist = reverse("admin:articles_article_changelist")
    said = messages_of(desk.post(changelist, listed(desk) | chosen, follow=True))
    moment = visibility.ReaderView("waiting", LATER).moment
    assert said == [f"3 篇已通过（其中 2 篇待发布，最早 {moment} 上线：定时发布）。"]


def test_a_new_schedule_says_when_readers_will_see_it():
    story = in_review(Stage.FINAL_REVIEW, headline="改期")
    typed = {"move": "schedule", "publish_at": f"{timezone.localtime(LATER):%Y-%m-%dT%H:%M}"}
    chief = desk_of(make.chief())
    said = messages_of(chief.post(address(story), typed | {"edition": 1}, follow=True))
    assert said == ["《改期》的发布时间已改。签发以后才会上线。"]

    story.refresh_from_db()
    passed(story, make.chief())
    said = messages_of(chief.post(address(story), typed | {"edition": 2}, follow=True))
    moment = visibility.ReaderView("waiting", LATER).moment
    assert said == [f"《改期》的发布时间已改。读者 {moment} 看得到（定时发布）。{ALL_WAITING}"]


def facts_of(html):
    """What a page says of a story's date, place and length."""
    (found,) = re.findall(r'<ul class="facts">(.*?)</ul>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


@pytest.mark.parametrize("is_printed", [False, True])
@pytest.mark.parametrize("fields", [{}, {"publish_at": LATER}, {"embargo_until": LATER}])
def test_the_preview_shows_the_date_and_place_that_readers_then_get(client, fields, is_printed):
    page = make.page(number=2, name="民生") if is_printed else None
    story = in_review(Stage.FINAL_REVIEW, page=page, **fields)
    chief = make.chief()
    with clock(LATER - timedelta(hours=1)):
        preview = desk_of(chief).get(address(story, "preview")).content.decode()
        passed(story, chief)
    with clock(LATER):
        readers = client.get(story.get_absolute_url()).content.decode()

    assert facts_of(preview) == facts_of(readers)
    assert ("见报" in facts_of(readers)) is is_printed


def test_the_preview_of_a_changed_story_shows_what_readers_then_get(client):
    first = timezone.now() - timedelta(days=2)
    story = make.ready(make.article(created_by=make.staff("记者"), page=make.page(number=2)))
    publishing.publish(story, by=None, at=first)
    Article.objects.update(stage=Stage.SIGNED_OFF)
    story.refresh_from_db()
    readers = client.get(story.get_absolute_url()).content.decode()
    assert "更新于" not in readers
    saved(story, by=story.created_by, headline="改过的主题", body="<p>又添了一段正文。</p>")

    desk = desk_of(make.chief())
    preview = desk.get(address(story, "preview")).content.decode()
    assert "读者现在看到的还是已上线的那一版" in preview
    assert client.get(story.get_absolute_url()).content.decode() == readers
    make.signed_off(story)

    after = client.get(story.get_absolute_url()).content.decode()
    assert f"{timezone.localtime(first):%Y年%-m月%-d日 %H:%M} 更新于" in facts_of(after)
    minute = r"更新于 \S+ \d\d:\d\d"  # the clock may have gone on meanwhile
    assert re.sub(minute, "", facts_of(preview)) == re.sub(minute, "", facts_of(after))


def test_a_preview_of_what_has_not_changed_says_nothing_of_an_update():
    story = make.published(at=timezone.now() - timedelta(days=2), stage=Stage.SIGNED_OFF).article
    preview = desk_of(make.chief()).get(address(story, "preview")).content.decode()
    assert "更新于" not in facts_of(preview)


def test_a_correction_is_no_update_but_a_text_changed_after_it_is(client):
    story = make.published(at=timezone.now() - timedelta(days=2), stage=Stage.SIGNED_OFF).article
    make.correction(article=story)
    facts = facts_of(client.get(story.get_absolute_url()).content.decode())
    assert "更正于" in facts
    assert "更新于" not in facts

    saved(story, by=make.staff("记者"), body="<p>又改了一遍。</p>")
    make.signed_off(story)
    facts = facts_of(client.get(story.get_absolute_url()).content.decode())
    assert "更正于" in facts
    assert "更新于" in facts


def test_a_withdrawn_story_is_said_to_stay_so_before_it_is_signed_off():
    story = make.signed_off(make.article(created_by=make.staff("记者")))
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    saved(story, by=story.created_by, headline="改过")
    page = desk_of(make.chief()).get(address(story)).content.decode()
    assert "签发后读者也看不到" in page
    assert "读者所见：已撤稿" in page


def test_withdrawing_what_waits_and_bringing_it_back_speak_of_its_moment():
    story = in_review(Stage.FINAL_REVIEW, embargo_until=LATER)
    passed(story, make.chief())
    moment = visibility.ReaderView("waiting", LATER).moment
    desk = desk_of(make.chief())

    typed = {"reason": "失实。"}
    page = desk.post(address(story, "withdraw"), typed).content.decode()
    assert f"读者还没有看到过这篇稿件，到 {moment} 也不会上线。" in page
    said = messages_of(desk.post(address(story, "withdraw"), typed | {"_confirm": 1}, follow=True))
    assert said == [f"已撤稿，到 {moment} 不会上线。"]

    page = desk.post(address(story, "reinstate"), typed).content.decode()
    assert f"这篇稿件重新等待上线，读者 {moment} 看得到。" in page
    typed["_confirm"] = 1
    said = messages_of(desk.post(address(story, "reinstate"), typed, follow=True))
    assert said == [f"已恢复，读者 {moment} 看得到。"]


# ---- What comes next --------------------------------------------------------------------------


def where(response):
    return response.redirect_chain[-1][0]


def test_after_passing_the_next_story_opens_and_after_the_last_today():
    first, second, third = (in_review(headline=name) for name in ("甲", "乙", "丙"))
    desk = desk_of(make.editor())
    said = {"move": "pass", "edition": 1}

    response = desk.post(address(second), said, follow=True)  # the first was passed over
    assert where(response) == address(third)
    assert messages_of(response) == ["《乙》现在等待复审。", "接着是等您审的下一篇。"]
    assert where(desk.post(address(third), said, follow=True)) == address(first)
    response = desk.post(address(first), said, follow=True)
    assert where(response) == reverse("admin:index")
    assert messages_of(response) == ["《甲》现在等待复审。"]


def test_who_sends_back_or_hands_in_goes_to_today():
    for_me = in_review()
    in_review()
    editor = desk_of(make.editor())
    said = {"move": "send_back", "opinion": "再改", "edition": 1}
    assert where(editor.post(address(for_me), said, follow=True)) == reverse("admin:index")
    mine = make.article(created_by=make.editor())
    writer = desk_of(mine.created_by)
    handed_in = writer.post(address(mine), {"move": "submit", "edition": 1}, follow=True)
    assert where(handed_in) == reverse("admin:index")
    (told,) = messages_of(handed_in)
    assert told.endswith(
        "签发前要解决：还没有栏目。没有署名，也没有来源：请补上署名，或写明来源，如“据新华社”。"
    )


def test_the_next_story_is_one_that_this_person_may_review():
    story = in_review()
    editor = make.editor()
    mine = make.ready(make.article(created_by=editor))
    workflow.submit(mine, by=editor, edition=1)
    in_review(Stage.SECOND_REVIEW)
    response = desk_of(editor).post(address(story), {"move": "pass", "edition": 1}, follow=True)
    assert where(response) == reverse("admin:index")
