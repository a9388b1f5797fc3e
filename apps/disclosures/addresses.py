"""Whole addresses, for paper, feeds and mail, where no page is being read."""

from django.conf import settings


def absolute(path: str) -> str:
    """The address of a path of this portal as it is printed: https://gk.school.example/r/2026-012."""
    return f"{settings.SITE_URL}{path}"
