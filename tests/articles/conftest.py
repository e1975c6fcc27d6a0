import itertools
import os

import pytest
from django.conf import settings as django_settings

from articles.models import Page, Photo
from articles.models.reader_files import private_storage
from articles.search.engines.client import client
from tests import make
from tests.conftest import once_in_a_run
from tests.search_server.server import Server

indexes = itertools.count(1)
started = []  # Python warns of a process that outlives its object


@pytest.fixture(scope="session")
def search_server(worker_id):
    """The address of an OpenSearch: the one that SEARCH_SERVER names, or one for this run.

    The workers of a run share it. It ends when the process that reports the run ends.
    """
    if address := os.environ.get("SEARCH_SERVER"):
        return address.rstrip("/")
    folder = django_settings.DATA_DIR / "search-server"
    with once_in_a_run("search-server") as is_first:
        if is_first:
            folder.mkdir()
            owner = os.getpid() if worker_id == "master" else os.getppid()
            started.append(server := Server(folder, owner=owner))
            (folder / "address").write_text(server.url)
    return (folder / "address").read_text()


@pytest.fixture
def search_url(search_server, settings):
    """OpenSearch is the engine, with an index that nobody else has written to."""
    settings.SEARCH_URL = url = f"{search_server}/test{os.getpid()}x{next(indexes)}"
    yield url
    server = client(url)
    server.ask("DELETE", f"/{server.name}*")
    server.close()


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
