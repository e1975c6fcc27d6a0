"""Settings of the tests: the real ones, in a folder of their own, with a quick password hash."""

import atexit
import os
import shutil
import tempfile

if "NEWSROOM_DATA_DIR" not in os.environ:  # the workers of a run inherit the folder
    os.environ["NEWSROOM_DATA_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    atexit.register(shutil.rmtree, os.environ["NEWSROOM_DATA_DIR"], ignore_errors=True)

from newsroom.settings import *  # noqa: F403

DATABASE = DATABASES["default"]  # noqa: F405
if DATABASE["ENGINE"].endswith("sqlite3"):
    # A file, as in earnest: in memory, threads would share tables and never wait for each other.
    DATABASE["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
    if "NEWSROOM_TESTS_DURABLE" not in os.environ:  # nobody pulls the plug of a test
        DATABASE["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # By the folder of the run, so that two runs at once do not meet.
    DATABASE["TEST"] = {"NAME": f"test_{DATABASE['NAME']}_{DATA_DIR.name[-8:]}"}  # noqa: F405
LOOPBACK += ["testserver"]  # noqa: F405  # Django adds it to the hosts of a test run
TASKS = {"default": {"BACKEND": "tests.jobs.AfterCommit"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
NEWSROOM_RATES = dict.fromkeys(NEWSROOM_RATES, (0, 1))  # noqa: F405  # all tests have one address
NEWSROOM_RATES["login"] = (0, 60)  # all tests log in from one address
