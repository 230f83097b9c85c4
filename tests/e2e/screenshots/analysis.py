"""The analysis reports of a county's head, and a station's screen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.screenshots.camera import Camera
from tests.e2e.screenshots.desk import enter


def analysis(camera: Camera) -> None:
    """The list of reports, last month's of the county, and a screen that is hung up for the picture and taken down again."""
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
    wall(camera)


def wall(camera: Camera) -> None:
    """A screen, as it hangs in the hall."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/offices")
    enter(page, "lianluo")
    page.get_by_role("button", name="洮阳镇立法联络点").first.click()
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
