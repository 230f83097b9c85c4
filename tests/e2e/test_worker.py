"""The worker's phone, as it is used: in a village without signal, killed, shared, full, behind a hotel's login page."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.draw import middle
from tests.e2e.conftest import Live
from tests.e2e.phone import Phone
from tests.eventually import eventually
from tests.make import PASSWORD

pytestmark = pytest.mark.browser
AXE = ROOT / "pwa/node_modules/axe-core/axe.min.js"
OWN, NEIGHBOUR = middle(0, 0), middle(1, 0)
EXPIRED = "登录已过期。登记都在手机里，重新登录后自动上传。"


@pytest.fixture
def worker(live: Live, phone: Phone) -> Phone:
    """A phone on which a grid worker of 文峰社区 is logged in, with the app installed."""
    install(phone, live)
    return phone


def install(phone: Phone, live: Live) -> None:
    live.make.counties()
    live.make.account("ma", ("grid_worker", "621124100"), name="马小军", cells=("621124100001001",))
    live.make.account("li", ("grid_worker", "621124100"), name="李娜", cells=("621124100002001",))
    phone.go_to(OWN.x, OWN.y)
    log_in(phone.page, live, "ma")
    phone.page.evaluate("navigator.serviceWorker.ready.then(r => r.active.state)")


def log_in(page: Page, live: Live, name: str) -> None:
    page.goto(f"{live.url}/app/login")
    page.fill("[name=account]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    expect(page.get_by_role("link", name="登记线索")).to_be_visible()
    # the field area has come when the heading names the place
    expect(page.locator("header .sub")).to_contain_text("文峰" if name == "ma" else "东街")


def picture(path: Path, shade: int) -> Path:
    Image.new("RGB", (2400, 1800), (shade * 20, 90, 160)).save(path, "JPEG", exif=b"Exif\0\0secret-place")
    return path


def file_sighting(page: Page, text: str, photo: Path | None = None, *, outside: bool = False) -> None:
    page.goto(page.url.split("/app/")[0] + "/app/file")
    page.locator("#category label").first.click()
    page.fill("#text", text)
    if photo:
        page.locator("input[type=file]").last.set_input_files(photo)
        expect(page.locator(".photos img")).to_have_count(1)
    expect(page.locator(".placeline b")).to_be_visible()
    if outside:
        expect(page.get_by_text("这里不在您的网格。选个原因，照常保存。")).to_be_visible()
        page.get_by_label("到邻近网格走访").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()


def bar(page: Page) -> str:
    return page.locator(".sync b").inner_text()


def stored(live: Live) -> list[tuple[str, str, str]]:
    rows = live.make.rows(
        "select t.body, a.login, c.code from report r join report_text t on t.report_id = r.id"
        " join account a on a.id = r.author_id left join grid_cell c on c.id = r.cell_id order by r.number"
    )
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


def photos_missing(live: Live) -> int:
    return int(live.make.run(
        "select count(*) from report_attachment n join report r on r.id = n.report_id where not exists"
        " (select from attachment a where a.author_id = r.author_id and a.sent_sha256 = n.sent_sha256)"
    ))  # fmt: skip


def test_ten_sightings_filed_offline_survive_kills_and_arrive_once_in_order_each_in_its_cell(
    worker: Phone, live: Live, tmp_path: Path
) -> None:
    worker.lose_signal()
    live.stop()
    worker.close()
    page = worker.open()
    page.goto(f"{live.url}/app/")
    expect(page.get_by_role("heading", name="今天")).to_be_visible()
    expected = []
    for nth in range(10):
        if nth == 5:
            worker.kill()
            page = worker.open()
            page.goto(f"{live.url}/app/")
            expect(page.locator(".sync b")).to_have_text("5条待上传·有网后自动上传")
        outside = nth % 3 == 2
        place = NEIGHBOUR if outside else OWN
        worker.go_to(place.x, place.y)
        file_sighting(page, f"第{nth + 1}件：水渠", picture(tmp_path / f"{nth}.jpg", nth), outside=outside)
        expected.append((f"第{nth + 1}件：水渠", "ma", "621124100002001" if outside else "621124100001001"))
    worker.kill()
    page = worker.open()
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".list .tag")).to_have_text(["待上传"] * 10)
    expect(page.locator(".sync b")).to_have_text("10条待上传·有网后自动上传")
    expect(page.locator(".sync .meta")).to_contain_text(re.compile("没有网络|连不上服务器"))

    live.start()
    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传", timeout=60_000)
    assert stored(live) == expected
    assert photos_missing(live) == 0
    assert live.make.run("select count(*) from attachment") == 10
    expect(page.locator(".list .tag")).to_have_text(["已上传"] * 10)
    numbers = [row[0] for row in live.make.rows("select number from report order by number desc")]
    for row, number in zip(page.locator(".list .row .meta").all_inner_texts(), numbers, strict=True):
        assert f"编号{number}" in row

    page.reload()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert len(stored(live)) == 10


@contextmanager
def portal(live: Live, status: int, kind: str, body: bytes, *, cut: int = 0) -> Iterator[list[str]]:
    """Stand where the server stood and give everybody the same answer; yields the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + cut))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(live, Handler):
        yield asked


@contextmanager
def served(live: Live, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    """Answer on the server's port with `handler`."""
    server = ThreadingHTTPServer(("127.0.0.1", live.port), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


LIES = {
    "a portal's page": (200, "text/html", "<html>请登录上网</html>".encode(), 0),
    "204": (204, "text/html", b"", 0),
    "cut JSON": (200, "application/json", b'{"id": 1, "csrf": "x", "items": [{"id": "0', 40),
    "somebody else's answer": (200, "application/json", b'{"id": 999999, "csrf": "x", "items": [], "missing": []}', 0),
}


def test_whoever_answers_in_the_servers_place_gets_nothing_off_the_queue(worker: Phone, live: Live) -> None:
    page = worker.page
    live.stop()
    for name, (status, kind, body, cut) in LIES.items():
        with portal(live, status, kind, body, cut=cut) as asked:
            file_sighting(page, name)
            eventually(lambda asked=asked: "/api/me" in asked, what="a try")
            page.goto(f"{live.url}/app/outbox")
            expect(page.locator(".list .tag").first).to_have_text(re.compile("待上传|要您处理"))
            assert page.get_by_text("已上传").count() == 0
    live.start()
    page.reload()
    expect(page.locator(".list .tag")).to_have_text(["已上传"] * len(LIES), timeout=30_000)
    assert [row[0] for row in stored(live)] == list(LIES)


def test_a_login_that_expired_in_the_field_holds_up_nothing(worker: Phone, live: Live) -> None:
    page = worker.page
    live.make.run("update session set expires_at = now() - interval '1 hour'")
    for nth in range(5):
        file_sighting(page, f"野外{nth}")
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".sync b")).to_have_text("5条要您处理")
    expect(page.locator(".list .why").first).to_have_text(EXPIRED)
    assert stored(live) == []
    log_in(page, live, "ma")
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert [row[:2] for row in stored(live)] == [(f"野外{nth}", "ma") for nth in range(5)]


def everything_in_the_store(page: Page) -> str:
    """All that a person with the phone in hand could read out of its databases."""
    return str(
        page.evaluate("""async () => {
      const out = [];
      for (const { name } of await indexedDB.databases()) {
        const db = await new Promise((done, fail) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); r.onerror = fail; });
        for (const store of db.objectStoreNames) {
          const all = await new Promise((done, fail) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); r.onerror = fail; });
          out.push(JSON.stringify(all, (key, value) => value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value));
        }
        db.close();
      }
      return out.join('\\n');
    }""")
    )


def test_another_person_on_the_phone_neither_sees_nor_sends_the_first_ones_work(worker: Phone, live: Live) -> None:
    page = worker.page
    live.make.run("update session set expires_at = now() - interval '1 hour'")
    file_sighting(page, "马小军登记的事")
    log_in(page, live, "li")
    page.goto(f"{live.url}/app/outbox")
    expect(page.get_by_text("没有要上传的。").first).to_be_visible()
    assert "马小军登记的事" not in everything_in_the_store(page)
    worker.go_to(NEIGHBOUR.x, NEIGHBOUR.y)
    file_sighting(page, "李娜登记的事")
    eventually(lambda: len(stored(live)) == 1, what="her own sighting")
    assert stored(live)[0][:2] == ("李娜登记的事", "li")
    log_in(page, live, "ma")
    eventually(lambda: len(stored(live)) == 2, what="his sighting")
    assert stored(live)[1][:2] == ("马小军登记的事", "ma")


def test_leaving_is_refused_while_something_is_unsent_and_leaves_nothing_to_read(worker: Phone, live: Live) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "还没传的事")
    page.goto(f"{live.url}/app/")
    page.get_by_role("button", name="我的设置").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("还有1条没上传。先上传或导出，再退出。")).to_be_visible()
    page.get_by_role("button", name="关闭").click()
    worker.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert "还没传的事" in everything_in_the_store(page)
    page.get_by_role("button", name="我的设置").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    eventually(
        lambda: live.make.run("select count(*) from session where expires_at > now()") == 0,
        what="the end of the session",
    )
    assert "还没传的事" not in everything_in_the_store(page)


def test_two_tabs_send_each_sighting_once(worker: Phone, live: Live) -> None:
    first, second = worker.page, worker.new_page()
    second.goto(f"{live.url}/app/")
    worker.lose_signal()
    for page, name in ((first, "甲"), (second, "乙"), (first, "丙")):
        file_sighting(page, name)
    first.goto(f"{live.url}/app/outbox")
    second.goto(f"{live.url}/app/outbox")
    expect(second.locator(".list .tag")).to_have_text(["待上传"] * 3)
    worker.find_signal()
    for page in (first, second):
        expect(page.locator(".list .tag")).to_have_text(["已上传"] * 3, timeout=30_000)
    assert [row[0] for row in stored(live)] == ["甲", "乙", "丙"]


def photos_on(page: Page) -> int:
    """How many photos the phone's store holds."""
    return everything_in_the_store(page).count('"type":"image/jpeg"')


def test_a_full_phone_says_so_and_keeps_what_it_had(phone: Phone, live: Live, tmp_path: Path) -> None:
    page = phone.page
    devtools = phone.context.new_cdp_session(page)
    # set before anything is stored: the browser remembers for a while how much was left
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": live.url, "quotaSize": 4_000_000})
    install(phone, live)
    phone.lose_signal()
    file_sighting(page, "先存下的", picture(tmp_path / "a.jpg", 1))
    page.goto(f"{live.url}/app/file")
    expect(page.get_by_text(re.compile("空间只剩[0-3]MB，先上传或导出再拍照。"))).to_be_visible()
    page.locator("#category label").first.click()
    page.fill("#text", "放不下的")
    told = page.get_by_text("空间不够，刚才的没有存下。先上传或导出，再试一次；先前存下的都在。")
    before = photos_on(page)
    for nth in range(1, 6):
        noise = tmp_path / f"noise{nth}.jpg"
        Image.effect_noise((2400, 1800), 100 + nth).convert("RGB").save(noise, "JPEG")
        page.locator("input[type=file]").last.set_input_files(noise)
        expect(page.locator(".photos img")).to_have_count(nth)
        eventually(lambda nth=nth: told.is_visible() or photos_on(page) == before + nth, what="an outcome")
        if told.is_visible():
            break
    expect(told).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    saved = page.get_by_role("heading", name="已存在手机里")
    page.get_by_role("button", name="保存", exact=True).click()
    # the browser is vague about its limit: it may let this one pass; what counts is that the phone says how it is
    eventually(lambda: told.is_visible() or saved.is_visible(), what="an outcome")
    if told.is_visible():
        assert not saved.is_visible()
        devtools.send("Storage.overrideQuotaForOrigin", {"origin": live.url})
        page.get_by_role("button", name="保存", exact=True).click()
    expect(saved).to_be_visible()
    assert photos_on(page) == before + nth
    phone.find_signal()
    page.goto(f"{live.url}/app/outbox")
    expect(page.locator(".sync b")).to_contain_text("全部已上传", timeout=30_000)
    eventually(lambda: [row[0] for row in stored(live)] == ["先存下的", "放不下的"], what="both")
    eventually(lambda: photos_missing(live) == 0, what="the photos")


def test_what_is_typed_outlives_a_kill(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    page.goto(f"{live.url}/app/file")
    page.fill("#text", "写到一半，电话来了")
    page.locator("input[type=file]").last.set_input_files(picture(tmp_path / "a.jpg", 3))
    expect(page.get_by_role("button", name="不要了，删去草稿")).to_be_visible()
    expect(page.locator(".photos img")).to_have_count(1)
    eventually(lambda: '"photos":[{' in everything_in_the_store(page), what="the draft with its photo")
    worker.kill()
    page = worker.open()
    page.goto(f"{live.url}/app/")
    page.get_by_role("link", name="写到一半，电话来了").click()
    expect(page.locator("#text")).to_have_value("写到一半，电话来了")
    expect(page.locator(".photos img")).to_have_count(1)


def test_items_can_be_edited_deleted_and_exported(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    worker.lose_signal()
    file_sighting(page, "要改的", picture(tmp_path / "a.jpg", 5))
    file_sighting(page, "要删的")
    page.goto(f"{live.url}/app/outbox")
    page.locator(".row", has_text="要删的").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没上传，删除后找不回来。")).to_be_visible()
    page.get_by_role("alertdialog").get_by_role("button", name="删除").click()
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".row", has_text="要改的").click()
    page.get_by_role("button", name="修改").click()
    page.fill("#text", "改好的")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="已存在手机里")).to_be_visible()
    page.goto(f"{live.url}/app/outbox")
    with page.expect_download() as caught:
        page.get_by_role("button", name="导出文件").click()
    data = json.loads(Path(caught.value.path()).read_text("utf-8"))
    assert data["format"] == "zhitong-queue"
    (item,) = data["items"]
    assert item["body"]["text"] == "改好的"
    shrunk = base64.b64decode(item["photos"][0]["base64"])
    assert b"secret-place" not in shrunk
    assert max(Image.open(io.BytesIO(shrunk)).size) == 1600
    worker.find_signal()
    expect(page.locator(".list .tag")).to_have_text(["已上传"])
    assert [row[0] for row in stored(live)] == ["改好的"]


def test_a_restored_server_gets_everything_again(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    file_sighting(page, "恢复之前", picture(tmp_path / "a.jpg", 7))
    eventually(lambda: len(stored(live)) == 1 and photos_missing(live) == 0, what="the first time")
    live.stop()
    live.make.run("alter table report disable trigger all")
    live.make.run("update installation set epoch = gen_random_uuid()")
    live.start()
    page.goto(f"{live.url}/app/outbox")
    with page.expect_response("**/api/sightings/batch") as again:
        page.reload()
    assert again.value.json()["items"][0]["status"] == 200
    expect(page.locator(".list .tag")).to_have_text(["已上传"])
    assert len(stored(live)) == 1


def test_a_wrong_clock_is_told(worker: Phone, live: Live) -> None:
    page = worker.page
    offset = 14 * 60 * 1000
    page.add_init_script(f"const real = Date.now; Date.now = () => real.call(Date) + {offset};")
    page.goto(f"{live.url}/app/")
    expect(page.get_by_text("手机时间快14分钟。两个时间都会记下，请校准。")).to_be_visible()


def test_the_settings_tell_how_safe_the_store_is(worker: Phone) -> None:
    page = worker.page
    page.get_by_role("button", name="我的设置").click()
    persisted = page.evaluate("navigator.storage.persisted()")
    told = page.locator("dialog .notice").first
    expect(told).to_contain_text("浏览器答应长期保存" if persisted else "浏览器没有答应长期保存")
    expect(told).to_have_class("notice ok" if persisted else "notice wait")
    expect(page.get_by_text("还可存")).to_be_visible()


def serious(page: Page) -> list[str]:
    """What axe finds on the page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]


LOOKS = {"light": ("", False), "contrast": ("", True), "largest text": ("care care-3", False)}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_clean_for_everybody(worker: Phone, live: Live, width: int) -> None:
    page = worker.page
    page.set_viewport_size({"width": width, "height": 800})
    worker.lose_signal()
    file_sighting(page, "三组路灯损坏，夜间有人摔倒")
    for look, (size, contrast) in LOOKS.items():
        kept = {"size": size, "contrast": contrast}
        page.evaluate("look => localStorage.setItem('zhitong-look', JSON.stringify(look))", kept)
        found = dict(walk(page, live))
        assert {name: what for name, what in found.items() if what} == {}, look


def walk(page: Page, live: Live) -> Iterator[tuple[str, list[str]]]:
    """Show every page and every sheet; yield what is wrong with each."""
    for name in ("", "tasks", "grid", "outbox", "file", "login"):
        page.goto(f"{live.url}/app/{name}")
        expect(page.locator("h1")).to_be_visible()
        if name == "grid":
            expect(page.locator(".map canvas")).to_be_visible()
        if name == "file":
            page.get_by_role("button", name="保存", exact=True).click()
            expect(page.get_by_text("处要改")).to_be_visible()
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        yield name, serious(page) + (["scrolls sideways"] if sideways else [])
    page.goto(f"{live.url}/app/")
    page.get_by_role("button", name="我的设置").click()
    yield "settings", serious(page)
    page.goto(f"{live.url}/app/outbox")
    page.locator(".row").click()
    yield "item", serious(page)


def test_the_app_is_installable_and_needs_nothing_from_outside(worker: Phone, live: Live) -> None:
    page = worker.page
    manifest = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json())")
    assert (manifest["start_url"], manifest["display"]) == ("/app/", "standalone")
    for icon in manifest["icons"]:
        size = page.evaluate(
            "src => fetch(src).then(r => r.blob()).then(createImageBitmap).then(b => `${b.width}x${b.height}`)",
            icon["src"],
        )
        assert size == icon["sizes"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("", "grid", "outbox", "file"):
        page.goto(f"{live.url}/app/{name}")
        expect(page.locator("h1")).to_be_visible()
    assert [url for url in asked if not url.startswith((live.url, "blob:", "data:"))] == []


@contextmanager
def next_version(live: Live) -> Iterator[None]:
    """Stand where the server stood, with the next build of the service worker."""
    dist = ROOT / "pwa/dist"
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            path = dist / (f"{name}/index.html" if name in {"app", "desk"} else name)
            body = path.read_bytes() if path.is_file() else b""
            body += b"// the next build" if name == "sw.js" else b""
            self.send_response(200 if body else 503)
            self.send_header("Content-Type", kinds.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(live, Handler):
        yield


def test_a_new_version_is_offered_and_leaves_the_queue_alone(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    live.stop()
    with next_version(live):
        file_sighting(page, "换版本之前", picture(tmp_path / "a.jpg", 2))
        page.goto(f"{live.url}/app/file")
        page.fill("#text", "写到一半")
        page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => 0)")
        expect(page.get_by_text("有新版本。草稿和待上传的都会留着。")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="现在换上").click()
        page.goto(f"{live.url}/app/outbox")
        expect(page.locator(".list .tag")).to_have_text(["待上传", "草稿"])
        assert page.get_by_text("有新版本").count() == 0
    live.start()
    page.reload()
    expect(page.locator(".list .tag")).to_have_text(["草稿", "已上传"], timeout=30_000)
    assert [row[0] for row in stored(live)] == ["换版本之前"]
    assert photos_missing(live) == 0
