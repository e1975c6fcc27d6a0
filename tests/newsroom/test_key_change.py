"""A secret key is changed: what the old one signed is taken while it is named as an old one."""

import importlib

import pytest
from django.conf import settings as django_settings
from django.core import signing

from articles.reading import reader_forms
from articles.saving import sent_forms
from newsroom import messages
from tests import make

pytestmark = pytest.mark.django_db

NEW = "the-new-key-of-this-test-0123456789-0123456789-0123456789"


@pytest.mark.parametrize("is_named", [True, False])
def test_a_login_and_what_was_signed_last_while_the_old_key_is_named(client, settings, is_named):
    client.force_login(make.chief())
    signers = (reader_forms.signer, sent_forms.signer)
    signed = [signer.sign("form") for signer in signers]

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if is_named else []
    settings.SECRET_KEY = NEW

    assert client.get("/admin/").status_code == (200 if is_named else 302)
    for signer, value in zip(signers, signed, strict=True):
        after_a_start = type(signer)(salt=signer.salt)
        if is_named:
            assert after_a_start.unsign(value) == "form"
        else:
            with pytest.raises(signing.BadSignature):
                after_a_start.unsign(value)


@pytest.mark.parametrize("prefix", ["", "__Host-"])
def test_the_cookie_of_messages_is_this_host_s_too(monkeypatch, prefix):
    with monkeypatch.context() as patch:
        patch.setattr(django_settings, "COOKIE_PREFIX", prefix)
        names = [
            storage.cookie_name
            for storage in importlib.reload(messages).Storage.storage_classes[:1]
        ]
    importlib.reload(messages)
    assert names == [f"{prefix}messages"]
