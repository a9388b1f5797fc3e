"""What papers cost:  python -m benchmarks.poster

Makes a database of its own on the server of DATABASE_URL (or the embedded one), posts one item of each kind and two
with tables of 15 and of 300 rows, and prints each paper of each three times. Seconds are processor time of this
process, so that other work on the machine counts little. Read what a page costs, how it grows with the rows, and what
a kept paper costs beside a printed one.
"""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable

import django

from benchmarks.board import drop_database, fresh_database

NAME = "disclosure_bench_poster"
RUNS = 3
TABLES = (15, 300)


def main() -> None:
    from django.core.management import call_command
    from django.test.utils import override_settings

    fresh_database(NAME)
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        try:
            measure()
        finally:
            drop_database(NAME)


def measure() -> None:
    from django.contrib.auth.models import AnonymousUser

    from apps.disclosures.models import Disclosure
    from apps.papers.making import paper_of
    from apps.papers.models import Paper
    from apps.papers.weeks import Week, board_of, items_of
    from benchmarks.grow import post_one_of_each

    nobody = AnonymousUser()
    before = memory()
    items = {item.kind: item for item in post_one_of_each()}
    items |= {f"table of {rows} rows": posted_table(rows) for rows in TABLES}
    first = next(iter(items.values())).specific
    print(f"first paper of a process  {seconds(lambda: paper_of(first, 'poster-a4', nobody)):.2f} s (loads WeasyPrint)")
    print(f"memory of the process     {before:.0f} MB before, {memory():.0f} MB after\n")
    print(f"{'':22}{'format':>10}{'pages':>7}{'seconds':>9}{'s/page':>8}{'kB':>7}{'kept, s':>9}{'ratio':>8}")
    for name, item in items.items():
        for paper_format in ("poster-a4", "poster-a3", "item"):
            row(name, paper_format, lambda item=item, form=paper_format: paper_of(item.specific, form, nobody))
    week = Week.current()
    shown = items_of(week)
    print(f"\nThe week's board: {len(shown)} items.")
    Paper.objects.all().delete()
    print(f"  with no poster kept  {seconds(lambda: board_of(week, shown)):.2f} s")
    row("with every poster kept", "week", lambda: board_of(week, items_of(week)), forget={"format": "week"})
    print(f"\n{Disclosure.objects.count()} items; memory of the process at most {memory():.0f} MB")


def row(name: str, paper_format: str, ask: Callable[[], object], forget: dict[str, str] | None = None) -> None:
    """Print the paper anew, then ask for the kept one, and print both medians."""
    from apps.papers.models import Paper

    made, kept = [], []
    for _run in range(RUNS):
        Paper.objects.filter(**(forget or {})).delete()
        made.append(seconds(ask))
        kept.append(seconds(ask))
    paper, anew, again = ask(), statistics.median(made), statistics.median(kept)
    size = paper.size / 1000
    print(
        f"{name:22}{paper_format:>10}{paper.pages:7}{anew:9.2f}{anew / paper.pages:8.2f}{size:7.0f}{again:9.3f}"
        f"{anew / again:7.0f}×"
    )


def posted_table(rows: int) -> object:
    """A notice whose text is a table."""
    from apps.disclosures.factories import HeadingFactory
    from apps.disclosures.models import Disclosure
    from apps.disclosures.workflow import take
    from apps.kinds.notices.factories import NoticeFactory
    from apps.organization.models import Membership

    cells = "".join(
        f"<tr><td>林某{n:03d}</td><td>七年级语文教师、年级组长</td><td>{n * 7.5:.2f}</td></tr>" for n in range(rows)
    )
    like = Disclosure.objects.order_by("pk").first()
    who = {seat.role: seat.user for seat in Membership.objects.select_related("user")}
    item = NoticeFactory(unit=like.unit, heading=HeadingFactory(), body=f"<table>{cells}</table>")
    take("submit", item, actor=who["leadership"])
    for seat in Membership.objects.filter(role="supervision").select_related("user")[:2]:
        take("endorse", item, actor=seat.user)
    return take("post", item, actor=who["office"])


def seconds(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun


def memory() -> float:
    """Megabytes this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    django.setup()
    main()
