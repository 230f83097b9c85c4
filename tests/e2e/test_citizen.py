"""The citizen's pages in a real browser: without script, with it, large, in high contrast, by keyboard."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backend.codes import service as codes
from backend.stations.service import attach
from tests.draw import middle
from tests.e2e.conftest import Live
from tests.e2e.measure import against_rules, small_targets

pytestmark = pytest.mark.browser
ARGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TEXT = "我家和西边邻居中间的水渠上个月被填了，一下雨水就流进我家院子。"
HERE = middle(1, 0)
WHERE = "select r.category, c.code, r.place is null from report r join grid_cell c on c.id = r.cell_id"
NO_NETWORK = "暂时没有网络，您写的都还在。有网后再按一次“{}”。"
Open = Callable[..., BrowserContext]


@pytest.fixture
def visit(chromium: Browser, live: Live) -> Open:
    """Open a person's browser at the demo map; `look`: their cookie of text size and contrast."""
    live.make.counties()
    live.make.run("update station set opening_hours = '周一至周日8:30—18:00' where code = 'LT-WF'")

    def begin(*, width: int = 360, look: str = "", **more: Any) -> BrowserContext:
        place = {"longitude": HERE.x, "latitude": HERE.y, "accuracy": 18}
        context = chromium.new_context(
            viewport={"width": width, "height": 740},
            locale="zh-CN",
            geolocation=place,
            permissions=["geolocation"],
            **more,
        )
        context.set_default_timeout(30_000)
        if look:
            context.add_cookies([{"name": "zt_look", "value": look, "url": live.url}])
        return context

    return begin


@pytest.fixture
def poster(live: Live, visit: Open) -> str:
    """Address of the code of 文峰's post."""
    station = live.make.run("select id from station where code = 'LT-WF'")
    with live.make.owner.transaction() as session:
        return f"{live.url}/c/{codes.issue(session, 'post', int(str(station)))}"


@pytest.fixture
def land_poster(live: Live, visit: Open) -> str:
    """Address of the code of 文峰's post, attached to its cell, that asks about land."""
    station = live.make.run("select id from station where code = 'LT-WF'")
    with live.make.owner.transaction() as session:
        attach(session, date(2026, 3, 1))
        return f"{live.url}/c/{codes.issue(session, 'post', int(str(station)), 'land')}"


def photo(path: Path, marker: bytes = b"") -> Path:
    """Make a large photo with something in its EXIF."""
    picture = Image.effect_noise((2400, 1800), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = marker.decode()
    picture.save(path, "JPEG", quality=85, exif=exif)
    return path


def onward(page: Page) -> None:
    """Press the main button and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator("#f .btn").last.click()


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def number(page: Page) -> str:
    """Return the receipt that the page shows."""
    return page.locator("[data-receipt]").first.get_attribute("data-receipt") or ""


def test_the_whole_way_without_script(visit: Open, poster: str, live: Live, tmp_path: Path) -> None:
    page = visit(java_script_enabled=False).new_page()
    page.goto(poster)
    press(page, "我要反映")
    onward(page)
    expect(page.get_by_role("heading", name="有2处要改")).to_be_visible()
    assert page.title().startswith("有错：")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="土地边界").check()
    page.locator("#p").set_input_files([photo(tmp_path / "a.jpg", b"secret-place"), photo(tmp_path / "b.jpg")])
    onward(page)
    page.get_by_role("button", name="返回").click()
    assert page.locator("#t").input_value() == TEXT
    page.get_by_role("button", name="删去照片2").click()
    expect(page.get_by_text("照片1已传好")).to_be_visible()
    page.get_by_role("button", name="长辈版").click()
    assert page.locator("html.care").count() == 1
    onward(page)
    page.get_by_role("radio", name="在别处").check()
    page.locator("#pw").fill("三组水渠东头")
    page.locator("#pw").press("Enter")
    page.get_by_role("radio", name="打电话或发短信").check()
    page.locator("#ph").fill("12")
    onward(page)
    expect(page.get_by_role("link", name="写11位手机号，或改选“凭回执号自己查”")).to_be_visible()
    page.get_by_role("radio", name="凭回执号自己查").check()
    page.locator("#ph").fill("")
    onward(page)
    expect(page.locator(".sum")).to_contain_text("文峰社区信息采集点（您扫的是它的码）")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("main")).to_contain_text("前告知是否受理")
    assert number(page) not in page.url
    query = page.locator("[data-query]").inner_text()
    card, button = page.locator("[data-slip]").bounding_box(), page.get_by_role("button", name="查进度").bounding_box()
    assert card and button
    assert button["y"] - (card["y"] + card["height"]) >= 16, "the button touches the card"
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("heading", name="已收到，等待受理")).to_be_visible()
    assert query.replace("-", "") not in page.url
    stored = live.make.rows(
        "select t.place_words, r.cell_id is null, (select count(*) from report_attachment n join attachment a"
        " on a.ticket = n.ticket and a.sent_sha256 = n.sent_sha256 where n.report_id = r.id) from report r"
        " join report_text t on t.report_id = r.id"
    )
    assert stored == [("三组水渠东头", True, 1)]


def test_the_whole_way_with_script(visit: Open, poster: str, live: Live, tmp_path: Path) -> None:
    context = visit()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(poster)
    press(page, "我要反映")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="土地边界").check()
    expect(page.get_by_text(f"还可以写{1000 - len(TEXT)}字")).to_be_visible()
    page.close()  # the phone rang
    page = context.new_page()
    page.goto(poster)
    press(page, "我要反映")
    expect(page.get_by_text("已恢复您上次没提交的内容。")).to_be_visible()
    assert page.locator("#t").input_value() == TEXT
    big = photo(tmp_path / "big.jpg", b"secret-place")
    page.locator("#p").set_input_files(big)
    expect(page.get_by_text("已选1张，按“下一步”上传")).to_be_visible()
    sent = page.locator("#p").evaluate("async input => [...new Uint8Array(await input.files[0].arrayBuffer())]")
    assert len(sent) < big.stat().st_size
    assert b"secret-place" not in bytes(sent)
    assert max(Image.open(io.BytesIO(bytes(sent))).size) == 1600
    onward(page)
    page.get_by_role("button", name="用手机定位").click()
    expect(page.get_by_text("已用手机定位（误差约18米）")).to_be_visible()
    onward(page)
    page.get_by_role("radio", name="凭回执号自己查").check()
    onward(page)
    page.get_by_role("button", name="提交").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("已收到")
    receipt, link = number(page), f"{live.url}/t/{number(page)}"
    scanned = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.locator(".qr").screenshot(scale="css"))))
    assert [each.text for each in scanned] == [link]
    with page.expect_download() as saved:
        page.get_by_role("button", name="保存").click()
    slip = Image.open(saved.value.path())
    assert [each.text for each in zxingcpp.read_barcodes(slip)] == [link]
    assert page.evaluate("Object.keys(localStorage)") == []
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("button", name="有进展时提醒我")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(each => each === undefined)")
    assert live.make.rows(
        "select c.code, s.receipt, r.accuracy_m, r.source_crs from report r join grid_cell c on c.id = r.cell_id"
        " join submission s on s.report_id = r.id"
    ) == [("621124100002001", receipt, 18, "wgs84")]
    assert faults == []


def test_without_network_the_page_stays_and_one_press_later_sends_it_once(visit: Open, poster: str, live: Live) -> None:
    context = visit()
    page = context.new_page()
    page.goto(poster)
    press(page, "我要反映")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="土地边界").check()
    context.set_offline(True)
    page.get_by_role("button", name="下一步：在哪里").click()
    expect(page.get_by_role("alert")).to_have_text(NO_NETWORK.format("下一步：在哪里"))
    assert page.locator("#t").input_value() == TEXT
    context.set_offline(False)
    onward(page)
    page.get_by_role("radio", name="说不清").check()
    onward(page)
    page.get_by_role("radio", name="凭回执号自己查").check()
    onward(page)
    live.stop()  # a network that is there and leads nowhere
    for _ in range(2):
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_role("alert")).to_have_text(NO_NETWORK.format("提交"))
    assert faults_of(page, 44) == []
    live.start()
    page.get_by_role("button", name="提交").dblclick()
    expect(page.get_by_role("status").first).to_contain_text("已收到")
    assert live.make.rows("select body from report_text") == [(TEXT,)]


@pytest.mark.parametrize("script", [True, False])
def test_a_code_has_category_and_cell_chosen(visit: Open, land_poster: str, live: Live, script: bool) -> None:
    page = visit(java_script_enabled=script).new_page()
    page.goto(land_poster)
    expect(page.get_by_text("已替您选好类别：土地边界。下一步可以改。")).to_be_visible()
    press(page, "我要反映")
    expect(page.get_by_role("radio", name="土地边界")).to_be_checked()
    page.locator("#t").fill(TEXT)
    onward(page)
    expect(page.get_by_role("radio", name="就在本网格：文峰社区1格")).to_be_checked()
    expect(page.locator("#w-phone")).to_be_hidden()
    onward(page)
    page.get_by_role("radio", name="凭回执号自己查").check()
    onward(page)
    expect(page.locator(".sum")).to_contain_text("就在本网格：文峰社区1格")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status").first).to_contain_text("已收到")
    assert live.make.rows(WHERE) == [("land", "621124100001001", True)]


def test_what_was_chosen_beforehand_gives_way_to_the_person(visit: Open, land_poster: str, live: Live) -> None:
    page = visit().new_page()
    page.goto(land_poster)
    press(page, "我要反映")
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="道路交通").check()
    onward(page)
    page.get_by_role("button", name="用手机定位").click()
    expect(page.get_by_role("radio", name="用手机定位的地方")).to_be_checked()
    onward(page)
    page.get_by_role("radio", name="凭回执号自己查").check()
    onward(page)
    expect(page.locator(".sum")).to_contain_text("已用手机定位（误差约18米）")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("status").first).to_contain_text("已收到")
    assert live.make.rows(WHERE) == [("traffic", "621124100002001", False)]


def test_a_mistyped_code_is_put_right_on_the_spot(visit: Open, poster: str) -> None:
    page = visit().new_page()
    code = poster.rpartition("/")[2]
    page.goto(f"{poster[:-1]}{'0' if code[-1] != '0' else '2'}")
    page.get_by_label("照海报输入码").fill(code.lower())
    page.get_by_role("button", name="打开这个码").click()
    expect(page.get_by_role("button", name="我要反映")).to_be_visible()
    assert page.url == poster


def test_every_page_is_clean_and_fits_in_every_look(visit: Open, land_poster: str, live: Live) -> None:
    for width, look in ((360, ""), (360, "3.1"), (1280, "1.0")):
        context = visit(width=width, look=look)
        page, least = context.new_page(), 60 if look.startswith(("1", "3")) else 44
        for _ in pages_of(page, land_poster, live.url):
            assert faults_of(page, least) == [], f"{page.url} at {width} px, look {look!r}"
        context.close()


def faults_of(page: Page, least: int) -> list[str]:
    """Return what is wrong with a page: wider than the screen, found by axe, targets, links too, smaller than `least` px."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return against_rules(page) + ([f"{over} px too wide"] if over > 0 else []) + small_targets(page, least)


def pages_of(page: Page, poster: str, url: str) -> Iterator[None]:
    """Go through every page a citizen may see, stopping at each."""
    for address in (f"{url}/c/P1XXXX", f"{url}/c/", f"{url}/s/?area=621124", f"{url}/t/", poster):
        page.goto(address)
        yield
    press(page, "我要反映")
    onward(page)
    yield
    page.locator("#t").fill(TEXT)
    page.get_by_role("radio", name="土地边界").check()
    onward(page)
    page.get_by_role("button", name="用手机定位").click()
    expect(page.locator("[data-spot=crs]")).to_have_value("wgs84")
    yield
    onward(page)
    page.get_by_role("radio", name="打电话或发短信").check()
    onward(page)
    yield
    page.locator("#ph").fill("13800138000")
    onward(page)
    yield
    press(page, "提交")
    expect(page.locator("[data-slip]")).to_be_visible()
    yield
    press(page, "查进度")
    yield


def test_a_page_weighs_less_than_100_kb(visit: Open, poster: str) -> None:
    page = visit().new_page()
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body()) + sum(map(len, answer.headers.values()))))
    page.goto(poster, wait_until="networkidle")
    assert len(weights) >= 4
    assert sum(weights) < 100_000


def test_english_stays_through_the_steps(visit: Open, poster: str) -> None:
    page = visit().new_page()
    page.goto(poster)
    page.get_by_role("link", name="English").click()
    press(page, "Tell us something")
    expect(page.get_by_text(re.compile("1000 characters left"))).to_be_visible()
    onward(page)
    expect(page.get_by_role("link", name="Write what happened, at least 5 characters")).to_be_visible()
