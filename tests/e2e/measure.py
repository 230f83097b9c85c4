"""What a thumb, tired eyes and a screen reader meet on a page: sizes of what is pressed and read, and what axe finds."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import ROOT

AXE = (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text("utf-8")

# A radio, a box or a file chooser is pressed by its label; what stands behind an open sheet cannot be pressed.
SMALL = """least => {
  const sheet = document.querySelector('dialog[open]') ?? document;
  const inside = 'input[type=radio], input[type=checkbox], input[type=file]';
  return [...sheet.querySelectorAll(`a[href], [role=button], button, select, textarea, summary, input, label`)]
    .filter(one => one.checkVisibility() && !one.matches('.vh, [type=hidden]') && !one.closest('.vh'))
    .filter(one => one.matches('label') ? one.querySelector(inside) : !(one.matches(inside) && one.closest('label')))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && box.right > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([one, box]) => `${Math.round(box.width)}×${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
}"""
FAINT = """least => {
  const sheet = document.querySelector('dialog[open]') ?? document.body;
  return [...sheet.querySelectorAll('*')]
    .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(one => one.checkVisibility() && !one.closest('.vh, script, style, noscript'))
    .map(one => [one, parseFloat(getComputedStyle(one).fontSize)])
    .filter(([, size]) => size < least - 0.1)
    .map(([one, size]) => `${size} px: ${one.outerHTML.slice(0, 120)}`);
}"""


def against_rules(page: Page) -> list[str]:
    """Return what axe finds on a page once it stands: the rule and the first elements that break it."""
    # A page whose code or first entries are still on their way has no heading yet, or says that it is busy.
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator("main[aria-busy=true]")).to_have_count(0)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def small_targets(page: Page, least: int) -> list[str]:
    """Return whatever can be pressed and is narrower or lower than `least` px, links too."""
    return [f"small: {one}" for one in page.evaluate(SMALL, least)]


def small_text(page: Page, least: int) -> list[str]:
    """Return whatever is written smaller than `least` px."""
    return [f"faint: {one}" for one in page.evaluate(FAINT, least)]
