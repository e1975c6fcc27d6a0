"""Settings of the tests: the real ones, in a folder of their own, with a quick password hash."""

import atexit
import os
import shutil
import tempfile

if "NEWSROOM_DATA_DIR" not in os.environ:
    os.environ["NEWSROOM_DATA_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    atexit.register(shutil.rmtree, os.environ["NEWSROOM_DATA_DIR"], ignore_errors=True)

from newsroom.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in earnest: in memory, threads would share tables and never wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
TASKS = {"default": {"BACKEND": "tests.jobs.AfterCommit"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
