"""Somebody at the browser."""

from django.test import Client

from apps.accounts.models import User

ENGLISH = {"accept-language": "en"}


def visiting(user: User) -> Client:
    """A browser in English, signed in as this person."""
    browser = Client(headers=ENGLISH)
    browser.force_login(user)
    return browser
