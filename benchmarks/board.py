"""How the public pages grow:  python -m benchmarks.board [1000 100000]

Makes a database of its own on the server of DATABASE_URL (or the embedded one), grows it to each size in turn and
times the whole answer in this process, without a network. Read the ratios; the milliseconds are this machine's.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

import django
from django.db import connection

RUNS = 40
DEEP = 1000
"""The page that is reached by its cursor."""
NAME = "disclosure_bench"


def main(sizes: list[int]) -> None:
    from django.core.management import call_command
    from django.test.utils import override_settings

    from benchmarks.grow import grow

    fresh_database()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    columns = []
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        for size in sizes:
            grow(size)
            columns.append({name: median(page) for name, page in pages().items()})
    report(sizes, columns)
    drop_database()


def fresh_database(name: str = NAME) -> None:
    """An empty database named for benchmarks; the connection is pointed at it."""
    connection.ensure_connection()
    drop_database(name)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name


def drop_database(name: str = NAME) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")


def pages() -> dict[str, Callable[[], object]]:
    """The pages that are timed, each as a call that fetches it."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import Client
    from django.urls import reverse

    from apps.board.paging import PER_PAGE, Cursor
    from apps.disclosures.models import Disclosure

    kind = Disclosure.kinds()[0]._meta.app_label
    listed = Disclosure.objects.visible_to(AnonymousUser()).on_board().filter(kind=kind).newest_first()
    row = min(DEEP * PER_PAGE, listed.count() // 2)
    addresses = {
        "board": reverse("board:home"),
        "list, first page": reverse("board:list", args=[kind]),
        "list, one year": f"{reverse('board:list', args=[kind])}?year={listed[row].posted_at.year}",
        "all items": reverse("board:search"),
        f"list, page {DEEP} (or the middle)": f"{reverse('board:list', args=[kind])}?before={Cursor.of(listed[row])}",
        "item": listed[row].get_absolute_url(),
    }
    client = Client()
    return {name: lambda url=url: fetch(client, url) for name, url in addresses.items()}


def fetch(client, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        sys.exit(f"{url} answered {answer.status_code}")


def median(call: Callable[[], object]) -> float:
    """Milliseconds, after three calls that warm the caches."""
    took = []
    for run in range(RUNS + 3):
        begun = time.perf_counter()
        call()
        if run >= 3:
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def report(sizes: list[int], columns: list[dict[str, float]]) -> None:
    print(f"{'milliseconds, median of ' + str(RUNS):36}", *(f"{size:>10,}" for size in sizes), f"{'ratio':>8}")
    for name in columns[0]:
        cells = [column[name] for column in columns]
        print(f"{name:36}", *(f"{cell:10.2f}" for cell in cells), f"{cells[-1] / cells[0]:7.2f}×")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    django.setup()
    main([int(size) for size in sys.argv[1:]] or [1_000, 100_000])
