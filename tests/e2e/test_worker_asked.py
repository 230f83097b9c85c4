"""A station asks a worker for more; the answer and a correction are written without signal; two people put the same thing right."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.clock import today
from tests.e2e.conftest import Live
from tests.e2e.field import everything_in_the_store, file_sighting, photos_missing, picture
from tests.e2e.phone import Phone
from tests.eventually import eventually
from tests.make import new_id
from tests.story import move

pytestmark = pytest.mark.browser
ASKED = "请补充被填的是哪一段，拍一张照片"
VISIT = "到三组看看水渠，问清几户受影响"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def report_back(page: Page) -> None:
    """Find the visit among the tasks and write down what was found, without signal."""
    page.goto(page.url.split("/app/")[0] + "/app/tasks")
    page.get_by_label("今天到期1项").check()
    page.get_by_role("link", name=VISIT).click()
    expect(page.get_by_text("今天到期")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="交回任务").click()
    expect(page.locator("#households-error")).to_contain_text("0到1000")
    page.get_by_label("需要继续关注").check()
    page.fill("#households", "3")
    page.fill("#note", "三户都见到了")
    page.get_by_role("button", name="交回任务").click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    page.get_by_text("回到今天").click()
    expect(page.get_by_role("link", name=VISIT)).to_have_count(0)


def test_what_is_asked_is_answered_offline_and_the_same_field_is_chosen(
    worker: Phone, live: Live, tmp_path: Path
) -> None:
    page = worker.page
    live.make.account("lian", ("liaison", "621124100"), name="李联络")
    file_sighting(page, "水渠被填，浇不上水")
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    case = str(live.make.run("select id from cases"))
    lian = live.make.login("lian")
    assert move(lian, case, "lacking", evidence={"asked": ASKED}).status_code == 200

    person = live.make.run("select id from account where login = 'ma'")
    visit = {"id": new_id(), "area_code": "621124100001", "what": VISIT, "worker_id": person, "due_on": str(today())}
    assert lian.post("/api/visit-tasks", json=visit).status_code == 200

    page.goto(f"{live.url}/app/")
    for asked in (ASKED, VISIT):
        expect(page.get_by_role("link", name=asked)).to_be_visible()
    fits(page)
    worker.lose_signal()
    report_back(page)
    page.get_by_role("link", name=ASKED).click()
    expect(page.get_by_text("到期没有补充，按现有情况办理")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="交给站点").click()
    expect(page.locator("#more-error")).to_contain_text("写下补充的情况")
    page.fill("#more", "桥头到三组，约六十米")
    eventually(lambda: "桥头到三组" in everything_in_the_store(page), what="the words on the disk")
    page.reload()
    expect(page.locator("#more")).to_have_value("桥头到三组，约六十米")
    page.locator("input[type=file]").last.set_input_files(picture(tmp_path / "渠.jpg", 3))
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="交给站点").click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    page.get_by_text("回到今天").click()
    expect(page.get_by_text("没有待办任务。")).to_be_visible()

    # Still without signal the worker puts the words right; the liaison has put right the same and something else.
    page.goto(f"{live.url}/app/outbox/{case}")
    page.get_by_role("button", name="更正").click()
    expect(page.locator("#text")).to_have_value("水渠被填，浇不上水")
    fits(page)
    page.fill("#text", "是三组的水渠被填")
    page.get_by_label("自行发现").check()
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("dialog .tag")).to_have_text("待上传")
    theirs = {"id": new_id(), "made_at": "2026-11-21T09:00:00Z", "based_on": case}
    changed = {"changes": {"text": "是四组的水渠被填", "risk": "high"}}
    assert lian.post(f"/api/sightings/{case}/corrections", json=theirs | changed).status_code == 201
    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("1条要您处理", timeout=30_000)
    eventually(lambda: photos_missing(live) == 0, what="the photo of what was added")
    fits(page)
    page.get_by_role("button", name="就这样更正").click()
    expect(page.locator("#pick-text-error")).to_be_visible()
    page.get_by_label("用我的：是三组的水渠被填").check()
    page.get_by_role("button", name="就这样更正").click()
    expect(page.locator(".sync b")).to_contain_text("全部已上传", timeout=30_000)

    done = lian.get(f"/api/visit-tasks/{visit['id']}").get_json()
    assert (done["state"], done["found"], done["households"], done["note"]) == ("done", "watch", 3, "三户都见到了")
    file = lian.get(f"/api/cases/{case}").get_json()
    assert (file["state"], file["timeline"][0]["evidence"]["more"]) == ("pending", "桥头到三组，约六十米")
    now = lian.get(f"/api/sightings/{case}").get_json()["now"]
    assert (now["text"], now["noticed_by"], now["risk"]) == ("是三组的水渠被填", "own_observation", "high")
    assert sorted(len(each["photos"]) for each in file["reports"]) == [0, 0, 0, 1]
