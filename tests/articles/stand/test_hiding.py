"""What hiding does to a story, whatever happens to the story meanwhile."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.models import Article, PublishedArticle, Unmasked
from articles.review import corrections
from articles.stand import hiding, merging_tags, publishing, withholding
from people.models import Entity, Hiding
from tests import make
from tests.cost import LOG_LOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.entity(name="楼宝娟")


def hide(of):
    return hiding.hide(of, by=make.chief(), reason="本人要求。")


def show(record):
    return hiding.show(record, by=make.chief(), reason="本人同意。")


def story(person=None, *, body="<p>楼宝娟来了。</p>", **fields):
    article = make.article(body=body, **fields)
    if person:
        make.mention(article=article, entity=person, relation="subject")
    return publishing.publish(article, by=None)


def page(client, story):
    return client.get(story.get_absolute_url()).content.decode()


def test_hiding_makes_no_new_version_and_leaves_the_desk_alone(client, person):
    stand = story(person)
    before = (stand.version, stand.changed_at, stand.fingerprint)
    record = hide(person)
    masked = PublishedArticle.objects.get()

    assert "楼宝娟" not in page(client, stand)
    assert "某某来了" in page(client, stand)
    assert (masked.version, masked.changed_at) == before[:2]
    assert masked.fingerprint != before[2]
    assert Article.objects.get().body == "<p>楼宝娟来了。</p>"

    show(record)
    shown = PublishedArticle.objects.get()
    assert (shown.version, shown.changed_at, shown.fingerprint) == before
    assert not Unmasked.objects.exists()


@pytest.mark.parametrize("place", ["correction", "alt", "round"])
def test_a_name_in_another_spelling_is_hidden_where_search_does_not_read(client, person, place):
    stand = story(body="<p>有人来了。</p>")
    article = stand.article
    if place == "correction":
        make.correction(article=article, text="樓寶娟误作楼宝绢。")
    elif place == "alt":
        make.photo_use(article=article, photo=make.photo(alt="樓 寶娟在家", file="photos/o.jpg"))
    else:
        article.announces.add(make.round(name="樓寶娟批"))
    publishing.publish(article, by=None)
    spelled = ["樓寶娟", "樓 寶娟"]
    before = page(client, stand)
    assert any(name in before for name in spelled)

    record = hide(person)

    assert not any(name in page(client, stand) for name in spelled)
    show(record)
    assert page(client, stand) == before


def test_its_history_on_the_desk_says_so(admin_client, person):
    show(hide(person))
    page = admin_client.get(reverse("admin:people_entity_history", args=[person.pk]))
    lines = page.content.decode()

    assert -1 < lines.find("已对读者隐藏") < lines.find("已恢复显示")


def test_a_story_published_while_a_name_is_hidden_is_masked_and_shown_whole_later(client, person):
    record = hide(person)
    stand = story(person)
    Article.objects.update(stage="draft", body="<p>没审的。</p>")

    assert "某某来了" in page(client, stand)
    assert person.get_absolute_url() not in page(client, stand)
    assert list(person.published_articles.all()) == []

    show(record)
    assert "楼宝娟来了" in page(client, stand)
    assert person.get_absolute_url() in page(client, stand)
    assert list(person.stories_about.all()) == [stand]


def test_republishing_while_a_name_is_hidden_changes_nothing(person):
    stand = story(person, stage="signed_off")
    hide(person)
    masked = PublishedArticle.objects.get().fingerprint

    assert publishing.republish([stand.pk]) == 0
    assert publishing.publish(stand.article, by=None).version == 1
    assert PublishedArticle.objects.get().fingerprint == masked


def test_a_correction_made_while_a_name_is_hidden_is_masked_and_shown_whole_later(client, person):
    stand = story(person)
    record = hide(person)
    make.correction(article=stand.article, text="楼宝娟没有来。")
    assert "某某没有来" in page(client, stand)
    assert "某某没有来" in client.get("/corrections/").content.decode()

    show(record)
    assert (
        page(client, stand).count("楼宝娟没有来") == 2
    )  # to be read, and in the data for machines
    assert "楼宝娟来了" in page(client, stand)


def test_a_story_withdrawn_or_not_yet_visible_is_masked_too(client, person):
    gone, later = story(person), make.article(body="<p>楼宝娟明天来。</p>")
    corrections.withdraw(gone.article, by=make.chief(), reason="楼宝娟要求。")
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.publish(later, by=None, at=tomorrow)
    hide(person)

    assert "楼宝娟" not in page(client, gone)
    corrections.reinstate(gone.article, by=make.chief(), reason="恢复。")
    assert "某某来了" in page(client, gone)
    assert "楼宝娟" not in PublishedArticle.objects.get(pk=later.pk).body_html


def test_links_are_as_they_were_though_other_names_have_become_known_meanwhile(client, person):
    village = make.entity(name="李祖村", kind="village")
    stand = story(person, body="<p>楼宝娟在李祖村委会。</p>")
    make.mention(article=stand.article, entity=village)
    stand = publishing.publish(stand.article, by=None)
    assert f'<a href="{village.get_absolute_url()}">李祖村</a>' in stand.body_html

    record = hide(person)
    make.entity(name="李祖村委会", kind="organisation")
    make.entity_name(entity=village, name="楼宝娟在")
    show(record)

    assert PublishedArticle.objects.get().body_html == stand.body_html


def test_the_row_that_readers_get_holds_nothing_of_who_is_hidden(person):
    reporter = make.reporter(name="陈洋波")
    article = make.article(
        body="<p>楼宝娟来了。</p><ul><li>楼宝娟</li></ul>",
        tags=[make.tag(name="楼宝娟", slug="lou-bao-juan")],
    )
    make.mention(article=article, entity=person, relation="subject")
    make.byline(article=article, reporter=reporter)
    make.correction(article=publishing.publish(article, by=None).article, text="楼宝娟没来。")
    for of in (person, reporter):
        hide(of)

    row = str(PublishedArticle.objects.values().get())

    links = [person.get_absolute_url(), reporter.get_absolute_url()]
    assert [word for word in ("楼宝娟", "陈洋波", "lou-bao-juan", *links) if word in row] == []


def test_of_two_hidden_names_each_comes_back_by_itself(client, person):
    other = make.entity(name="龚奎乾")
    stand = story(body="<p>楼宝娟和龚奎乾。</p>")
    first, second = hide(person), hide(other)
    assert "某某和某某" in page(client, stand)

    show(first)
    assert "楼宝娟和某某" in page(client, stand)
    show(second)
    assert "楼宝娟和龚奎乾" in page(client, stand)


def test_a_visible_namesake_keeps_the_name_where_the_story_means_the_namesake(client, person):
    namesake = make.entity(name="楼宝娟", distinction="教师")
    theirs, both, nobody_s = story(namesake), story(namesake), story()
    make.mention(article=both.article, entity=person)
    publishing.publish(both.article, by=None)
    hide(person)

    assert "楼宝娟来了" in page(client, theirs)
    assert ["某某来了" in page(client, each) for each in (both, nobody_s)] == [True, True]
    assert client.get(namesake.get_absolute_url()).status_code == 200


def test_a_hidden_reporter_is_in_no_byline_and_on_no_list(client):
    reporter = make.reporter(name="陈洋波", sort_key="chen yang bo")
    article = make.article()
    make.byline(article=article, reporter=reporter, title_as_printed="全媒体记者")
    photo = make.photo(reporter=reporter, source="", file="photos/c.jpg")
    make.photo_use(article=article, photo=photo, placement="lead")
    stand = publishing.publish(article, by=None)
    before = page(client, stand)
    record = hide(reporter)

    assert "陈洋波" not in page(client, stand)
    assert "全媒体记者 某某" in page(client, stand)
    for address in ("/reporters/", "/search/suggest/?q=陈", f"/articles/{stand.pk}.json"):
        assert "陈洋波" not in client.get(address).content.decode()
    for address in (reporter.get_absolute_url(), f"/feeds/reporters/{reporter.pk}.rss"):
        assert client.get(address).status_code == 404
    show(record)
    assert page(client, stand) == before


def test_a_hidden_reporter_is_credited_with_no_story_on_the_stand_until_shown_again():
    reporter = make.reporter()
    article = make.article(stage="signed_off")
    make.byline(article=article, reporter=reporter)
    stand = publishing.publish(article, by=None)

    record = hide(reporter)
    assert list(reporter.published_articles.all()) == []
    publishing.republish([stand.pk])
    assert list(reporter.published_articles.all()) == []

    show(record)
    assert list(reporter.published_articles.all()) == [stand]


def test_a_hidden_portrait_leaves_every_page_and_the_public_folder(
    client, person, django_capture_on_commit_callbacks
):
    face = make.photo()
    face.file.save("face.jpg", ContentFile(b"\xff\xd8face"))
    Entity.objects.update(portrait=face)
    article = make.article()
    make.photo_use(article=article, photo=face, placement="lead")
    stand = publishing.publish(article, by=None)
    before = page(client, stand)
    person.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        record = hide(person)
    assert "face.jpg" not in page(client, stand)
    assert "has-photo" not in PublishedArticle.objects.get().card_html
    assert client.get(face.file.url).status_code == 404
    assert withholding.move_all_photos() == withholding.Moved()

    with django_capture_on_commit_callbacks(execute=True):
        show(record)
    assert page(client, stand) == before
    assert b"".join(client.get(face.file.url)) == b"\xff\xd8face"


def test_a_feed_that_was_fetched_before_is_sent_again(client, person):
    story(person)
    feed = client.get("/feeds/latest.rss")
    hide(person)

    again = client.get("/feeds/latest.rss", headers={"if-none-match": feed["ETag"]})

    assert again.status_code == 200
    assert "楼宝娟" not in again.content.decode()


def test_no_search_finds_a_hidden_name_and_the_desk_s_does(client, person, each_engine):
    stand = story(person)
    search.index_desk(stand.article)
    search.drain()
    record = hide(person)
    search.drain()

    def found():
        return client.get("/search/?q=楼宝娟").context["answer"].count

    assert found() == 0
    assert list(search.on_desk(Article.objects.all(), "楼宝娟")) == [stand.article]
    show(record)
    search.drain()
    assert found() == 1


def test_a_tag_is_not_found_by_a_synonym_that_is_a_hidden_name(client, person):
    tag = make.tag(name="好邻居", slug="好邻居")
    make.tag(name="楼宝娟", slug="楼宝娟", main=tag)
    story(body="<p>邻里。</p>", tags=[tag])
    old, searched = "/tags/楼宝娟/", "/search/?q=楼宝娟"
    assert client.get(old)["Location"] == tag.get_absolute_url()

    record = hide(person)
    assert client.get(old).status_code == 404
    assert client.get(searched).context["answer"].count == 0
    assert client.get("/search/suggest/?q=楼宝娟").json() == {"suggestions": []}
    assert client.get(tag.get_absolute_url()).status_code == 200
    show(record)
    assert client.get(searched).context["answer"].count == 1


def test_a_search_cannot_be_narrowed_to_a_tag_that_is_a_hidden_name(client, person):
    tag = make.tag(name="楼宝娟", slug="楼宝娟")
    story(tags=[tag])
    assert client.get(f"/search/?q=来了&tag={tag.pk}").status_code == 200
    hide(person)
    assert client.get(f"/search/?q=来了&tag={tag.pk}").status_code == 400


def test_tags_made_one_while_a_name_is_hidden_stay_one(person):
    kept, old = make.tag(name="邻里", slug="邻里"), make.tag(name="街坊", slug="街坊")
    stand = story(person, tags=[old])
    Article.objects.update(stage="draft")
    record = hide(person)
    merging_tags.merge([old], into=kept, by=make.chief(), reason="同义。")
    show(record)
    assert list(stand.tags.all()) == [kept]


def test_what_was_deleted_while_a_name_was_hidden_stays_deleted(person):
    tag = make.tag(name="楼宝娟", slug="楼宝娟")
    stand = story(person, tags=[tag])
    record = hide(person)
    tag.delete()
    show(record)
    assert list(stand.tags.all()) == []
    assert list(person.published_articles.all()) == [stand]


def test_hiding_costs_the_same_whoever_else_is_on_the_stand(person, django_assert_max_num_queries):
    chief = make.chief()
    for _ in range(20):
        make.published(body="<p>别人的事。</p>")
    with django_assert_max_num_queries(23 + 2 * LOG_LOCK):  # the stand's lock as well
        hiding.hide(person, by=chief, reason="本人要求。")


def test_whoever_may_not_hide_changes_nothing(person):
    with pytest.raises(hiding.HidingRefused):
        hiding.hide(person, by=make.editor(), reason="本人要求。")
    with pytest.raises(hiding.HidingRefused):
        hiding.hide(person, by=make.chief(), reason=" ")
    record = hide(person)
    for by, reason in [(make.editor(), "本人同意。"), (make.chief(), " ")]:
        with pytest.raises(hiding.HidingRefused):
            hiding.show(record, by=by, reason=reason)
    show(record)
    with pytest.raises(hiding.HidingRefused):
        show(record)

    assert Hiding.objects.count() == 1


def test_the_image_of_a_page_goes_with_a_hidden_name_on_it_and_comes_back(client, person, commit):
    drawn = make.drawn_page()
    stand = story(person, page=drawn)
    image, public = drawn.image.name, default_storage
    assert drawn.image.url in client.get(drawn.get_absolute_url()).content.decode()

    with commit():
        record = hide(person)
    assert drawn.image.url not in client.get(drawn.get_absolute_url()).content.decode()
    assert not public.exists(image)

    with commit():
        show(record)
    assert drawn.image.url in client.get(drawn.get_absolute_url()).content.decode()
    assert public.exists(image)
    assert stand.version == PublishedArticle.objects.get().version


def test_nothing_is_related_by_a_hidden_name(client, person):
    stand, other = story(person), story(person, body="<p>别的。</p>", headline="另一篇")
    other_page = f'href="{other.get_absolute_url()}"'
    assert other_page in page(client, stand)

    record = hide(person)
    assert other_page not in page(client, stand)
    assert PublishedArticle.objects.get(pk=stand.pk).related_by["entities"] == []

    show(record)
    assert other_page in page(client, stand)


def test_a_shared_picture_and_what_a_correction_says_have_no_hidden_name(client, person):
    stand = story(person, headline="楼宝娟获奖")
    make.correction(article=stand.article, text="楼宝娟的年龄有误。")
    before = PublishedArticle.objects.get()

    record = hide(person)
    masked = PublishedArticle.objects.get()
    assert masked.share_mark != before.share_mark
    assert [fact["text"] for fact in masked.corrections] == ["某某的年龄有误。"]

    show(record)
    assert PublishedArticle.objects.get().share_mark == before.share_mark
