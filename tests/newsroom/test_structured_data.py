"""What pages tell search engines beside what they show."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.enums import BylineRole, MentionRelation
from articles.interchange.outward import moment
from articles.models import PublishedArticle
from articles.stand import publishing
from people.enums import ReporterKind
from tests import make
from tests.page_head import HERE, Head, head, the_paper, way

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
PAPER = the_paper("义乌商报")
HARD = "鱼 & <b> </script><!-- ]]> 😀 \"'"


@pytest.fixture(autouse=True)
def paper(settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"


def printed():
    return make.article(
        kicker="引题",
        headline="第一行\n第二行",
        subhead="副题",
        summary="提要",
        dateline="本报讯",
        body="<p>正文。</p>",
        section=make.section(name="民生", slug="minsheng"),
        column=make.column(name="抗严寒"),
        page=make.page(
            issue=make.issue(date="2023-12-26", number="总第8123期"), number=3, name="要闻"
        ),
        tags=["共富工坊"],
    )


def test_a_story_is_told_as_it_was_printed(client):
    article = printed()
    writer = make.reporter(name="陈洋波")
    role = BylineRole.TEXT_AND_PHOTO
    make.byline(article=article, reporter=writer, role=role, title_as_printed="全媒体记者")
    agency = make.reporter(name="新华社", kind=ReporterKind.AGENCY)
    make.byline(article=article, reporter=agency, order=1, title_as_printed="电")
    giver = make.reporter(name="吴峰宇", kind=ReporterKind.CORRESPONDENT)
    make.byline(article=article, reporter=giver, order=2, role=BylineRole.COURTESY)
    make.photo_use(
        article=article, photo=make.photo(file="photos/a.jpg", caption="图说", source="市文明办")
    )
    make.photo_use(article=article, photo=make.photo(file="", source_type="placeholder"), order=1)
    story = publishing.publish(article, by=None, at=NOON)

    found, steps = head(client, story).things

    url = HERE + story.get_absolute_url()
    assert found == {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "identifier": f"urn:uuid:{story.guid}",
        "url": url,
        "mainEntityOfPage": url,
        "headline": "第一行第二行",
        "alternativeHeadline": "引题 副题",
        "description": "提要",
        "image": [
            {
                "@type": "ImageObject",
                "url": f"{HERE}/media/photos/a.jpg",
                "width": 1600,
                "height": 1067,
                "caption": "图说",
                "creditText": "市文明办",
            }
        ],
        "datePublished": "2024-03-01T12:00:00+08:00",
        "dateModified": "2024-03-01T12:00:00+08:00",
        "author": [
            {
                "@type": "Person",
                "name": "陈洋波",
                "url": HERE + writer.get_absolute_url(),
                "jobTitle": "全媒体记者",
            },
            {
                "@type": "Organization",
                "name": "新华社",
                "url": HERE + agency.get_absolute_url(),
            },
        ],
        "contributor": [
            {"@type": "Person", "name": "吴峰宇", "url": HERE + giver.get_absolute_url()}
        ],
        "publisher": PAPER,
        "articleSection": ["民生", "抗严寒"],
        "keywords": ["共富工坊"],
        "wordCount": story.length,
        "dateline": "本报讯",
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "printEdition": "2023-12-26 总第8123期",
        "printPage": "3",
        "printSection": "要闻",
    }
    assert steps == way(
        ("首页", "/"), ("民生", "/sections/minsheng/"), ("第一行第二行", story.get_absolute_url())
    )


def test_a_story_nobody_signed_is_the_paper_s(client):
    story = make.published(kind="commentary")

    found, steps = head(client, story).things

    assert found["@type"] == "OpinionNewsArticle"
    assert found["author"] == [PAPER]
    assert "printPage" not in found
    assert steps == way(("首页", "/"), (story.title, story.get_absolute_url()))


def test_a_date_that_was_worked_out_is_told_as_such(client):
    issue = make.issue(date=date(2023, 12, 26), date_is_certain=False)
    story = make.published(page=make.page(issue=issue))

    assert head(client, story).things[0]["printEdition"] == "2023-12-26 日期据内容推断"


def test_a_story_says_what_it_is_about_and_what_it_mentions(client):
    article = make.article()
    subject, named = make.entity(name="吴海福"), make.entity(name="李祖村", kind="village")
    make.mention(article=article, entity=named)
    make.mention(article=article, entity=subject, relation=MentionRelation.SUBJECT)
    make.mention(article=article, entity=make.entity(name="不公开", hidden=True))
    make.mention(article=article, entity=make.entity(name="未确认"), is_confirmed=False)
    story = publishing.publish(article, by=None)

    html = client.get(story.get_absolute_url()).content.decode()
    found = Head(html).things[0]

    subject_url, named_url = HERE + subject.get_absolute_url(), HERE + named.get_absolute_url()
    assert found["about"] == [{"@type": "Person", "name": "吴海福", "url": subject_url}]
    assert found["mentions"] == [
        {"@type": "AdministrativeArea", "name": "李祖村", "url": named_url}
    ]
    assert "不公开" not in html
    assert "未确认" not in html


def test_no_text_of_a_story_ends_its_data_block(client):
    story = make.published(headline=HARD, kicker=HARD, section=make.section(name=HARD[:30]))

    html = client.get(story.get_absolute_url()).content.decode()

    assert html.count("</script>") == 2  # the data, and the script of every page
    found, _steps = Head(html).things
    assert found["headline"] == HARD
    assert dict(Head(html).properties)["og:title"] == HARD


def test_a_change_is_dated_where_machines_look(client):
    story = make.published(at=NOON)
    story.article.headline = "更正后"
    story.article.save()
    publishing.publish(story.article, by=None, at=NOON + timedelta(days=1))

    page = head(client, story)

    assert page.things[0]["dateModified"] == "2024-03-02T12:00:00+08:00"
    assert dict(page.properties)["article:modified_time"] == "2024-03-02T12:00:00+08:00"


def test_a_change_before_its_time_is_dated_from_that_time(client):
    story = make.published(at=NOON)
    PublishedArticle.objects.update(changed_at=NOON - timedelta(days=1))

    assert head(client, story).things[0]["dateModified"] == "2024-03-01T12:00:00+08:00"


def test_the_front_page_says_whose_it_is(client):
    page = Head(client.get("/").content.decode())

    site = {
        "@type": "WebSite",
        "@id": f"{HERE}/#site",
        "name": "义乌商报",
        "url": f"{HERE}/",
        "inLanguage": "zh-Hans",
        "publisher": {"@id": f"{HERE}/#paper"},
    }
    assert page.things == [PAPER, site]
    assert ("og:type", "website") in page.properties


def test_a_printed_page_and_a_roll_tell_the_way_to_them(client):
    page = make.page(issue=make.issue(date=date(2023, 12, 26)), number=1, name="要闻")
    make.published(page=page)
    round = make.round()

    issue_step = ("2023年12月26日", page.issue.get_absolute_url())
    assert head(client, page.issue).things == [way(("数字报", "/issues/"), issue_step)]
    assert head(client, page).things == [
        way(("数字报", "/issues/"), issue_step, ("第1版 要闻", page.get_absolute_url()))
    ]
    assert head(client, round).things == [
        way(
            ("荣誉", "/honours/"),
            (round.programme.name, round.programme.get_absolute_url()),
            (round.name, round.get_absolute_url()),
        )
    ]


def test_a_story_told_before_its_time_is_nowhere(client):
    make.published(headline="未到时", at=timezone.now() + timedelta(hours=1), tags=["未到"])

    assert "未到" not in client.get("/").content.decode()


def test_a_correction_is_told_with_its_words_its_moment_and_its_place(client):
    story = make.published()
    made = make.correction(article=story.article, text="12人误为15人。")

    found, _steps = head(client, story).things

    assert found["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "12人误为15人。",
            "datePublished": moment(made.made_at),
            "url": f"{HERE}{story.get_absolute_url()}#correction-{made.pk}",
        }
    ]


def test_the_paper_names_those_of_its_pages_that_are_policies(client):
    for slug in ["about", "masthead", "corrections-policy", "contact"]:
        make.site_page(slug=slug)

    found, _steps = head(client, make.published()).things

    assert found["publisher"] == PAPER | {
        "masthead": f"{HERE}/about/masthead/",
        "correctionsPolicy": f"{HERE}/about/corrections-policy/",
        "actionableFeedbackPolicy": f"{HERE}/about/contact/",
    }
