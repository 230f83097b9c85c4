"""Moving house: the phone of a worker who got another area keeps nothing of the old one, and everything of their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.draw import middle
from tests.e2e.conftest import Live
from tests.e2e.field import OWN, everything_in_the_store, file_sighting, log_in, stored
from tests.e2e.office import sighting
from tests.e2e.phone import Phone

pytestmark = pytest.mark.browser
# Addresses of data in the caches of the page and of the service worker.
CACHED = """async () => {
  const out = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) out.push(new URL(url).pathname);
  return out.filter(path => !path.startsWith('/assets/') && !path.match(/^[/](app|desk)[/]$/));
}"""
PERSON = "(select id from account where login = 'ma')"


def give(live: Live, area: str | None) -> None:
    """End at once what 马小军 holds and give the same role in `area`, if any."""
    live.make.run(f"update account_role set until_day = from_day - 1 where account_id = {PERSON}")
    live.make.run(f"delete from cell_worker where account_id = {PERSON}")
    if area:
        live.make.run(
            f"insert into account_role (account_id, role, area_code) values ({PERSON}, 'grid_worker', :area)", area=area
        )


def file_without_signal(phone: Phone, text: str) -> None:
    phone.lose_signal()
    file_sighting(phone.page, text)


def test_a_move_wipes_the_old_area_and_the_end_of_the_term_the_new_one_but_never_the_queue(
    phone: Phone, live: Live
) -> None:
    live.make.counties()
    live.make.account("ma", ("grid_worker", "621124100"), name="马小军", cells=("621124100001001",))
    live.make.account("li", ("grid_worker", "621124100"), name="李娜")
    number = live.make.login("li").post("/api/sightings", json=sighting(0, "别人登记的")).get_json()["number"]
    phone.go_to(OWN.x, OWN.y)
    page = phone.page
    log_in(page, live, "ma")
    page.evaluate("navigator.serviceWorker.ready.then(r => r.active.state)")
    file_sighting(page, "搬走前传的")
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    old = (number, "621124100002001", "东街", "洮阳镇")
    held = everything_in_the_store(page)
    assert [word for word in old if word not in held] == []

    file_without_signal(phone, "搬走时没传的")
    give(live, "621124101")
    phone.find_signal()
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    page.goto(f"{live.url}/app/")
    expect(page.locator("header .sub")).to_contain_text("王家磨")
    held = everything_in_the_store(page)
    assert [word for word in old if word in held] == []
    assert page.evaluate(CACHED) == []
    assert [text for text, *_ in stored(live)] == ["别人登记的", "搬走前传的", "搬走时没传的"]
    assert all(text in held for text in ("搬走前传的", "搬走时没传的"))

    phone.go_to(*middle(2, 0).coords[0])
    file_without_signal(phone, "任期最后一天的")
    give(live, None)
    phone.find_signal()
    expect(page.locator(".sync b")).to_have_text("没有外勤岗位，1条留在手机里")
    held = everything_in_the_store(page)
    assert "FeatureCollection" not in held
    assert "任期最后一天的" in held
    give(live, "621124101")
    send(page)
    expect(page.locator(".sync b")).to_contain_text("全部已上传")
    assert [text for text, *_ in stored(live)][3:] == ["任期最后一天的"]


def send(page: Page) -> None:
    page.get_by_role("status").get_by_role("link").click()
    page.get_by_role("button", name="现在上传").click()
