"""What the records show: a county's reports and coverage, evaluation, visits and books at the desk, a station's screen, the public map."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.screenshots.camera import Camera
from tests.e2e.screenshots.desk import enter

COUNTY, TOWN = "621124", "621124100"
# By name of the picture: who looks, the page, and a link to follow from there.
DESK: dict[str, tuple[str, str, str]] = {
    "office-evaluations": ("fuquan", "/evaluation", ""),
    "office-evaluation": ("fuquan", "/evaluation", "main table tbody tr:last-child a"),
    "office-visits": ("xianzhang", "/visits", ""),
    "office-ledgers": ("zhenrenda", "/ledgers", ""),
    "office-editions": ("xianzhang", "/editions", ""),
    "office-scans": ("lianluo", "/scans", ""),
}


def analysis(camera: Camera) -> None:
    """Every page of it."""
    reports(camera)
    wall(camera)
    coverage(camera)
    for name, (login, path, link) in DESK.items():
        page = camera.person().new_page()
        page.goto(f"{camera.root}/desk{path}")
        enter(page, login)
        if link:
            page.locator(link).first.click()
            page.wait_for_url(f"**{path}/*-*")
            expect(page.get_by_role("table").first).to_be_visible()
        expect(page.locator("main h1")).to_be_visible()
        camera.take(page, name, whole=False)
        page.context.close()
    page = camera.person().new_page()
    for name, area in (("sight-map", COUNTY), ("sight-map-town", TOWN)):
        page.goto(f"{camera.root}/map/{area}")
        camera.take(page, name)
    page.context.close()


def reports(camera: Camera) -> None:
    """The list of reports, and last month's of the county."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/bulletins")
    enter(page, "xianzhang")
    report = page.locator("tr", has_text="月报").filter(has_text="临洮县").get_by_role("link").first
    expect(report).to_be_visible()
    camera.take(page, "office-bulletins", whole=False)
    report.click()
    expect(page.get_by_role("img", name="热点网格")).to_be_visible()
    camera.take(page, "office-bulletin")
    page.context.close()


def wall(camera: Camera) -> None:
    """A screen, as it hangs in the hall; hung up for the picture and taken down again."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/offices")
    enter(page, "fuquan")  # whose stations have figures of released months
    page.get_by_role("button", name="马场坪街道基层立法联系点工作站").first.click()
    screens = page.get_by_role("region", name="站点大屏")
    screens.get_by_role("button", name="挂一块大屏").click()
    screens.get_by_label("挂在哪里").fill("一楼大厅")
    screens.get_by_role("button", name="挂一块大屏").click()
    shown: Page = camera.person().new_page()
    shown.goto(screens.get_by_label("只显示这一次").input_value())
    expect(shown.get_by_text("截至")).to_be_visible()
    camera.take(shown, "wall", whole=False)
    shown.context.close()
    screens.get_by_role("button", name="收回链接").first.click()
    page.context.close()


def coverage(camera: Camera) -> None:
    """The cells that no post serves, and where two more belong."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/coverage")
    enter(page, "xianzhang")
    expect(page.locator(".canvas[data-ready]")).to_be_attached(timeout=60_000)
    page.get_by_label("增设几个").fill("2")
    page.get_by_role("button", name="建议布点", exact=True).click()
    page.get_by_role("button", name="拿这些来试放").click()
    expect(page.get_by_role("region", name="试放").locator("ol.sites li")).to_have_count(2)
    camera.take(page, "office-coverage", whole=False)
    page.context.close()
