"""What the stories of the sample issue announce is offered on their forms, and nothing false."""

import pytest

from articles.models import Article, Mention
from people.models import Entity, EntityName, Honour, Programme, Round, Tally
from people.models.drafts import DraftRoll
from tests.articles.admin.test_admin import save
from tests.articles.admin.test_admin_suggestions import confirm, form, offered, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.fixture
def emptied():
    """The sample without anybody the paper knows."""
    for article in Article.objects.all():
        article.announces.clear()
    for model in [Mention, Tally, Honour, Round, Programme, EntityName]:
        if model is Programme:
            for programme in Programme.objects.all():
                programme.bodies.clear()
            Programme.objects.update(next_rung=None)
        model.objects.all().delete()
    for story in Article.objects.all():
        story.published.entities.clear()
        story.published.rounds.clear()
    Entity.objects.update(parent=None)
    Entity.objects.all().delete()


@pytest.mark.parametrize(
    ("story", "announced"),
    [
        (1, ("省级示范“共富工坊”", "第一批", ["李祖乡遇共富工坊"])),
        (
            3,
            (
                "金华市“科学家故事众创空间”创新试点学校",
                "首批",
                ["绣湖中学", "绣湖小学", "福田小学"],
            ),
        ),
        (
            9,
            (
                "义乌好人",
                "2023年第四季度",
                [
                    *["楼宝娟", "龚奎乾", "潘彩群", "周贵雄", "王军生"],
                    *["蒋明钗", "陈鲜红", "鲍华芳", "陈智雅", "陈永生"],
                ],
            ),
        ),
    ],
)
def test_with_nobody_known_the_sample_s_honours_are_offered_and_no_false_name(
    emptied, desk, story, announced
):
    article = Article.objects.get(page_order=story)

    response = form(desk, article)
    assert [roll for roll in offered(response) if roll[0]] == [announced]
    save(desk, article, **{whole(response): "on"})
    confirm(desk, DraftRoll.objects.get())

    round = Round.objects.get()
    assert (round.programme.name, round.name) == announced[:2]
    assert (
        list(round.honours.order_by("order").values_list("recipient__name", flat=True))
        == announced[2]
    )


def test_with_the_shipped_record_nothing_is_suggested_but_what_is_new(desk):
    found = [offered(form(desk, a)) for a in Article.objects.order_by("page_order")]

    assert found == [[]] * 9
