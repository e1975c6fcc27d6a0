import itertools
import os

import pytest

from articles.models import Page, Photo
from articles.models.reader_files import private_storage
from articles.search.engines.client import client
from tests import make, opensearch

indexes = itertools.count(1)


@pytest.fixture(scope="session")
def search_server(tmp_path_factory):
    with opensearch.running(tmp_path_factory.mktemp("opensearch")) as address:
        yield address


@pytest.fixture
def search_url(search_server, settings):
    """OpenSearch is the engine, with an index that nobody else has written to."""
    settings.SEARCH_URL = url = f"{search_server}/test{os.getpid()}x{next(indexes)}"
    yield url
    client(url).close()


@pytest.fixture(params=["database", "opensearch"])
def each_engine(request):
    """The test runs once on the database and once on OpenSearch. Drain before you ask."""
    if request.param == "opensearch":
        request.getfixturevalue("search_url")
    return request.param


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What a committed transaction does: the test's own is never committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def places(settings, tmp_path, monkeypatch):
    """The two places of files for this test alone: media/, which is public, and originals/."""
    settings.MEDIA_ROOT = tmp_path / "media"
    private = settings.STORAGES["private"]["OPTIONS"] | {"location": tmp_path / "originals"}
    changed = settings.STORAGES["private"] | {"OPTIONS": private}
    settings.STORAGES = settings.STORAGES | {"private": changed}
    for model, name in ((Photo, "original"), (Page, "original"), (Page, "pdf_original")):
        monkeypatch.setattr(model._meta.get_field(name), "storage", private_storage())
    return tmp_path


@pytest.fixture
def editor():
    return make.editor()


@pytest.fixture
def desk(client, editor):
    """The desk as an editor has it."""
    client.force_login(editor)
    return client
