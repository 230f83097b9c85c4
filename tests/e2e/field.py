"""What every story of the worker's phone does: install, log in, take a photo, file, look what has arrived."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Page, expect

from tests.draw import middle
from tests.e2e.phone import Phone
from tests.make import PASSWORD

if TYPE_CHECKING:  # conftest takes `install` from here
    from tests.e2e.conftest import Live

OWN, NEIGHBOUR = middle(0, 0), middle(1, 0)
EXPIRED = "登录已过期。登记都在手机里，重新登录后自动上传。"


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


def begin(page: Page, live: Live, text: str) -> None:
    """Begin a sighting where the phone is and do not save it."""
    page.goto(f"{live.url}/app/file")
    page.locator("#category label").first.click()
    page.fill("#text", text)
    expect(page.locator(".placeline b")).to_be_visible()


def open_edit(page: Page, live: Live, text: str) -> None:
    """Open the form of what was filed, from the outbox."""
    page.goto(f"{live.url}/app/outbox")
    page.locator(".row", has_text=text).first.click()
    page.get_by_role("button", name="修改").click()
    expect(page.locator("#text")).to_be_visible()


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


def photos_on(page: Page) -> int:
    """How many photos the phone's store holds."""
    return everything_in_the_store(page).count('"type":"image/jpeg"')
