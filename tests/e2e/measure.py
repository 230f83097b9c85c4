"""What a thumb and tired eyes meet on a page: how large everything is that can be pressed, and how small the smallest text."""

from __future__ import annotations

from playwright.sync_api import Page

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


def small_targets(page: Page, least: int) -> list[str]:
    """Return whatever can be pressed and is narrower or lower than `least` px, links too."""
    return [f"small: {one}" for one in page.evaluate(SMALL, least)]


def small_text(page: Page, least: int) -> list[str]:
    """Return whatever is written smaller than `least` px."""
    return [f"faint: {one}" for one in page.evaluate(FAINT, least)]
