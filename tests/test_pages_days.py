"""Banners and days in grey: they come and go by their dates, and what was shown stays on record."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.disclosures.factories import UserFactory
from apps.pages.models import Banner, GreyDays, address_of_this_portal
from tests.boarding import browser
from tests.cast import Cast
from tests.office import at_the_desk, filled
from tests.psql import psql, refused

MODELS = ["banner", "greydays"]
FIRST, LAST = datetime.date(2026, 12, 13), datetime.date(2026, 12, 14)
# Days of the school's time zone: the moment before the first, its beginning, the last moment, and the one after it.
MOMENTS = [
    ("2026-12-12T23:59:59+08:00", False),
    ("2026-12-13T00:00:00+08:00", True),
    ("2026-12-14T23:59:59+08:00", True),
    ("2026-12-15T00:00:00+08:00", False),
]
CSS = (Path(settings.BASE_DIR) / "static" / "portal.css").read_text()


def page(name: str, *keys: object) -> str:
    return reverse(f"admin:pages_{name}", args=keys)


def row(model: str, days: tuple[int, int] = (0, 0), **values: object) -> Banner | GreyDays:
    """One whose first and last day are so many days from today."""
    since, until = (timezone.localdate() + datetime.timedelta(days=number) for number in days)
    if model == "banner":
        return Banner.objects.create(since=since, until=until, **{"text": "停水通知", **values})
    return GreyDays.objects.create(since=since, until=until, **{"occasion": "公祭日", **values})


def home(cast: Cast) -> str:
    return browser(cast, "anonymous").get("/").content.decode()


def is_grey(html: str) -> bool:
    return " data-grey>" in html.partition("<head>")[0]


# By date.


@pytest.mark.parametrize(("moment", "shows"), MOMENTS)
def test_banner_comes_and_goes_by_its_days(cast: Cast, moment: str, shows: bool) -> None:
    Banner.objects.create(text="停水通知", since=FIRST, until=LAST)
    with time_machine.travel(moment, tick=False):
        assert ("停水通知" in home(cast)) is shows


@pytest.mark.parametrize(("moment", "shows"), MOMENTS)
def test_grey_comes_and_goes_by_its_days(cast: Cast, moment: str, shows: bool) -> None:
    GreyDays.objects.create(occasion="公祭日", since=FIRST, until=LAST)
    with time_machine.travel(moment, tick=False):
        assert is_grey(home(cast)) is shows


@pytest.mark.parametrize("model", MODELS)
def test_what_is_taken_down_ends_at_once(cast: Cast, model: str) -> None:
    row(model, is_taken_down=True)
    assert ("停水通知" in home(cast), is_grey(home(cast))) == (False, False)


def test_every_public_page_is_grey(cast: Cast, client: Client) -> None:
    row("greydays")
    pages = [client.get(url).content.decode() for url in ("/", "/directory/", "/about/privacy/", "/nowhere/")]
    assert [is_grey(html) for html in pages] == [True] * 4


def test_desk_keeps_its_colours(cast: Cast) -> None:
    row("greydays")
    assert not is_grey(at_the_desk(cast.office).get("/desk/").content.decode())


def test_banner_leads_to_a_page(cast: Cast) -> None:
    row("banner", link="/about/guide/")
    assert '<a href="/about/guide/">停水通知</a>' in home(cast)


def test_banner_is_shown_as_text(cast: Cast) -> None:
    row("banner", text="<script>alert(1)</script>")
    assert "<script" not in home(cast)


# What may be entered.


@pytest.mark.parametrize("address", ["/", "/r/2026-012", "/about/guide/#versions", "/directory/?a=b#class-05"])
def test_banner_may_lead_here(address: str) -> None:
    assert address_of_this_portal(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "about/guide/",
        "/nowhere/at/all",
        "/r/2026",
        "//[",
    ],
)
def test_banner_may_not_lead_elsewhere(address: str) -> None:
    with pytest.raises(ValidationError):
        address_of_this_portal(address)


@pytest.mark.parametrize("model", MODELS)
def test_last_day_before_the_first_is_refused_in_words(cast: Cast, model: str) -> None:
    client, form = at_the_desk(cast.office), page(f"{model}_add")
    typed = {"text": "停水", "occasion": "公祭日", "since": "2026-12-14", "until": "2026-12-13"}
    answer = client.post(form, filled(client.get(form), **typed))
    assert answer.context["adminform"].form.non_field_errors() == ["The last day is before the first day."]


@pytest.mark.parametrize("model", MODELS)
def test_office_enters_one(cast: Cast, model: str) -> None:
    client, form = at_the_desk(cast.office), page(f"{model}_add")
    client.post(form, filled(client.get(form), text="停水", occasion="公祭日", until=str(timezone.localdate())))
    assert (Banner if model == "banner" else GreyDays).objects.count() == 1


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["clerk", "chair", "inspector", "superuser"])
def test_others_enter_none(cast: Cast, model: str, who: str) -> None:
    person = UserFactory(is_superuser=True) if who == "superuser" else getattr(cast, who)
    pages = page(f"{model}_changelist"), page(f"{model}_add")
    assert [at_the_desk(person).get(address).status_code for address in pages] == [403, 403]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((-9, -1), "over since"),
        ((-1, 0), "now; ends by itself after"),
        ((1, 3), "begins by itself on"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_office_sees_when_it_ends(cast: Cast, model: str, days: tuple[int, int], words: str) -> None:
    row(model, days)
    assert words in at_the_desk(cast.office).get(page(f"{model}_changelist")).content.decode()


# The record.


@pytest.mark.parametrize("model", MODELS)
def test_past_one_is_read_only(cast: Cast, model: str) -> None:
    past = row(model, (-9, -1))
    client = at_the_desk(cast.office)
    assert client.post(page(f"{model}_change", past.pk), {"until": "2099-01-01"}).status_code == 403


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("days", "status"), [((-9, -1), 403), ((0, 3), 403), ((1, 3), 302)])
def test_only_what_nobody_has_seen_is_deleted(cast: Cast, model: str, days: tuple[int, int], status: int) -> None:
    found = row(model, days)
    client = at_the_desk(cast.office)
    assert client.post(page(f"{model}_delete", found.pk), {"post": "yes"}).status_code == status


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("statement", ["DELETE FROM pages_{}", "UPDATE pages_{} SET until = '2099-01-01'"])
def test_past_one_is_kept_in_psql(db: None, model: str, statement: str) -> None:
    row(model, (-9, -1))
    with refused("what was shown to everybody is kept"):
        psql(statement.format(model))


@pytest.mark.parametrize("model", MODELS)
def test_records_are_never_emptied_in_psql(db: None, model: str) -> None:
    psql("SET LOCAL disclosure.allow_truncate = 'off'")
    with refused(f"pages_{model} is never emptied"):
        psql(f"TRUNCATE pages_{model}")


# Grey stays readable.


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme."""
    block = CSS.partition(f"/*@{theme}*/")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block))


def grey(colour: str) -> float:
    """What `filter: grayscale(1)` makes of a colour: its luma, of which all three channels are made."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (one, other)]
    return (max(linear) + 0.05) / (min(linear) + 0.05)


SURFACES = ("paper", "sheet", "sunk")
PAIRS = [
    *((text, on) for text in ("ink", "ink-2", "ink-3", "seal", "jade", "indigo", "ochre") for on in SURFACES),
    *((tone, f"{tone}-soft") for tone in ("jade", "indigo", "ochre")),
    *(("on-fill", f"{tone}-fill") for tone in ("seal", "jade", "indigo")),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_keeps_its_contrast_in_grey(theme: str) -> None:
    colours = tokens(theme)
    poor = {pair: contrast(*(grey(colours[name]) for name in pair)) for pair in PAIRS}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


def test_grey_is_one_rule_of_the_screen() -> None:
    assert re.findall(r"[^\n]*grayscale[^\n]*", CSS) == ["@media screen { :root[data-grey] { filter: grayscale(1); } }"]
