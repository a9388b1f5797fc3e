"""Nothing jumps while a page is loading: the cumulative layout shift is 0.00, to the digits in which it is told."""

from __future__ import annotations

import pytest

from apps.disclosures.states import State
from tests.cast import draft, walk

SHIFTS = """() => new Promise(resolve => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries().map(shift => shift.value)))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(found)));
})"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_layout_stays_where_it_is(chromium, live_server, cast, width):
    item = walk(draft(cast), State.POSTED, cast)
    page = chromium.new_context(viewport={"width": width, "height": 844}, locale="zh-CN").new_page()
    found = {}
    for path in ("/", f"/{item.kind}/", item.get_absolute_url()):
        page.goto(live_server.url + path)
        found[path] = round(sum(page.evaluate(SHIFTS)), 2)
    assert not any(found.values()), found
