"""A sighting while it is written, changed or left: never moved, forgotten, sent twice or shown empty; photos are waited for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Live
from tests.e2e.field import (
    NEIGHBOUR,
    begin,
    file_sighting,
    open_edit,
    photos_missing,
    photos_on,
    picture,
    stored,
)
from tests.e2e.phone import Phone
from tests.eventually import eventually

pytestmark = pytest.mark.browser
OVERTAKEN = "改之前的那一版已经上传。现在保存，会另记一条。"


def test_opening_an_edit_and_leaving_takes_nothing_out_of_the_queue(worker: Phone, live: Live) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "点了修改又退出")
    open_edit(page, live, "点了修改又退出")
    page.go_back()
    expect(page.locator(".list .tag")).to_have_text(["待上传"])
    open_edit(page, live, "点了修改又退出")
    page.get_by_role("link", name="回到今天").click()
    expect(page.locator(".sync b")).to_have_text("1条待上传·有网后自动上传")
    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert [row[0] for row in stored(live)] == ["点了修改又退出"]


def test_an_edit_left_half_made_is_a_draft_and_what_was_filed_goes_out(worker: Phone, live: Live) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "先这样写")
    open_edit(page, live, "先这样写")
    page.fill("#text", "改到一半")
    page.go_back()
    expect(page.locator(".list .tag")).to_have_text(["待上传", "草稿"])
    open_edit(page, live, "先这样写")
    expect(page.locator("#text")).to_have_value("改到一半")
    worker.find_signal()
    expect(page.get_by_text(OVERTAKEN)).to_be_visible()
    eventually(lambda: [row[0] for row in stored(live)] == ["先这样写"], what="the version that was filed")
    page.get_by_role("button", name="保存", exact=True).click()
    eventually(
        lambda: [row[0] for row in stored(live)] == ["先这样写", "改到一半"], what="the change as its own record"
    )


def test_giving_up_an_edit_leaves_what_was_filed(worker: Phone, live: Live) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "原来的")
    open_edit(page, live, "原来的")
    page.fill("#text", "不要的改动")
    page.get_by_role("button", name="不改了，保留原来的").click()
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".list .t")).to_have_text(["原来的"])
    expect(page.locator(".list .tag")).to_have_text(["待上传"])


def test_two_tabs_with_one_draft_make_no_item_that_needs_the_person(worker: Phone, live: Live) -> None:
    first, second = worker.page, worker.new_page()
    begin(first, live, "两个页签")
    expect(first).to_have_url(re.compile("/app/file/."))
    second.goto(first.url)
    expect(second.locator("#text")).to_have_value("两个页签")
    second.get_by_role("button", name="保存", exact=True).click()
    eventually(lambda: len(stored(live)) == 1, what="the one of the second tab")
    expect(second.locator(".sync b")).to_contain_text("全部已上传")
    first.fill("#text", "两个页签，第一个又改了")
    expect(first.get_by_text(OVERTAKEN)).to_be_visible()
    first.get_by_role("button", name="保存", exact=True).click()
    eventually(lambda: len(stored(live)) == 2, what="the change as its own record")
    first.goto(f"{live.url}/app/outbox")
    expect(first.locator(".list .tag")).to_have_text(["已上传", "已上传"])


def test_neither_an_edit_nor_a_draft_moves_to_where_the_phone_is_now(worker: Phone, live: Live) -> None:
    page = worker.page
    place = page.locator(".placeline")
    worker.lose_signal()
    file_sighting(page, "在文峰登记的")
    begin(page, live, "在文峰起草的")
    expect(page).to_have_url(re.compile("/app/file/."))
    # the form is left first: one that is open in its first minutes follows who walks on
    page.goto(f"{live.url}/app/outbox")
    worker.go_to(NEIGHBOUR.x, NEIGHBOUR.y)
    page.locator(".row", has_text="在文峰起草的").click()
    wait_for_fix(page, NEIGHBOUR.x)
    expect(place).to_contain_text("文峰社区1格")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    open_edit(page, live, "在文峰登记的")
    wait_for_fix(page, NEIGHBOUR.x)
    expect(place).to_contain_text("文峰社区1格")
    page.get_by_role("button", name="改用手机定位").click()
    expect(place).to_contain_text("东街社区1格 ±15米")
    page.get_by_label("到邻近网格走访").check()
    page.get_by_role("button", name="保存", exact=True).click()
    worker.find_signal()
    eventually(lambda: len(stored(live)) == 2, what="both")
    cells = {text: cell for text, _, cell in stored(live)}
    assert cells == {"在文峰登记的": "621124100002001", "在文峰起草的": "621124100001001"}


def wait_for_fix(page: Page, lon: float) -> None:
    """Wait until the page has been told its position anew, as whoever follows it has been too; `lon` in degrees."""
    ask = "() => new Promise(done => navigator.geolocation.watchPosition(p => done(p.coords.longitude)))"
    eventually(lambda: page.evaluate(ask) == lon, what="the fix")


def test_a_reload_midway_shows_the_same_draft(worker: Phone, live: Live) -> None:
    page = worker.page
    begin(page, live, "打到一半")
    expect(page).to_have_url(re.compile("/app/file/[0-9a-f-]{36}$"))
    expect(page.locator("#text")).to_be_focused()
    page.reload()
    expect(page.locator("#text")).to_have_value("打到一半")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    page.get_by_role("link", name="再记一条").click()
    expect(page.locator("#text")).to_have_value("")
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".list .row")).to_have_count(1)


def test_saving_waits_for_the_photos_and_says_what_is_too_many(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    begin(page, live, "十张照片，马上按保存")
    page.locator("input[type=file]").last.set_input_files([picture(tmp_path / f"{nth}.jpg", nth) for nth in range(10)])
    page.get_by_role("button", name="保存", exact=True).dispatch_event("click")
    expect(page.get_by_text("最多9张照片，多的没有留下。")).to_be_visible()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    eventually(lambda: len(stored(live)) == 1 and photos_missing(live) == 0, what="the sighting with its photos")
    assert live.make.run("select count(*) from attachment") == 9


def test_leaving_waits_for_the_photos(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    page.goto(f"{live.url}/app/file")
    page.locator("input[type=file]").last.set_input_files([picture(tmp_path / f"{nth}.jpg", nth) for nth in range(4)])
    page.get_by_role("link", name="回到今天").dispatch_event("click")
    expect(page.locator(".list .row")).to_contain_text("4张照片")
    assert photos_on(page) == 4
    page.locator(".list .row").click()
    expect(page.locator(".photos img")).to_have_count(4)


def test_a_photo_taken_out_while_others_are_made_small_stays_out(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    begin(page, live, "删一张")
    chooser = page.locator("input[type=file]").last
    chooser.set_input_files(picture(tmp_path / "0.jpg", 0))
    expect(page.locator(".photos img")).to_have_count(1)
    chooser.set_input_files([picture(tmp_path / f"{nth}.jpg", nth) for nth in range(1, 4)])
    page.get_by_role("button", name="删去照片1").first.dispatch_event("click")
    expect(page.locator(".photos img")).to_have_count(3)
    expect(page.get_by_text("正在缩小照片…")).to_be_hidden()
    expect(page.locator(".photos img")).to_have_count(3)
    page.get_by_role("button", name="保存", exact=True).click()
    eventually(lambda: len(stored(live)) == 1 and photos_missing(live) == 0, what="the sighting with its photos")
    assert live.make.run("select count(*) from attachment") == 3


def test_a_refused_photo_can_be_taken_again(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "照片坏了", picture(tmp_path / "a.jpg", 1))
    page.evaluate(SPOIL)
    worker.find_signal()
    page.goto(f"{live.url}/app/outbox")
    expect(page.get_by_text("照片1打不开，请重拍或删去这张。")).to_be_visible()
    page.locator(".row").click()
    page.get_by_label("重拍").set_input_files(picture(tmp_path / "b.jpg", 2))
    number = live.make.run("select number from report")
    expect(page.locator("#text")).to_have_value(f"补拍照片，接编号{number}：照片坏了")
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert [row[2] for row in stored(live)] == ["621124100001001"] * 2
    assert live.make.run("select count(*) from attachment") == 1


# What a failing memory card does: other bytes under the same name.
SPOIL = """async () => {
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, fail) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); r.onerror = fail; });
    if (db.objectStoreNames.contains('attachments')) await new Promise((done, fail) => {
      const tx = db.transaction('attachments', 'readwrite'), store = tx.objectStore('attachments');
      store.getAll().onsuccess = event => event.target.result.forEach(one => store.put({ ...one, data: new TextEncoder().encode('spoiled').buffer }));
      tx.oncomplete = done; tx.onerror = fail;
    });
    db.close();
  }
}"""


def test_with_an_expired_login_every_page_says_so(worker: Phone, live: Live) -> None:
    page = worker.page
    live.make.run("update session set expires_at = now() - interval '1 hour'")
    file_sighting(page, "登录过期后登记的")
    saved = page.locator(".saved")
    expect(saved).to_contain_text("重新登录后自动上传")
    expect(saved.get_by_role("link", name="重新登录")).to_be_visible()
    expect(page.locator(".sync b")).to_have_text("1条要您处理")
    page.get_by_role("link", name="再记一条").click()
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator(".sync b")).to_have_text("1条要您处理")


def test_the_saved_page_says_what_has_become_of_it(worker: Phone, live: Live) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "还没传")
    expect(page.locator(".saved")).to_contain_text("有网后自动上传")
    expect(page.locator(".sync b")).to_have_text("1条待上传·有网后自动上传")
    worker.find_signal()
    number = eventually(lambda: live.make.run("select number from report"), what="the sighting")
    expect(page.locator(".saved")).to_contain_text(f"已上传·编号{number}")


def test_a_wrong_clock_is_told_offline_too_until_an_answer_says_otherwise(worker: Phone, live: Live) -> None:
    page = worker.page
    told = page.get_by_text("手机时间快14分钟。两个时间都会记下，请校准。")
    fast = worker.new_page()
    fast.add_init_script(f"const real = Date.now; Date.now = () => real.call(Date) + {14 * 60 * 1000};")
    fast.goto(f"{live.url}/app/")
    expect(fast.get_by_text("手机时间快14分钟。两个时间都会记下，请校准。")).to_be_visible()
    fast.close()
    worker.lose_signal()
    for name in ("", "file"):
        page.goto(f"{live.url}/app/{name}")
        expect(told).to_be_visible()
    worker.find_signal()
    expect(told).to_be_hidden()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(told).to_be_hidden()
