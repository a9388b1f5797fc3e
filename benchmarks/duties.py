"""How the duties of a bureau grow:  python -m benchmarks.duties [1 200]

Makes a database of its own on the server of DATABASE_URL (or the embedded one), with so many schools in turn, 78
headings and three school years each, and items for nine of ten duties whose day is over. Times the opening, the
judging and the whole answers of the pages in this process, without a network. Read the ratios and the counts; the
milliseconds are this machine's.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.utils import timezone

from benchmarks.board import drop_database, fetch, fresh_database

RUNS = 7
NAME = "disclosure_bench_duties"

Measured = tuple[float, int]
"""Milliseconds, and queries."""


def main(sizes: list[int]) -> None:
    from django.core.management import call_command
    from django.test.utils import override_settings

    from benchmarks.bureau import add_schools, found_bureau, post_items

    fresh_database(NAME)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    found_bureau()
    columns: list[dict[str, Measured]] = []
    schools: list[Any] = []
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        for size in sizes:
            fresh = add_schools(size - len(schools))
            schools += fresh
            opened, items = opening(fresh), post_items()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            columns.append({**opened, **{name: median(call) for name, call in answers(schools[0]).items()}})
            print(f"{size:,} schools: {count_duties():,} duties, {items:,} new items, {memory()} MB at most")
    report(sizes, columns)
    drop_database(NAME)


def opening(schools: list[Any]) -> dict[str, Measured]:
    """Opening one school year, then the two before it, then once more with nothing to do; the median school."""
    from apps.accounts.models import User
    from apps.calendars.school_years import usual_year
    from apps.duties.opening import open_duties
    from benchmarks.bureau import first_day

    clock = User.objects.clock()
    ways: dict[str, dict[str, Any]] = {
        "opening a school year": {"since": usual_year(timezone.localdate())[0]},
        "bringing in the two before": {"since": first_day()},
        "the daily look, nothing to do": {},
    }
    found = {}
    for name, how in ways.items():
        took = [timed(lambda school=school, how=how: open_duties(school, actor=clock, **how)) for school in schools]
        found[name] = statistics.median(one for one, _queries in took), took[0][1]
        print(f"  {name}, {len(schools)} schools: {sum(one for one, _queries in took) / 1000:.1f} s")
    return found


def answers(school: Any) -> dict[str, Callable[[], object]]:
    """What is timed, each as a call."""
    from django.test import Client
    from django.urls import reverse

    from apps.duties.models import Duty
    from apps.organization.models import Membership

    def signed_in(**seat: Any) -> Client:
        client = Client()
        client.force_login(Membership.objects.get(**seat).user)
        return client

    public, office, inspector = Client(), signed_in(unit=school, role="office"), signed_in(role="inspector")
    owed = Duty.objects.owed()
    pages = {
        "public: directory of a school": (public, reverse("punctuality:directory", query={"school": school.pk})),
        "public: schools side by side": (public, reverse("punctuality:schools")),
        "public: the board": (public, reverse("board:home")),
        "desk of the office": (office, reverse("desk:home")),
        "desk: list of duties": (office, reverse("dutywork:list")),
        "desk: the week": (office, reverse("dutywork:week")),
        "desk: the term": (office, reverse("dutywork:term")),
        "desk: list of an inspector": (inspector, reverse("dutywork:list")),
    }
    return {
        "tally of a school, three years": lambda: owed.of_school(school).judged().tally(),
        "tally of all schools": lambda: owed.judged().tally(),
        "tallies by school and term": lambda: owed.judged().tallies("school", "term"),
        **{name: lambda at=at: fetch(*at) for name, at in pages.items()},
    }


def timed(call: Callable[[], object]) -> Measured:
    queries = 0

    def counting(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(counting):
        begun = time.perf_counter()
        call()
        took = (time.perf_counter() - begun) * 1000
    return took, queries


def median(call: Callable[[], object]) -> Measured:
    """Of some runs, after one that warms the caches."""
    call()
    runs = [timed(call) for _run in range(RUNS)]
    return statistics.median(took for took, _queries in runs), runs[-1][1]


def count_duties() -> int:
    from apps.duties.models import Duty

    return Duty.objects.count()


def memory() -> int:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def report(sizes: list[int], columns: list[dict[str, Measured]]) -> None:
    head = (f"{f'{size:,} schools':>14} queries" for size in sizes)
    print(f"{'milliseconds, median of ' + str(RUNS):34}", *head, f"{'ratio':>8}")
    for name in columns[0]:
        cells = [column[name] for column in columns]
        listed = (f"{took:14.1f} {queries:7}" for took, queries in cells)
        print(f"{name:34}", *listed, f"{cells[-1][0] / cells[0][0]:7.2f}×")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    django.setup()
    main([int(size) for size in sys.argv[1:]] or [1, 200])
