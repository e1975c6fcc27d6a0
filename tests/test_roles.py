"""The roles as they ship."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_editors_work_the_whole_desk_and_only_look_at_the_stand():
    call_command("loaddata", "roles", verbosity=0)

    desk = {
        (app, f"{verb}_{model._meta.model_name}")
        for app in ("articles", "people")
        for model in apps.get_app_config(app).get_models()
        if model._meta.model_name != "publishedarticle"
        for verb in model._meta.default_permissions
    }
    permissions = Group.objects.get(name="编辑").permissions

    assert set(permissions.values_list("content_type__app_label", "codename")) == desk | {
        ("articles", "publish_article"),
        ("articles", "view_publishedarticle"),
    }


def test_loading_the_roles_twice_changes_nothing():
    for _ in range(2):
        call_command("loaddata", "roles", verbosity=0)

    assert [group.name for group in Group.objects.all()] == ["编辑"]
