"""A hidden name is in no public answer of the site, and comes back to every byte of every one."""

from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile

from articles.models import Article, PublishedArticle
from articles.review import corrections
from articles.stand import hiding, publishing
from people.models import Entity, Honour, Reporter
from tests import make
from tests.crawl import crawl, holding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

NAME, OTHER = "楼宝娟", "宝娟阿姨"
LONGER = "楼宝娟珠"  # somebody else, whom readers may see
SEEDS = [
    *["/search/?q=好人", "/search/?q=义乌&sort=date", "/search/?q=阿姨"],
    *["/search/suggest/?q=楼", "/search/suggest/?q=阿姨", "/search/suggest/?q=好人"],
    *["/entities/?kind=person", "/entities/?initial=L"],
]


@pytest.fixture
def person():
    person = Entity.objects.get(name=NAME)
    make.entity_name(entity=person, name=OTHER)
    return person


@pytest.fixture
def addresses(person):
    """What the crawl starts from: a name in every place that the paper has for one."""
    everywhere(person)
    stories = PublishedArticle.objects.values_list("pk", flat=True)
    rounds = {honour.round.get_absolute_url().rstrip("/") for honour in Honour.objects.all()}
    return [
        *SEEDS,
        *(f"/articles/{pk}.json" for pk in stories),
        *(f"/articles/{pk}/" for pk in stories),
        *(f"{address}.{ending}" for address in rounds for ending in ("csv", "json")),
        f"/tags/{NAME}/",
        f"/feeds/tags/{NAME}.rss",
        f"/feeds/entities/{person.pk}.json",
        f"/entities/{person.pk}/honours.csv",
        f"/entities/{Entity.objects.get(name=LONGER).pk}/?relation=mentioned",
        person.get_absolute_url(),
    ]


def portrait(person):
    face = make.photo(alt=f"{NAME}近照", source=f"{NAME} 供图")
    face.file.save("face.jpg", ContentFile(b"\xff\xd8face"))
    Entity.objects.filter(pk=person.pk).update(portrait=face)
    return face


def everywhere(person):
    face = portrait(person)
    page = make.page(number=2)
    story = make.article(
        kicker=f"记{NAME}",
        headline="楼宝\n娟和她的邻居",
        subhead=f"{OTHER}的一天",
        summary=f"{NAME}说，",
        body="<p>“楼 宝娟”笑了，<strong>楼</strong>宝娟又说。</p><p>楼宝娟珠在旁。</p>",
        tags=[make.tag(name=NAME, slug=NAME), make.tag(name="邻里", slug="邻里")],
        page=page,
    )
    make.byline(article=story, reporter=make.reporter(name=NAME, sort_key="lou bao juan"))
    make.mention(article=story, entity=person, relation="subject")
    make.mention(article=story, entity=make.entity(name=LONGER))
    make.photo_use(article=story, photo=face, placement="lead")
    other = make.photo(
        source=f"{NAME}供图", caption=f"图为{NAME}", alt=f"<{NAME}>", file="photos/o.jpg"
    )
    make.photo_use(article=story, photo=other, placement="inline")
    published = publishing.publish(story, by=None)
    make.correction(article=story, text=f"{NAME}误作楼宝绢。")
    Article.objects.filter(pk=published.pk).update(body="<p>还没审的改动。</p>", edition=9)

    gone = make.published(headline=f"{NAME}旧闻", body=f"<p>{NAME}。</p>")
    corrections.withdraw(gone.article, by=make.chief(), reason=f"{NAME}要求撤稿。")
    village = make.entity(kind="village", name="李祖新村", description=f"{NAME}住在这里。")
    programme = make.programme(description=f"首届获得者是{NAME}。")
    make.honour(
        recipient=village, citation=f"{NAME}牵头", unit_as_printed=f"{NAME}小组",
        round=make.round(programme=programme), article=story,
    )  # fmt: skip
    make.reporter(name="钱七", bio=f"曾与{NAME}同行。", sort_key="qian qi")
    make.published(section=make.section(description=f"{NAME}开的栏目。"))
    make.published(column=make.column(description=f"{NAME}开的专栏。"))
    make.site_page(body=f"<p>{NAME}创办。</p>")


@pytest.fixture
def reporter(addresses):
    """Whose name is the same, and who may be the same."""
    return Reporter.objects.get(name=NAME)


@pytest.fixture(params=[15, pytest.param(1, marks=pytest.mark.whole)])
def answers(request, client, addresses):
    """Ask for everything public; of the many feeds for one in 15, or for all in `make whole`."""
    return lambda: crawl(client, *addresses, every=request.param)


@pytest.mark.long
def test_a_hidden_name_is_nowhere_and_comes_back_to_the_byte(
    client, person, reporter, answers, commit
):
    chief = make.chief()
    before = answers()
    desk = list(Article.objects.order_by("pk").values_list("headline", "body"))

    with commit():
        hidden = [hiding.hide(of, by=chief, reason="本人要求。") for of in (person, reporter)]
    during = answers()

    assert len(holding(NAME, before)) > 30
    assert holding(NAME, during, but=[LONGER]) == []
    assert holding(OTHER, during) == []
    stayed = {a for a, (status, _) in during.items() if status == 200 and "search" not in a}
    assert set(holding(LONGER, before)) & stayed == set(holding(LONGER, during)) & stayed
    assert [a for a, (status, _) in during.items() if status >= 500] == []
    (face,) = (address for address in before if address.endswith("/face.jpg"))
    assert before[face][0] == 200
    assert client.get(face).status_code == 404
    assert list(Article.objects.order_by("pk").values_list("headline", "body")) == desk

    with commit():
        for each in hidden:
            hiding.show(each, by=chief, reason="本人同意。")
    after = answers()

    assert [a for a in before | after if before.get(a) != after.get(a)] == []


def test_asking_for_a_hidden_name_answers_as_for_a_name_nobody_has(client, person):
    hiding.hide(person, by=make.chief(), reason="本人要求。")

    def answers(name):
        body = client.get("/search/", {"q": name}).content.decode()
        suggested = client.get("/search/suggest/", {"q": name}).json()
        return body.replace(name, "").replace(quote(name), ""), suggested

    assert answers(OTHER) == answers("欧阳无此")
    assert answers(NAME) == answers("欧阳无")
