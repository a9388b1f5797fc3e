"""The environment of every test: a database that runs, and settings that are fast and leave nothing behind."""

import os

import django
import pytest

from disclosure_portal import startup

os.environ.setdefault("SECRET_KEY", "for-the-tests-only")
os.environ.setdefault("HTTPS", "False")
startup.prepare()

from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

database = settings.DATABASES["default"]
database["CONN_MAX_AGE"] = 0  # else each thread of the live server keeps a connection that nobody closes
# Between tests Django empties tables; the events refuse even that, except on such a connection to a test database.
database["OPTIONS"]["options"] += " -c disclosure.allow_truncate=on"
# TEST_DB_SUFFIX lets several people run the suite on one server.
suffix = os.environ.get("TEST_DB_SUFFIX", "")
database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}{suffix}"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()

pytest_plugins = ["tests.cast", "tests.mailing"]


@pytest.fixture(autouse=True)
def language_of_the_portal():
    """What a request spoke before ends with its test."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def files_in_temporary_folders(tmp_path_factory):
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), MAIL_TICKETS=tmp_path_factory.mktemp("mail")):
        yield
