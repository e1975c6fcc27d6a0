"""The real settings, with addresses that show the pages nobody can ask for."""

from newsroom.settings import *  # noqa: F403

ROOT_URLCONF = "tests.audit.pages"
