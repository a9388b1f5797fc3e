import pytest
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from apps.disclosures.checks import _check_kind, check_kinds, check_site_url
from apps.disclosures.models import Disclosure, Line


def ids(errors) -> list[str]:
    return [error.id for error in errors]


@pytest.fixture
def bare_kind():
    """A kind that brings nothing, in an app that has neither a page nor factories; it is never installed."""
    with isolate_apps("apps.calendars"):

        class Bare(Disclosure):
            class Meta:
                app_label = "calendars"

        class BareLine(Line):
            disclosure = models.ForeignKey(Bare, models.CASCADE)

            class Meta:
                app_label = "calendars"

        yield Bare


def test_the_installed_kinds_are_complete():
    assert check_kinds() == []


def test_every_missing_part_is_reported_by_its_id(bare_kind):
    assert ids(_check_kind(bare_kind)) == [f"disclosures.E00{number}" for number in range(1, 9)]


def test_a_report_names_the_kind_and_what_to_do(bare_kind):
    assert _check_kind(bare_kind)[0].msg.startswith("Kind calendars has no glyph: set one character")


@pytest.mark.parametrize(("part", "value", "number"), [("glyph", "空", "E001"), ("unready", lambda item: [], "E002")])
def test_a_part_that_is_brought_is_not_reported(bare_kind, part, value, number):
    setattr(bare_kind, part, value)
    assert f"disclosures.{number}" not in ids(_check_kind(bare_kind))


def test_the_project_passes_its_checks():
    call_command("check")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://gk.school.example", []),
        ("http://127.0.0.1:8000", ["disclosures.W001"]),
        ("http://localhost", ["disclosures.W001"]),
        ("", ["disclosures.W001"]),
    ],
)
def test_address_on_paper_leads_here_from_everywhere(settings, address, found):
    settings.SITE_URL = address
    assert [warning.id for warning in check_site_url()] == found
