"""What a worker says into the phone: kept without signal, through kills, heard at the desk; and a phone that cannot record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Live
from tests.e2e.field import begin, everything_in_the_store, photos_missing, stored
from tests.e2e.phone import Phone
from tests.eventually import eventually
from tests.make import PASSWORD

pytestmark = pytest.mark.browser
PLAY = re.compile(r"播放录音1，0:0[1-9]")


def say_something(page: Page) -> None:
    """Record for two seconds."""
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_text("正在录音")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[2-9]"))
    page.get_by_role("button", name="停止录音").click()


def recordings_on(page: Page) -> int:
    """How many recordings the phone's store holds."""
    return everything_in_the_store(page).count('"type":"audio/')


def test_what_was_said_without_signal_survives_kills_arrives_once_and_is_heard_at_the_desk(
    worker: Phone, live: Live, chromium: Browser
) -> None:
    live.make.account("liaison", ("liaison", "621124100"), name="杨丽")
    worker.lose_signal()
    live.stop()
    worker.close()
    page = worker.open()
    worker.context.grant_permissions(["microphone"])
    begin(page, live, "老人讲了水渠的来历")
    say_something(page)
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    eventually(lambda: recordings_on(page) == 1, what="the recording on the disk")

    worker.kill()
    page = worker.open()
    page.goto(f"{live.url}/app/")
    page.get_by_role("link", name="老人讲了水渠的来历").click()
    page.get_by_role("button", name=PLAY).click()
    expect(page.get_by_role("button", name="停止播放录音1")).to_be_visible()
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    expect(page.locator(".placeline b")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()

    worker.kill()
    page = worker.open()
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".list .row")).to_contain_text("1段录音")
    page.locator(".list .row").click()
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    page.goto(f"{live.url}/app/outbox")
    live.start()
    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传", timeout=60_000)
    assert stored(live) == [("老人讲了水渠的来历", "ma", "621124100001001")]
    assert photos_missing(live) == 0
    (kept,) = live.make.rows("select media_type, duration_ms from attachment")
    assert kept[0] == "audio/mp4"
    assert 1000 < int(str(kept[1])) < 10_000
    heard_at_the_desk(chromium, live)


def heard_at_the_desk(chromium: Browser, live: Live) -> None:
    """Log a liaison in, open the case and play what is there, by keys alone."""
    page = chromium.new_page(locale="zh-CN")
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{live.url}/desk/cases")
    page.get_by_label("账号").fill("liaison")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator("a.case").first.click()
    player = page.get_by_label(re.compile("录音1，0:0[1-9]"))
    expect(player).to_be_visible()
    expect(page.get_by_text("照片或录音未到")).to_have_count(0)
    eventually(lambda: player.evaluate("a => a.duration") > 1, what="the length of the recording")
    player.focus()
    page.keyboard.press("Space")
    eventually(lambda: player.evaluate("a => a.currentTime") > 0.5, what="that it plays")
    page.emulate_media(media="print")
    expect(player).to_be_hidden()
    assert [text for text in wrong if "Content Security Policy" in text or "attachments" in text] == []


def test_a_recording_can_be_taken_back_and_one_that_runs_is_kept_with_the_sighting(worker: Phone, live: Live) -> None:
    worker.context.grant_permissions(["microphone"])
    page = worker.page
    begin(page, live, "说到一半就保存")
    say_something(page)
    page.get_by_role("button", name="删去录音1").click()
    expect(page.get_by_role("button", name=PLAY)).to_have_count(0)
    eventually(lambda: recordings_on(page) == 0, what="nothing left of what was taken back")
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[1-9]"))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    eventually(lambda: live.make.run("select count(*) from attachment") == 1, what="the recording at the server")
    assert photos_missing(live) == 0
    assert live.make.run("select count(*) from report_attachment") == 1


def test_a_form_left_in_the_middle_of_a_recording_keeps_what_was_said(worker: Phone, live: Live) -> None:
    worker.context.grant_permissions(["microphone"])
    page = worker.page
    begin(page, live, "电话来了")
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[1-9]"))
    page.get_by_role("link", name="回到今天").click()
    eventually(lambda: recordings_on(page) == 1, what="the recording on the disk")
    page.get_by_role("link", name="电话来了").click()
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()


def test_a_microphone_that_may_not_be_used_or_is_not_there_is_told_kindly(worker: Phone, live: Live) -> None:
    page = worker.page
    begin(page, live, "不让录音")
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_text("没有允许用麦克风。在浏览器的网站设置里允许后再录，或改用文字。")).to_be_visible()
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError')); }"
    )
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_text("没有找到麦克风，请改用文字。")).to_be_visible()
    page.evaluate("delete globalThis.MediaRecorder")
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_text("这个浏览器不能录音，请改用文字。")).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
