"""The archive of a school as one file:  python -m benchmarks.package [200 5000]

Makes a database of its own on the server of DATABASE_URL (or the embedded one) and a folder for files, grows the school
to each size and packs it twice, in a process of its own: first when no paper was ever printed, then when all are kept.
Five thousand papers take the better part of an hour to print.
"""

from __future__ import annotations

import datetime
import os
import resource
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import django
from django.db import connection
from django.utils import timezone

from benchmarks.board import drop_database, fresh_database

NAME = "disclosure_bench_package"


def main(sizes: list[int], folder: Path) -> None:
    from django.core.management import call_command

    from benchmarks.grow import grow

    fresh_database(NAME)
    call_command("migrate", verbosity=0)
    print(f"{'items':>8} {'papers':>8} {'seconds':>9} {'an item, ms':>12} {'peak, MB':>9} {'file, MB':>9}")
    for size in sizes:
        grow(size)
        for papers in ("printed", "kept"):
            connection.close()  # the process must not inherit it
            with get_context("fork").Pool(1) as pool:
                items, seconds, peak, weight = pool.apply(packed, (folder / "package.zip",))
            print(
                f"{items:>8,} {papers:>8} {seconds:>9.1f} {seconds * 1000 / items:>12.0f} {peak:>9.0f} {weight:>9.1f}"
            )
    drop_database(NAME)


def packed(path: Path) -> tuple[int, float, float, float]:
    """Items, seconds, the most memory this process held and the size of the file in megabytes."""
    from apps.archive.making import pack
    from apps.archive.orders import Order
    from apps.organization.models import Membership, Role

    member = Membership.objects.filter(role=Role.OFFICE).select_related("user", "unit").get()
    today, begun = timezone.localdate(), time.perf_counter()
    years = datetime.timedelta(days=4 * 366)
    made = pack(Order(member.user, member.unit, today - years, today), path, lambda done, total: None)
    seconds, size = time.perf_counter() - begun, path.stat().st_size
    return made.items, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size / 1024**2


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MEDIA_ROOT"] = folder
        django.setup()
        main([int(size) for size in sys.argv[1:]] or [200, 5_000], Path(folder))
