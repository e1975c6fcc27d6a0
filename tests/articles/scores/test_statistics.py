"""How credit is counted and shared. The month worked out by hand is in test_statistics_sample."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, PublishedArticle, PublishedCredit
from articles.models.scoring import EACH_PHOTO
from articles.scores import statistics
from articles.stand import publishing
from articles.text.months import Month
from people.models import Reporter
from tests import make

pytestmark = pytest.mark.django_db

DECEMBER = Month(2023, 12)
DAY = datetime(2023, 12, 26, tzinfo=UTC)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def story(*credits, photos=(), at=DAY, **fields):
    """A published story signed by (reporter, role), with a photo for each name in `photos`."""
    article = make.article(**fields)
    for reporter, role in credits:
        make.byline(article=article, reporter=reporter, role=role)
    for reporter in photos:
        make.photo_use(article=article, photo=make.photo(reporter=reporter))
    return publishing.publish(article, by=None, at=at)


def amounts(figure, month=DECEMBER, **options):
    """What each person has of a figure, by name."""
    rows = statistics.by_person(statistics.month_lines(month, **options))
    return {row.reporter: row.amounts[figure] for row in rows}


@pytest.fixture
def a():
    return make.reporter(name="甲")


@pytest.fixture
def b():
    return make.reporter(name="乙")


@pytest.fixture
def c():
    return make.reporter(name="丙")


# ---- Shares -------------------------------------------------------------------------------------


def test_writers_share_the_article_and_its_length_evenly(a, b, c):
    published = story((a, "text"), (b, "text"), (c, "text_photo"))

    assert amounts("articles") == {a: THIRD, b: THIRD, c: THIRD}
    assert amounts("length") == dict.fromkeys([a, b, c], Fraction(published.length, 3))
    assert amounts("role-text") == {a: THIRD, b: THIRD, c: 0}
    assert amounts("role-text_photo") == {a: 0, b: 0, c: THIRD}


def test_thirds_add_up_to_the_whole(a, b, c):
    published = story((a, "text"), (b, "text"), (c, "text"), kind="feature")

    total = statistics.totals(statistics.month_lines(DECEMBER))

    assert (total["articles"], total["kind-feature"], total["length"]) == (1, 1, published.length)


def test_a_photographer_takes_nothing_from_the_writer(a, b, c):
    published = story((a, "text"), (b, "photographed"), (c, "courtesy"))

    assert amounts("articles") == {a: 1, b: HALF, c: HALF}
    assert amounts("length") == {a: published.length, b: 0, c: 0}


@pytest.mark.parametrize("role", ["edited", "video"])
def test_who_edited_or_filmed_takes_nothing_from_writer_and_photographer(a, b, c, role):
    published = story((a, "text_shot"), (b, "photo"), (c, role))

    assert amounts("articles") == {a: 1, b: 1, c: 1}
    assert amounts("length") == {a: published.length, b: 0, c: 0}


def test_who_signs_one_work_twice_has_one_share_of_it(a, b):
    story((a, "photo"), (a, "courtesy"), (b, "photo"))

    assert amounts("articles") == {a: HALF, b: HALF}
    assert amounts("role-photo") == {a: Fraction(1, 4), b: HALF}


def test_a_photo_is_the_photographers_named_under_it(a, b, c):
    story((a, "text_photo"), (b, "photographed"), photos=[a, b, b, c])

    assert amounts("photos") == {a: 1, b: 2, c: 1}
    assert amounts("articles") == {a: 1, b: 1, c: 0}


def test_photos_signed_together_but_named_for_one_are_shared(a, b, c):
    story((a, "photographed"), (b, "photographed"), photos=[a, a, a, c])

    assert amounts("photos") == {a: Fraction(3, 2), b: Fraction(3, 2), c: 1}


def test_who_only_passed_a_photo_on_shares_in_none(a, b):
    story((a, "text_photo"), (b, "courtesy"), photos=[a])

    assert amounts("photos") == {a: 1, b: 0}


def test_a_photo_from_an_outside_source_is_nobodys(a):
    story((a, "text_photo"), photos=[None])

    assert amounts("photos") == {a: 0}


# ---- Points -------------------------------------------------------------------------------------


def test_points_are_the_rules_times_the_share(a, b):
    make.score_rule(kind="feature", role="text", points="25")
    make.score_rule(kind="feature", role=EACH_PHOTO, points="1.5")
    story((a, "text"), (b, "text"), photos=[b, b], kind="feature")

    assert amounts("score") == {a: Fraction(25, 2), b: Fraction(25, 2) + 3}


def test_points_are_exact_until_they_are_shown(a, b, c):
    make.score_rule(points="10")
    for _ in range(3):
        story((a, "text"), (b, "text"), (c, "text"))

    assert amounts("score") == {a: 10, b: 10, c: 10}


def test_what_has_no_rule_scores_nothing_and_says_so(a):
    make.score_rule(kind="feature")
    story((a, "text"), photos=[a])

    lines = statistics.month_lines(DECEMBER)

    assert amounts("score") == {a: 0}
    assert [(line.rate, line.rule_name) for line in lines] == [
        (None, "消息 · 文"),
        (None, "消息 · 图片（每张）"),
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1735, 2), "867.5"),
        (THIRD, "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(1000), "1000"),
        (Fraction(1_000_000_100, 10), "100000010"),
    ],
)
def test_amounts_are_rounded_half_up_for_the_eye(amount, text):
    assert statistics.shown(amount) == text


def test_every_figure_is_the_sum_of_the_lines_behind_it(a, b):
    make.score_rule()
    story((a, "text"), (b, "text_photo"), photos=[a, b])
    story((a, "photographed"), kind="photo_brief")
    lines = statistics.month_lines(DECEMBER)
    total = statistics.totals(lines)

    for key, figure in statistics.FIGURES.items():
        behind = statistics.behind(figure, lines)
        assert sum(map(figure.of, behind)) == total[key]
        assert all(figure.of(line) for line in behind)
    assert statistics.behind(None, lines) == lines


# ---- What counts --------------------------------------------------------------------------------


def test_a_story_counts_in_the_papers_month_of_its_first_appearance(a):
    midnight = datetime(2023, 12, 31, 16, tzinfo=UTC)  # in Shanghai
    story((a, "text"), at=midnight - timedelta(microseconds=1))
    story((a, "text"), (make.reporter(), "text"), at=midnight)

    assert amounts("articles")[a] == 1
    assert amounts("articles", Month(2024, 1))[a] == HALF


def test_a_story_counts_from_the_moment_readers_see_it(a):
    story((a, "text"), at=DAY)

    assert amounts("articles", now=DAY - timedelta(seconds=1)) == {}
    assert amounts("articles", now=DAY) == {a: 1}


def test_a_withdrawn_story_does_not_count(a):
    story((a, "text"))
    PublishedArticle.objects.update(withdrawn_at=timezone.now())

    assert amounts("articles") == {}


def test_a_story_on_the_desk_does_not_count(a):
    make.byline(reporter=a)

    assert amounts("articles", Month.of(timezone.now())) == {}


def test_a_changed_byline_counts_once_it_is_published(a, b):
    published = story((a, "text"))
    make.byline(article=published.article, reporter=b)
    assert amounts("articles") == {a: 1}

    publishing.publish(published.article, by=None)

    assert amounts("articles") == {a: HALF, b: HALF}  # in the month of the first appearance


def test_a_photographers_namesake_is_set_right_without_a_new_version(a):
    other = make.reporter(name="甲", distinction="体育部")
    published = story((a, "text"), photos=[other])
    published.article.photo_uses.get().photo.__class__.objects.update(reporter=a)

    again = publishing.publish(published.article, by=None)

    assert again.version == 1
    assert amounts("photos") == {a: 1}


def test_republishing_fills_in_the_credits_of_older_stories(a):
    story((a, "text"), photos=[a], stage="signed_off")
    PublishedCredit.objects.all().delete()

    assert publishing.republish(Article.objects.values_list("pk", flat=True)) == 0

    assert (amounts("articles"), amounts("photos")) == ({a: 1}, {a: 1})


def test_one_persons_lines_keep_their_shares(a, b):
    story((a, "text"), (b, "text"), photos=[a])
    story((b, "text"))

    assert amounts("articles", of=a) == {a: HALF}
    assert amounts("photos", of=a) == {a: 1}


def test_months_run_from_the_newest_story_to_the_first(a):
    story(at=DAY)
    story(at=DAY + timedelta(days=70))
    story(at=DAY + timedelta(days=400))

    now = DAY + timedelta(days=71)
    assert list(map(str, statistics.months(now=now))) == [
        "2024-03",
        "2024-02",
        "2024-01",
        "2023-12",
    ]
    assert statistics.months(now=DAY - timedelta(days=1)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_takes_two_queries_and_reads_no_text(count, django_assert_num_queries):
    make.score_rule()
    for _ in range(count):
        one, other = make.reporter(), make.reporter()
        story((one, "text"), (other, "photographed"), photos=[other])

    with django_assert_num_queries(2) as queries:
        rows = statistics.by_person(statistics.month_lines(DECEMBER))
        names = [str(row.reporter) for row in rows]
    assert len(names) == 2 * count
    assert [q["sql"] for q in queries if "body" in q["sql"] or "_html" in q["sql"]] == []


# ---- What the database holds --------------------------------------------------------------------


def refused(create):
    with pytest.raises(IntegrityError), transaction.atomic():
        create()


def test_a_credit_is_a_role_or_a_number_of_photos(a):
    credits, published = PublishedCredit.objects, story()

    refused(lambda: credits.create(article=published, reporter=a, role="text", photos=1))
    refused(lambda: credits.create(article=published, reporter=a, role=EACH_PHOTO, photos=0))
    credits.create(article=published, reporter=a, role="text")
    refused(lambda: credits.create(article=published, reporter=a, role="text"))


def test_a_person_credited_on_the_stand_cannot_be_deleted(a):
    published = story((a, "text"))
    published.article.bylines.all().delete()

    with pytest.raises(Exception, match="protected"):
        Reporter.objects.get(pk=a.pk).delete()
