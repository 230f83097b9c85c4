"""What lawmakers ask, what was promised, chosen, wished for and told: the public pages of it, and the desk's."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.screenshots.camera import Camera
from tests.e2e.screenshots.desk import enter

TOWN, COUNTY, CITY = "621124100", "621124", "522702"
# By name of the picture: where the way begins, and what the address or the words of each link on the way to its page match.
PUBLIC: dict[str, tuple[str, ...]] = {
    "voice-drafts": ("/drafts",),
    "voice-draft": ("/drafts", r"^/drafts/[0-9a-f-]{36}$"),
    "voice-activities": ("/activities",),
    "voice-activity": ("/activities?type=inquiry", r"^/activities/[0-9a-f-]{36}$"),
    "voice-calendar": ("/calendar",),
    "voice-projects": (f"/projects/?area={TOWN}",),
    "voice-ballot": (f"/projects/?area={TOWN}", r"^/projects/[0-9a-f-]{36}$", r"^/ballots/"),
    "voice-vote": ("/vote",),
    "voice-wishes": ("/wishes/",),
    "voice-stories": ("/stories/",),
    "voice-story": ("/stories/?kind=case", r"^/stories/[0-9a-f-]{36}$"),
    "voice-station": (f"/stations/?area={CITY}", "金山街道基层立法联系点工作站"),
    "voice-network": (f"/stations/?area={COUNTY}",),
    "voice-deputy": (f"/deputies/?area={TOWN}", r"^/deputies/15$|^/deputies/\d+$"),
    "voice-venues": (f"/venues/?area={COUNTY}",),
}
DESK: dict[str, tuple[str, str]] = {
    "office-solicitations": ("lianluo", "/solicitations"),
    "office-opinions": ("fuquan", "/opinions"),
    "office-digests": ("fuquan", "/digests"),
    "office-funnel": ("fuquan", "/digests/funnel"),
    "office-activities": ("zhenrenda", "/activities"),
    "office-projects": ("zhenrenda", "/projects"),
    "office-ballots": ("zhenrenda", "/ballots"),
    "office-deputies": ("zhenrenda", "/deputies"),
    "office-receptions": ("zhenrenda", "/receptions"),
    "office-wishes": ("zhenrenda", "/wishes"),
    "office-stories": ("zhenrenda", "/stories"),
}


def voice(camera: Camera) -> None:
    """The public pages, as a citizen finds them."""
    page = camera.person().new_page()
    for name, (begin, *links) in PUBLIC.items():
        page.goto(camera.root + begin)
        for link in links:
            follow(page, link)
        camera.take(page, name, whole=name not in {"voice-network", "voice-activities"})
    page.goto(f"{camera.root}/drafts")
    page.locator("main a.row").last.click()
    follow(page, r"/results$")
    camera.take(page, "voice-results", whole=False)
    page.context.close()


def follow(page: Page, link: str) -> None:
    """Follow the first link of the page whose address or words match, shown or folded."""
    found = page.locator("main a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href') || '', a.textContent, a.href])"
    )
    page.goto(next(whole for path, words, whole in found if re.search(link, path) or re.search(link, words)))


def desk_of_voice(camera: Camera) -> None:
    """The desk's pages of the same, each as somebody who works with it."""
    for login in dict.fromkeys(login for login, _ in DESK.values()):
        page = camera.person().new_page()
        page.goto(f"{camera.root}/desk/")
        enter(page, login)
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        for name, (whose, path) in DESK.items():
            if whose == login:
                page.goto(f"{camera.root}/desk{path}")
                camera.take(page, name, whole=False)
        page.context.close()
