"""Accounts and roles: what may be given is said in the language of the desk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-hans", ["稿件与版面 | 稿件 | 可以修改", "稿件与版面 | 稿件 | 可以初审稿件"]),
        ("en", ["Stories and pages | story | may change"]),
    ],
)
def test_permissions_are_named_in_the_language_of_the_desk(admin_client, language, names):
    role = Group.objects.create(name="角色")
    headers = {"accept-language": language}

    with translation.override(language):
        address = reverse("admin:auth_group_change", args=[role.pk])
        page = admin_client.get(address, headers=headers).content.decode()

    assert [name for name in names if name not in page] == []
    assert "Can change" not in page
