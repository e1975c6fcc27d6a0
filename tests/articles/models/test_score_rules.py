"""The scoring table: kept as data, edited in the admin by those who may."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.models import ScoreRule
from articles.models.scoring import EACH_PHOTO
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(make.chief())
    return client


def test_the_example_rules_say_that_they_are_examples():
    for _ in range(2):
        call_command("loaddata", "score_rules_example", verbosity=0)

    assert ScoreRule.objects.count() == 36
    assert set(ScoreRule.objects.values_list("note", flat=True)) == {"示例，请改为本社的分值"}


def test_the_scoring_table_is_edited_in_its_list(chief):
    call_command("loaddata", "score_rules_example", verbosity=0)
    address = reverse("admin:articles_scorerule_changelist")
    rules = list(chief.get(address).context["cl"].result_list)
    assert [str(rule) for rule in rules[:7]] == [
        "消息 · 文",
        "消息 · 文/图",
        "消息 · 图",
        "消息 · 摄",
        "消息 · 供图",
        "消息 · 图片（每张）",
        "深度报道 · 文",
    ]

    fields = {"form-TOTAL_FORMS": 36, "form-INITIAL_FORMS": 36, "_save": "1"}
    for n, rule in enumerate(rules):
        fields |= {f"form-{n}-id": rule.pk, f"form-{n}-points": rule.points}
        fields |= {f"initial-form-{n}-points": rule.points}
    response = chief.post(address, fields | {"form-0-points": "11.5"})

    assert response.status_code == 302
    assert ScoreRule.objects.get(kind="news", role="text").points == 11.5


def test_a_rule_that_stands_already_or_takes_points_away_is_refused_in_words(chief):
    make.score_rule(kind="news", role="text")
    address = reverse("admin:articles_scorerule_add")

    twice = chief.post(address, {"kind": "news", "role": "text", "points": "5"})
    less = chief.post(address, {"kind": "brief", "role": "text", "points": "-1"})

    assert "这种体裁的这项分工已有分值，请直接修改。" in twice.content.decode()
    assert "分值不能小于 0。" in less.content.decode()
    assert ScoreRule.objects.count() == 1


def test_editors_do_not_see_the_scoring_table(client):
    client.force_login(make.editor())

    assert client.get(reverse("admin:articles_scorerule_changelist")).status_code == 403


def test_a_rule_stands_once_and_takes_no_points_away():
    make.score_rule(kind="brief", role=EACH_PHOTO)

    for wrong in ({"role": EACH_PHOTO}, {"role": "text", "points": "-0.01"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.score_rule(kind="brief", **wrong)


def test_a_rule_is_found_by_its_natural_key():
    rule = make.score_rule(kind="brief", role=EACH_PHOTO)

    assert ScoreRule.objects.get_by_natural_key(*rule.natural_key()) == rule
