"""Preview links: who may make them, how long they open, and what is kept of an opening."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from articles.enums import LinkState
from articles.models import PreviewLink, PreviewOpening, PublishedArticle
from articles.review import preview_links
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2030, 1, 1, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def sharer():
    return make.colleague("view_article", "share_preview")


def grant(user, codename):
    user.user_permissions.add(Permission.objects.get(codename=codename))


def create(by, article=None, **changes):
    fields = {"for_whom": "市文明办", "days": 3, "at": NOON} | changes
    return preview_links.create(article or make.article(), by=by, **fields)


def opened(token, *, at=NOON, address="203.0.113.77", agent="Firefox"):
    return preview_links.open_by_token(token, address=address, agent=agent, at=at)


def test_a_link_opens_by_its_token_and_says_whom_it_is_for(sharer):
    article = make.article()

    link, token = create(sharer, article, for_whom=" 市文明办　张三 ")

    assert opened(token) == link
    assert (link.article, link.for_whom, link.created_by) == (article, "市文明办 张三", sharer)
    assert (link.created_at, link.expires_at) == (NOON, NOON + timedelta(days=3))


def test_the_token_is_long_random_and_not_kept(sharer):
    made = [create(sharer) for _ in range(2)]

    tokens = {token for _link, token in made}
    stored = str(list(PreviewLink.objects.values_list()))

    assert len(tokens) == 2
    assert {len(token) for token in tokens} == {43}
    assert [token for token in tokens if token in stored] == []


@pytest.mark.parametrize(
    ("codenames", "reason"),
    [
        (["view_article", "change_article"], "没有给出预览链接的权限"),
        (["share_preview"], "看不到这篇稿件"),
    ],
)
def test_who_may_not_share_makes_no_link_and_revokes_none(codenames, reason):
    user, link = make.colleague(*codenames), make.preview_link()

    with pytest.raises(preview_links.ShareRefused, match=reason):
        create(user)
    with pytest.raises(preview_links.ShareRefused, match=reason):
        preview_links.revoke(link, by=user)

    assert PreviewLink.objects.get().revoked_at is None


def test_who_sees_their_own_stories_shares_only_those():
    reporter = make.staff("记者")
    grant(reporter, "share_preview")
    mine, other = make.article(created_by=reporter), make.preview_link()

    create(reporter, mine)
    with pytest.raises(preview_links.ShareRefused, match="看不到这篇稿件"):
        create(reporter, other.article)
    with pytest.raises(preview_links.ShareRefused, match="看不到这篇稿件"):
        preview_links.revoke(other, by=reporter)

    assert PreviewLink.objects.get(created_by=reporter).article == mine
    assert not PreviewLink.objects.filter(revoked_at__isnull=False).exists()


def test_an_embargoed_story_waits_for_its_moment(sharer):
    article = make.article(embargo_until=NOON + timedelta(hours=1))
    link, token = create(sharer, article)

    with pytest.raises(preview_links.NoSuchLink):
        opened(token, at=article.embargo_until - SECOND)

    assert opened(token, at=article.embargo_until) == link


def test_who_could_sign_an_embargoed_story_off_shows_it_before():
    chief = make.colleague("view_article", "share_preview", "final_review_article")
    link, token = create(chief, make.article(embargo_until=NOON + timedelta(hours=1)))

    assert opened(token) == link
    chief.user_permissions.clear()
    with pytest.raises(preview_links.NoSuchLink):
        opened(token)


def test_who_is_not_staff_shares_nothing():
    reader = make.colleague("view_article", "share_preview", is_staff=False)

    with pytest.raises(preview_links.ShareRefused, match="看不到这篇稿件"):
        create(reader)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"for_whom": " 　"}, "请写明预览链接给谁看"),
        ({"for_whom": "长" * 61}, "不要超过 60 个字"),
        ({"days": 0}, "1 至 30 天"),
        ({"days": 31}, "1 至 30 天"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(sharer, changes, reason):
    with pytest.raises(preview_links.ShareRefused, match=reason):
        create(sharer, **changes)

    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("days", [1, 30])
def test_a_link_ends_on_the_second(sharer, days):
    link, token = create(sharer, days=days)
    end = NOON + timedelta(days=days)

    assert opened(token, at=end - SECOND) == link
    assert link.state(at=end - SECOND) == LinkState.OPEN
    with pytest.raises(preview_links.NoSuchLink):
        opened(token, at=end)
    assert link.state(at=end) == LinkState.EXPIRED


def test_a_revoked_link_opens_no_more(sharer):
    link, token = create(sharer)

    revoked = preview_links.revoke(link, by=sharer, at=NOON)

    assert (revoked.revoked_at, revoked.revoked_by) == (NOON, sharer)
    assert revoked.state(at=NOON) == LinkState.REVOKED
    with pytest.raises(preview_links.NoSuchLink):
        opened(token)


def test_revoking_twice_keeps_the_first_name(sharer):
    link, _token = create(sharer)
    preview_links.revoke(link, by=sharer, at=NOON)

    preview_links.revoke(link, by=make.colleague("view_article", "share_preview"))

    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (NOON, sharer)


def test_a_withdrawn_story_is_shown_to_no_source(sharer):
    published = make.published(at=NOON - SECOND)
    _link, token = create(sharer, published.article)
    PublishedArticle.objects.filter(pk=published.pk).update(withdrawn_at=NOON)

    with pytest.raises(preview_links.NoSuchLink):
        opened(token)
    with pytest.raises(preview_links.ShareRefused, match="已撤稿"):
        create(sharer, published.article)


@pytest.mark.parametrize("token", ["", "x", "一", "a\0b", "x" * 10000])
def test_an_unknown_token_opens_nothing(token):
    make.preview_link()

    with pytest.raises(preview_links.NoSuchLink):
        opened(token)

    assert not PreviewOpening.objects.exists()


def test_each_opening_is_written_down_but_not_who_came(sharer):
    link, token = create(sharer)

    opened(token)
    opened(token, at=NOON + SECOND, address="2001:db8:1:2:3::4", agent="x\0y\n" + "长" * 200)

    assert list(link.openings.values_list("at", "network", "agent")) == [
        (NOON + SECOND, "2001:db8:1::/48", "xy" + "长" * 118),
        (NOON, "203.0.113.0/24", "Firefox"),
    ]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.255", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:ffff:ffff::1", "2001:db8:ffff::/48"),
        ("::1", "::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8:ffff::/48"),
        ("", ""),
        ("unix:", ""),
        ("203.0.113.9:4711", ""),
    ],
)
def test_an_address_loses_its_last_part(address, network):
    assert preview_links.network(address) == network


@pytest.mark.parametrize(
    "fields",
    [
        {"for_whom": ""},
        {"expires_at": NOON, "created_at": NOON},
        {"revoked_at": NOON},
    ],
)
def test_the_database_refuses_what_no_link_can_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.preview_link(**fields)


def test_the_database_holds_a_token_once():
    make.preview_link(token="甲")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.preview_link(token="甲")


def test_links_go_with_their_story():
    opening = make.preview_opening()

    opening.link.article.delete()

    assert not PreviewLink.objects.exists()
    assert not PreviewOpening.objects.exists()
