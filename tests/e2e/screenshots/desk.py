"""The desk of a liaison, and the map of two heads."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from backend.demo.domain import PASSWORD
from tests.e2e.screenshots.camera import Camera

TALL = 1100
ANSWER = "已到现场核对过承包册，界桩重新立好，双方当面确认。谢谢您反映。"
FILES = {"desk-file": "pending", "desk-file-answering": "answering", "desk-file-answered": "answered"}


def desk(camera: Camera) -> None:
    """The desk of a liaison, and the map of two heads."""
    page = camera.person().new_page()
    page.goto(f"{camera.root}/desk/")
    camera.take(page, "desk-login")
    enter(page, "lianluo")
    expect(page.locator("a.case").first).to_be_visible()
    camera.take(page, "desk-inbox", whole=False)
    for name, path in (
        ("desk-all", "/all"),
        ("desk-overdue", "/overdue"),
        ("desk-messages", "/messages"),
        ("desk-cases", "/cases"),
        ("desk-unreached", "/unreached"),
        ("desk-meetings", "/meetings"),
        ("desk-rules", "/rules"),
        ("desk-register", "/register"),
        ("desk-backlog", "/backlog"),
        ("desk-initiatives", "/initiatives"),
        ("desk-alerts", "/alerts"),
        ("desk-replies", "/replies"),
        ("desk-offices", "/offices"),
        ("desk-account", "/account"),
    ):
        page.goto(f"{camera.root}/desk{path}")
        camera.take(page, name, whole=False)
    for name, state in FILES.items():
        page.goto(f"{camera.root}/desk/cases?state={state}")
        page.locator("a.case").first.click()
        expect(page.locator("blockquote").first).to_be_visible()
        if page.locator(".canvas").count():
            page.locator(".canvas").first.scroll_into_view_if_needed()
            expect(page.locator(".canvas canvas").first).to_be_attached(timeout=60_000)
            page.wait_for_load_state("networkidle")
            page.locator("main").evaluate("main => main.scrollTo(0, 0)")
        camera.take(page, name)
        if name == "desk-file-answering":
            signing(camera, page)
    sheet(camera, page)
    moves(camera, page)
    delivering(camera, page)
    page.context.close()
    in_hands(camera)
    for name, login in (("desk-map", "xianzhang"), ("desk-map-town", "zhenzhang")):
        heads_map(camera, name, login)


def in_hands(camera: Camera) -> None:
    """What a mediation committee and the research centre have in hand."""
    for name, login in (("desk-mediation", "tiaojie"), ("desk-centre", "yanjiu")):
        page = camera.person().new_page()
        page.goto(f"{camera.root}/desk/")
        enter(page, login)
        page.locator("a.case").first.click()
        expect(page.locator("blockquote").first).to_be_visible()
        camera.take(page, name)
        page.context.close()


def signing(camera: Camera, page: Page) -> None:
    """The answer beside the sheet it will be."""
    page.get_by_role("button", name="签发答复").click()
    page.get_by_label("给群众的答复").fill(ANSWER)
    camera.take(page, "desk-sign", whole=False)
    page.keyboard.press("Escape")


def moves(camera: Camera, page: Page) -> None:
    """A move, what is missing in it, and two people at the same one."""
    page.goto(f"{camera.root}/desk/cases?state=pending")
    page.locator("a.case").first.click()
    page.get_by_role("button", name="受理", exact=True).click()
    camera.take(page, "desk-move", whole=False)
    page.get_by_role("dialog").get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("button", name="办好了，请人核查").click()
    done = page.get_by_role("dialog").get_by_role("button", name="办好了，请人核查")
    done.click()
    expect(page.get_by_role("alert")).to_be_visible()
    camera.take(page, "desk-move-errors", whole=False)
    page.get_by_label("办理情况").fill("已请供电所换好三盏路灯")
    second = camera.person().new_page()
    second.goto(page.url)
    enter(second, "xianlianluo")
    second.get_by_role("button", name="办好了，请人核查").click()
    second.get_by_label("办理情况").fill("供电所答应本周修好，先立了提醒牌")
    second.get_by_role("dialog").get_by_role("button", name="办好了，请人核查").click()
    expect(second.get_by_role("dialog")).to_be_hidden()
    second.context.close()
    done.click()
    page.get_by_role("button", name="看差别").click()
    camera.take(page, "desk-clash", whole=False)


def delivering(camera: Camera, page: Page) -> None:
    """An answer that is signed, and the question before it counts as handed over."""
    page.goto(f"{camera.root}/desk/cases?state=answering")
    page.locator("a.case").first.click()
    page.get_by_role("button", name="签发答复").click()
    page.get_by_label("给群众的答复").fill(ANSWER)
    page.get_by_role("dialog").get_by_role("button", name="签发答复").click()
    page.get_by_role("button", name="已送到本人").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    camera.take(page, "desk-delivery", whole=False)
    page.get_by_role("dialog").get_by_role("button", name="已送到本人").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def heads_map(camera: Camera, name: str, login: str) -> None:
    """The map by count and by significance, a cell of it, a step of time, two periods, its table, and the cells without a post."""
    page = camera.person().new_page()
    if camera.width < 1000:  # a picture of the whole page would catch the map between two sizes
        page.set_viewport_size({"width": camera.width, "height": TALL})
    page.goto(f"{camera.root}/desk/map")
    enter(page, login)
    expect(page.locator(".canvas[data-ready]")).to_be_attached(timeout=60_000)
    camera.take(page, name, whole=False)
    expect(page.get_by_role("slider", name="时间")).to_be_enabled()
    page.get_by_role("slider", name="时间").press("ArrowLeft")
    expect(page.locator(".time output")).to_contain_text("·")
    camera.take(page, f"{name}-step", whole=False)
    page.get_by_role("slider", name="时间").press("End")
    page.get_by_role("button", name="热点", exact=True).click()
    expect(page.locator(".legend")).to_contain_text("热点99%")
    page.locator(".cellpick").first.click()
    expect(page.get_by_role("complementary")).to_contain_text("最近的站点")
    camera.take(page, f"{name}-cell", whole=False)
    page.get_by_role("button", name="件数", exact=True).click()
    page.get_by_role("button", name="与上期比较").click()
    panes = 1 if camera.width < 1000 else 2  # side by side only where there is room
    expect(page.locator(".canvas[data-ready]")).to_have_count(panes, timeout=60_000)
    camera.take(page, f"{name}-compare", whole=False)
    page.get_by_role("button", name="变化", exact=True).click()
    expect(page.locator(".legend")).to_contain_text("没有变化")
    camera.take(page, f"{name}-change", whole=False)
    page.get_by_role("button", name="与上期比较").click()
    if camera.width < 1000:
        page.get_by_text("筛选、图层和打印").click()
    page.get_by_role("button", name="空白网格").click()
    expect(page.get_by_role("status").filter(has_text="覆盖率")).to_be_visible()
    camera.take(page, f"{name}-blank", whole=False)
    page.get_by_role("button", name="看表格").click()
    camera.take(page, f"{name}-table", whole=False)
    page.context.close()


def sheet(camera: Camera, page: Page) -> None:
    """The printed feedback sheet of the case that is open."""
    address = page.locator("a[href*='/sheet']").first
    if address.count():
        page.goto(camera.root + str(address.get_attribute("href")))
        camera.take(page, "sheet")


def enter(page: Page, login: str) -> None:
    """Log in at the desk."""
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
