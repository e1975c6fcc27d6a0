"""Two rows made one: all that points to the one that goes points to the one that stays."""

import pytest
from django.urls import reverse

from articles import search
from articles.models import Article, Byline, Mention, PhotoUse, PublishedArticle, PublishedCredit
from articles.stand import hiding, merging_names, publishing
from people.models import Entity, EntityName, Honour, Merger, Programme, Reporter, Tally
from tests import make

pytestmark = pytest.mark.django_db


def merge(into, gone, *, by=None):
    return merging_names.merge(into, gone, by=by or make.chief(), reason="同一人。")


def story(*, entity=None, reporter=None, **fields):
    article = make.article(stage="signed_off", **fields)
    if entity:
        make.mention(article=article, entity=entity, relation="subject")
    if reporter:
        make.byline(article=article, reporter=reporter, title_as_printed="全媒体记者")
    return publishing.publish(article, by=None)


@pytest.fixture
def both():
    return make.entity(name="市科协"), make.entity(name="义乌市科协", description="在江滨。")


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_the_address_on_the_desk_leads_to_the_one_that_stays(admin_client, both, page):
    into, gone = both
    was = reverse(f"admin:people_entity_{page}", args=[gone.pk])
    merge(into, gone)

    response = admin_client.get(was, follow=True)

    now = reverse("admin:people_entity_change", args=[into.pk])
    assert response.redirect_chain[-1] == (now, 302)
    assert "“义乌市科协”已并入“市科协”" in response.content.decode()


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_an_address_that_never_was_leads_nowhere(admin_client, both, key):
    merge(*both)
    response = admin_client.get(f"/admin/people/entity/{key}/change/")

    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_the_history_of_the_one_that_stays_says_so(admin_client, both):
    into, gone = both
    merge(into, gone)
    page = admin_client.get(reverse("admin:people_entity_history", args=[into.pk]))

    assert "并入了“义乌市科协”" in page.content.decode()


def test_everything_of_an_entity_moves(both):
    into, gone = both
    face = make.photo()
    Entity.objects.filter(pk=gone.pk).update(portrait=face)
    member, honour, tally = (
        make.entity(parent=gone),
        make.honour(recipient=gone),
        make.tally(place=gone),
    )
    programme = make.programme()
    programme.bodies.add(gone)
    make.entity_name(entity=gone, name="科协")
    stand = story(entity=gone)

    merger = merge(into, gone)

    into = Entity.objects.get(pk=into.pk)
    assert set(Entity.objects.all()) == {into, member}
    assert (into.description, into.portrait) == ("在江滨。", face)
    assert sorted(into.other_names.values_list("name", flat=True)) == ["义乌市科协", "科协"]
    assert list(into.members.all()) == [member]
    assert Honour.objects.get() == honour
    assert (Honour.objects.get().recipient, Tally.objects.get().place) == (into, into)
    assert Tally.objects.get() == tally
    assert list(Programme.objects.get(pk=programme.pk).bodies.all()) == [into]
    assert Mention.objects.get().entity == into
    assert list(into.published_articles.all()) == list(into.stories_about.all()) == [stand]
    assert (merger.into, merger.former, merger.former_name) == (
        into,
        gone_key(merger),
        "义乌市科协",
    )


@pytest.mark.parametrize("end", ["", "honours.csv", "honours.json"])
def test_every_address_of_the_one_that_goes_leads_to_the_same_of_the_other(client, both, end):
    into, gone = both
    make.honour(recipient=gone)
    former = gone.pk
    merge(into, gone)

    led = client.get(f"/entities/{former}/{end}")

    assert (led.status_code, led["Location"]) == (301, f"/entities/{into.pk}/{end}")
    hiding.hide(into, by=make.chief(), reason="本人要求。")
    assert client.get(f"/entities/{former}/{end}").status_code == 404


def gone_key(merger):
    return merger.former


def test_what_both_have_is_kept_once_with_all_that_is_known_of_it(both):
    into, gone = both
    round, article = make.round(), make.article()
    kept = make.honour(round=round, recipient=into, category="助人为乐")
    make.honour(round=round, recipient=gone, category="别的", citation="热心公益")
    make.mention(article=article, entity=into, is_confirmed=False)
    make.mention(article=article, entity=gone, is_confirmed=True)
    make.entity_name(entity=into, name="科协")
    make.entity_name(entity=gone, name="科协")

    merge(into, gone)

    assert Honour.objects.get() == kept
    assert (Honour.objects.get().category, Honour.objects.get().citation) == (
        "助人为乐",
        "热心公益",
    )
    assert Mention.objects.get().is_confirmed
    assert sorted(EntityName.objects.values_list("name", flat=True)) == ["义乌市科协", "科协"]


def test_a_parent_may_be_merged_into_its_member(both):
    into, gone = both
    above = make.entity()
    Entity.objects.filter(pk=gone.pk).update(parent=above)
    Entity.objects.filter(pk=into.pk).update(parent=gone)
    merge(into, gone)

    assert Entity.objects.get(pk=into.pk).parent == above
    merge(Entity.objects.get(pk=into.pk), above)
    assert Entity.objects.get().parent is None


def test_the_old_address_leads_on_for_good_also_after_a_second_merger(client, both):
    into, gone = both
    old, last = gone.get_absolute_url(), make.entity()
    feed = f"/feeds/entities/{gone.pk}.rss"
    merge(into, gone)
    merge(last, into)

    assert [client.get(a).status_code for a in (old, into.get_absolute_url())] == [301, 301]
    assert client.get(old)["Location"] == last.get_absolute_url()
    assert client.get(feed)["Location"] == f"/feeds/entities/{last.pk}.rss"
    hiding.hide(last, by=make.chief(), reason="本人要求。")
    assert client.get(old).status_code == client.get(feed).status_code == 404


def test_the_stand_follows_also_where_the_desk_is_being_edited(client, both):
    into, gone = both
    signed, edited = story(entity=gone), story(entity=gone, body="<p>原文。</p>")
    Article.objects.filter(pk=edited.pk).update(stage="draft", body="<p>没审的。</p>")
    versions = list(PublishedArticle.objects.values_list("version", "changed_at").order_by("pk"))

    merge(into, gone)

    for stand in (signed, edited):
        html = client.get(stand.get_absolute_url()).content.decode()
        assert into.get_absolute_url() in html
        assert gone.get_absolute_url() not in html
        assert into.get_absolute_url() in client.get(f"/articles/{stand.pk}.json").content.decode()
    assert "原文。" in client.get(edited.get_absolute_url()).content.decode()
    found = PublishedArticle.objects.values_list("version", "changed_at").order_by("pk")
    assert list(found) == versions
    assert client.get(f"/search/?q=市科协&entity={into.pk}").context["answer"].count == 2


def test_a_story_with_a_hidden_name_keeps_its_mask_through_a_merger(client, both):
    into, gone = both
    person = make.entity(name="楼宝娟")
    stand = story(entity=gone, body="<p>楼宝娟来了。</p>")
    Article.objects.filter(pk=stand.pk).update(stage="draft")
    record = hiding.hide(person, by=make.chief(), reason="本人要求。")

    merge(into, gone)

    html = client.get(stand.get_absolute_url()).content.decode()
    assert ("某某来了" in html, into.get_absolute_url() in html) == (True, True)
    hiding.show(record, by=make.chief(), reason="本人同意。")
    html = client.get(stand.get_absolute_url()).content.decode()
    assert ("楼宝娟来了" in html, gone.get_absolute_url() in html) == (True, False)


def test_everything_of_a_reporter_moves(client):
    user = make.editor()
    into, gone = make.reporter(name="陈洋波"), make.reporter(name="陈洋波", distinction="重复")
    Reporter.objects.filter(pk=gone.pk).update(user=user, bio="跑社会。")
    stand = story(reporter=gone)
    shot = make.photo_use(photo=make.photo(reporter=gone, source=""))

    merge(into, gone)

    into = Reporter.objects.get()
    assert (into.user, into.bio) == (user, "跑社会。")
    assert Byline.objects.get().reporter == into
    assert PhotoUse.objects.get(pk=shot.pk).photo.reporter == into
    assert PublishedCredit.objects.get().reporter == into
    assert list(into.published_articles.all()) == [stand]
    page = client.get(stand.get_absolute_url()).content.decode()
    assert f'<a href="{into.get_absolute_url()}" rel="author">陈洋波</a>' in page
    assert (
        client.get(f"/reporters/{Merger.objects.get().former}/")["Location"]
        == into.get_absolute_url()
    )


def test_the_desk_s_search_finds_the_stories_of_the_one_that_stays(both):
    into, gone = both
    writer, double = make.reporter(name="陈洋波"), make.reporter(name="陈波")
    article = make.article()
    make.mention(article=article, entity=gone)
    make.byline(article=article, reporter=double)
    search.index_desk(article)
    merge(into, gone)
    merge(writer, double)

    for name in (into.name, gone.name, writer.name):
        assert list(search.on_desk(Article.objects.all(), name)) == [article]
    assert list(search.on_desk(Article.objects.all(), double.name)) == []


def test_a_refused_merger_changes_nothing(both):
    into, gone = both
    for by, reason in [(make.editor(), "同一单位。"), (make.chief(), " ")]:
        with pytest.raises(merging_names.MergeRefused):
            merging_names.merge(into, gone, by=by, reason=reason)
    hiding.hide(gone, by=make.chief(), reason="本人要求。")
    with pytest.raises(merging_names.MergeRefused):
        merge(into, gone)
    one, other = make.reporter(user=make.editor()), make.reporter(user=make.editor())
    with pytest.raises(merging_names.MergeRefused):
        merge(one, other)
    new = make.entity(kind=into.kind, is_waiting=True)
    for pair in ((into, new), (new, into)):
        with pytest.raises(merging_names.MergeRefused, match="等确认"):
            merge(*pair)

    assert (Entity.objects.count(), Reporter.objects.count(), Merger.objects.count()) == (3, 2, 0)


def test_a_merger_that_breaks_half_way_changes_nothing(both, monkeypatch):
    into, gone = both
    stand = story(entity=gone)

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(Entity, "delete", fail)
    with pytest.raises(RuntimeError):
        merge(into, gone)

    assert (Entity.objects.count(), Merger.objects.count()) == (2, 0)
    assert list(gone.published_articles.all()) == [stand]
    assert Mention.objects.get().entity == gone
