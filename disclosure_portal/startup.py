"""What every way in (manage.py, the servers, the tests) does before Django starts."""

import os
import sys

from disclosure_portal import database


def prepare() -> None:
    """See to the database and read the settings; a wrong environment ends in one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    database.ensure_or_exit()
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
