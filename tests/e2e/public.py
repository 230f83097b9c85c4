"""Every public page of what issue after issue has put out, found by its links: looked at by axe, at a width, in a language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Browser

from tests.e2e.test_citizen import faults_of

LEAST, MOST_BYTES = 44, 100_000
BEGIN = (
    "/drafts", "/activities", "/calendar", "/projects/?area=621124100", "/vote", "/wishes/", "/stories/", "/stories/?kind=case&topic=family",
    "/stations/", "/stations/?area=522702", "/deputies/", "/deputies/?area=621124100", "/venues/", "/law/",
)  # fmt: skip
ID = "[0-9a-f-]{36}"
# One page of each kind is enough; the first that a page leads to is looked at.
KINDS = (
    rf"/drafts/{ID}", rf"/drafts/{ID}/say", rf"/drafts/{ID}/results", rf"/activities/{ID}", rf"/projects/{ID}", rf"/ballots/{ID}", r"/wishes/X[\d-]+",
    rf"/stories/{ID}", r"/stations/\d+", r"/deputies/\d+", rf"/receptions/{ID}",
)  # fmt: skip


def walk(
    chromium: Browser, url: str, *more: str, width: int, language: str, begin: Sequence[str] = BEGIN
) -> tuple[list[str], set[str]]:
    """Look at one page of each kind that `begin` leads to, and at `more`; return what is wrong with them, and the kinds that were not found."""
    context = chromium.new_context(viewport={"width": width, "height": 740}, locale=language)
    page, wrong, left, ahead = context.new_page(), [], set(KINDS), [*more, *begin]
    while ahead:
        address = ahead.pop(0)
        answer = page.goto(url + address)
        assert answer is not None
        size = len(answer.body())
        faults = faults_of(page, LEAST) + ([f"{size} bytes"] if size > MOST_BYTES else [])
        wrong += [f"{answer.status} {address}: {each}" for each in faults or ([""] if answer.status >= 300 else [])]
        for link in page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href') || '')"):
            for kind in [each for each in left if re.fullmatch(each, link.partition("?")[0])]:
                left.remove(kind)
                ahead.append(link)
    context.close()
    return wrong, left
