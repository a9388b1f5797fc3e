"""What one opened page is asked, in Chromium: every look of it, by axe and by the browser's own geometry."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {1280: 900, 390: 844}
MODES = {"light": {}, "dark": {"theme": "dark"}, "large": {"size": "large"}}
"""What the server writes on <html> for the cookies theme and size."""
ALL_LOOKS = tuple((mode, width) for mode in MODES for width in WIDTHS)
EACH_MODE = (("light", 1280), ("dark", 390), ("large", 390))

LOOK = """chosen => {
  const html = document.documentElement;
  for (const name of ['theme', 'size']) delete html.dataset[name];
  Object.assign(html.dataset, chosen);
}"""
OPEN = "() => document.querySelectorAll('details:not(.menu)').forEach(details => details.open = true)"
AXE = """rules => axe.run({resultTypes: ['violations'], runOnly: {type: 'tag', values: rules}}).then(
  found => found.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(node => node.target).join(' | ')}`))"""
# WCAG 1.4.10: everything within 320 CSS pixels, which is also 1280 enlarged four times.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .filter(element => !element.firstElementChild).slice(0, 3)
    .map(element => `${element.tagName}.${element.className} ends at ${element.getBoundingClientRect().right}`);
}"""
# WCAG 1.4.12: the reader's own spacing; it comes from the reader's side, so no policy of the page stands against it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
UNSPACED = "() => { document.adoptedStyleSheets = []; }"
# A text is cut where a box that hides what runs over holds more than it shows.
CUT = """() => [...document.body.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
  const spoken = element.closest('.visually-hidden, svg, select, option') || style.clipPath !== 'none';
  return hides && !spoken && element.textContent.trim() && element.checkVisibility()
    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
}).slice(0, 3).map(element => `${element.tagName}.${element.className} is cut`)"""
# WCAG 2.4.7 and 2.4.11: what has the focus shows it, and is not wholly behind something else.
IN_FOCUS = """element => {
  const words = (element.textContent || element.name || '').trim().slice(0, 20);
  const name = `${element.tagName}.${element.className} “${words}”`;
  const shows = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const found = [element, element.closest('.choice')].some(one => one && shows(one)) ? [] : ['shows no focus: ' + name];
  const points = [...element.getClientRects()].flatMap(box =>
    [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [box.left + x * box.width, box.top + y * box.height])));
  const meets = ([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element) || top.closest('label')?.control === element);
  };
  return points.length && !points.some(meets) ? [...found, 'is covered when focused: ' + name] : found;
}"""
ALL_IN_FOCUS = f"""() => {{
  const wanted = `a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"],
    [contenteditable=true]`;
  const found = [];
  for (const element of document.querySelectorAll(wanted)) {{
    if (!element.checkVisibility({{visibilityProperty: true}}) || element.disabled) continue;
    element.focus({{focusVisible: true}});
    if (document.activeElement === element) found.push(...({IN_FOCUS})(element));
  }}
  document.activeElement?.blur();
  return found;
}}"""


def faults(page: Page, looks: Collection[tuple[str, int]] = ALL_LOOKS) -> Iterator[str]:
    """Everything that is wrong with the page, each with the look in which it was seen."""
    page.evaluate(AXE_SCRIPT)
    for mode in dict(looks):
        page.evaluate(LOOK, MODES[mode])
        for width in (width for look, width in looks if look == mode):
            _resize(page, width)
            yield from (f"{mode} {width}: {fault}" for fault in page.evaluate(AXE, RULES))
        yield from _fits(page, mode)
        page.evaluate(OPEN)
    page.evaluate(LOOK, {})
    for width in WIDTHS:
        _resize(page, width)
        yield from (f"{width}: {fault}" for fault in page.evaluate(ALL_IN_FOCUS))


def _fits(page: Page, mode: str) -> Iterator[str]:
    """Nothing runs out of the page at 320 pixels; with the reader's own spacing nothing is cut at any width."""
    _resize(page, 320)
    yield from (f"{mode} 320: {fault}" for fault in page.evaluate(TOO_WIDE))
    page.evaluate(SPACED)
    for width in WIDTHS:
        _resize(page, width)
        yield from (f"{mode} {width} spaced: {fault}" for check in (TOO_WIDE, CUT) for fault in page.evaluate(check))
    page.evaluate(UNSPACED)


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 900)})
