"""What is wrong with the settings of mail, said at `manage.py check --deploy`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_mail_page(**kwargs: Any) -> list[Error]:
    """Nobody reads other people's mail on a public portal: id outbox.E001."""
    if not (settings.MAIL_PAGE and settings.HTTPS):
        return []
    hint = "Leave MAIL_PAGE out, and set MAIL_HOST. The page is for trying the portal on one machine."
    return [Error("MAIL_PAGE would show all mail to everybody.", hint=hint, id="outbox.E001")]
