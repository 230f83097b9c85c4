"""People of real offices by clicks: a deputy on a phone, and three administrators at the desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import story
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check

pytestmark = pytest.mark.browser
PHONE = 360


def test_a_deputy_passes_on_and_answers_on_a_phone(desk: Desk, office: Live) -> None:
    make = office.make
    code = story.deputy_code(make, make.account("ma", ("deputy", "621124100"), name="马代表"))
    app = make.app
    land = story.submit(app, code=code)
    story.submit(app, code=code, category="traffic")
    page = desk("ma", width=PHONE)
    expect(page.locator("a.case")).to_have_count(2)
    check(page, PHONE)
    page.locator("a.case", has_text=land["number"]).click()
    page.get_by_role("button", name="转交", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="转交", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("转交给谁")
    check(page, PHONE)
    dialog.get_by_label("转交给谁").select_option(label="站点")
    dialog.get_by_label("转交说明（反映人也看得到）").fill("水渠归水管所管，请站点协调")
    dialog.get_by_role("button", name="转交", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="经过")).to_contain_text("水渠归水管所管")
    expect(page.get_by_text("人大转办、督办，不办结")).to_be_visible()
    check(page, PHONE)
    page.get_by_role("link", name="收件箱").click()
    expect(page.locator("a.case")).to_have_count(1)
