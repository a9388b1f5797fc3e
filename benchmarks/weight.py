"""What pages weigh and how soon they can be read:  python -m benchmarks.weight [/ /fees/ …]

Serves what the database of DATABASE_URL holds (`make demo` fills it) by gunicorn, as in production, and opens it in
Chromium with an empty cache: once to weigh it, then RUNS times as a slow phone (a processor four times slower, the
network that Lighthouse calls slow 4G). Medians; the times are this machine's.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

RUNS = 5
NAMES = ("fcp", "lcp", "cls", "tbt")
"""First and largest contentful paint, cumulative layout shift, total blocking time."""
PHONE = {"width": 390, "height": 844}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1638.4 * 128, "uploadThroughput": 675 * 128}
SLOWER = 4
WATCH = """
  window.seen = {lcp: 0, cls: 0, tbt: 0};
  const watch = (type, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
  watch('layout-shift', entry => { seen.cls += entry.value; });
  watch('longtask', entry => { seen.tbt += Math.max(0, entry.duration - 50); });
"""
READ = "() => ({...seen, fcp: performance.getEntriesByName('first-contentful-paint')[0].startTime})"


def main(paths: list[str]) -> None:
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(f"{'page':<24}{'bytes':>8}   what they are" + " " * 44 + "FCP ms  LCP ms     CLS  TBT ms")
        for path in paths:
            weight = weighed(browser, address + path)
            parts = ", ".join(f"{kind} {size}" for kind, size in weight.most_common())
            times = [timed(browser, address + path) for _run in range(RUNS)]
            fcp, lcp, cls, tbt = (
                statistics.median(run[name] for run in times) for name in ("fcp", "lcp", "cls", "tbt")
            )
            print(f"{path:<24}{weight.total():>8}   {parts:<57}{fcp:>6.0f}{lcp:>8.0f}{cls:>8.3f}{tbt:>8.0f}")


@contextmanager
def served() -> Iterator[str]:
    """The address of the portal, served as in production."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], check=True)
    command = [sys.executable, "-m", "gunicorn", "disclosure_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "--no-control-socket", "--log-level", "error"])
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def phone(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    """A page with an empty cache, and the line to its network."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    yield page, line
    context.close()


def weighed(browser: Browser, url: str) -> Counter[str]:
    """Bytes over the wire, headers included, by the kind of what was loaded."""
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    with phone(browser) as (page, line):
        line.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"].lower()}))
        line.on(
            "Network.loadingFinished",
            lambda told: weight.update({kinds[told["requestId"]]: int(told["encodedDataLength"])}),
        )
        page.goto(url, wait_until="networkidle")
    return weight


def timed(browser: Browser, url: str) -> dict[str, Any]:
    """First and largest paint and blocked time in milliseconds, and how much the layout shifted."""
    with phone(browser) as (page, line):
        line.send("Network.emulateNetworkConditions", SLOW_4G)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.goto(url, wait_until="networkidle")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        page.wait_for_timeout(500)  # the observers are told a little later
        return page.evaluate(READ)


if __name__ == "__main__":
    main(sys.argv[1:] or ["/"])
