"""Every form of the desk that adds a row, sent as a browser sends it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from articles.models import (
    Article,
    Column,
    Correction,
    Issue,
    LexiconEntry,
    Page,
    Photo,
    Pin,
    ProposedCorrection,
    ReaderReport,
    Review,
    ReviewRoute,
    ScoreRule,
    Section,
    SitePage,
    Tag,
    Withdrawal,
)
from people.models import (
    Entity,
    Hiding,
    Honour,
    Merger,
    Programme,
    Reporter,
    Round,
    Tally,
    User,
)
from people.models.drafts import DraftRoll
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db

ADDED_ELSEWHERE = {
    *{Correction, DraftRoll, Hiding, Pin, ProposedCorrection, ReaderReport, Review, Withdrawal}
}


def fields():
    """What is typed into the form of each model, beside what stands there already."""
    return {
        Article: {"headline": "主题", "body": "<p>正文。</p>"},
        Column: {"name": "专栏"},
        Entity: {"name": "义乌", "kind": "place"},
        Group: {"name": "角色"},
        Honour: {"round": make.round().pk, "recipient": make.entity().pk},
        Issue: {"date": "2024-05-01"},
        LexiconEntry: {"word": "词语"},
        Merger: {
            "entity": make.entity().pk,
            "other_entity": make.entity().pk,
            "reason": "同一人。",
            "is_sure": "on",
        },
        Page: {"issue": make.issue().pk, "number": "1"},
        Photo: {"original": make.upload(), "alt": "画面", "source": "本报资料"},
        Programme: {"name": "荣誉", "level": "county"},
        Reporter: {"name": "陈洋波"},
        ReviewRoute: {"kind": "brief"},
        Round: {"programme": make.programme().pk, "name": "第一批"},
        ScoreRule: {"kind": "news", "role": "text", "points": "10"},
        Section: {"name": "栏目", "slug": "section"},
        SitePage: {"slug": "about", "title": "关于本报", "body": "<p>本报。</p>"},
        Tag: {"name": "标签"},
        Tally: {
            "programme": make.programme().pk,
            "place": make.entity(kind="place").pk,
            "as_of": "2024-05-01",
            "count": "7",
        },
        User: {
            "username": "newcomer",
            "name": "王芳",
            "usable_password": "true",
            "password1": "Yiwu-2024-paper",
            "password2": "Yiwu-2024-paper",
        },
    }


def test_every_form_is_tried():
    assert set(admin.site._registry) == set(fields()) | ADDED_ELSEWHERE


@pytest.mark.parametrize(
    "model",
    sorted(set(admin.site._registry) - ADDED_ELSEWHERE, key=lambda model: model._meta.label),
    ids=lambda model: model._meta.label_lower,
)
def test_a_row_is_added_by_its_form(admin_client, model):
    said = fields()[model]
    before = model.objects.count()
    opened = admin_client.get(address(model, "add"))

    response = admin_client.post(address(model, "add"), typed(opened) | said)

    assert response.status_code == 302, response.context["errors"]
    assert model.objects.count() == before + 1
