"""A paper from a box on an article goes all its way by clicks: digested with another, reported, answered, handed over, counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.contracts.digest_writes import ITEM, filled
from tests.drafts import draft
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check
from tests.make import Browser, new_id

pytestmark = pytest.mark.browser
TOWN = "621124100"
PAPERS = ("物业费一年公示一次，贴在每个单元门口", "建议物业费每年公示一次，写清用在哪里")


def press(page: Page, name: str) -> None:
    """Press a button, the last of its name: an opened form stands in place of its button."""
    page.get_by_role("button", name=name, exact=True).last.click()


def typed(page: Page, words: str) -> None:
    """Type a paper on an article and count it."""
    press(page, "登记一条意见")
    form = page.locator("form").filter(has=page.get_by_label("原话"))
    form.get_by_label("来源").select_option("box")
    form.get_by_label("站点", exact=False).first.select_option(index=1)
    form.get_by_label("对哪一条").select_option(label="第二条")
    form.get_by_label("原话").fill(words)
    form.get_by_label("手机号").fill("13800138000")
    form.get_by_label("已告诉本人怎么用，本人同意").select_option("yes")
    press(page, "登记一条意见")
    expect(page.get_by_text("请交给本人").first).to_be_visible()
    row = page.get_by_role("row").filter(has_text=words)
    expect(row).to_be_visible()
    row.get_by_role("checkbox").check()
    press(page, "入库1条")
    expect(row).to_contain_text("已入库")


def approved(liaison: Browser, item: str) -> None:
    """Let an expert pass an item, the station select it and the leading group approve it."""
    ids = {"digest_id": item, "expert_id": new_id()}
    person = {
        "id": ids["expert_id"],
        "name": "周教授",
        "employer": "某校",
        "specialities": ["law"],
        "area": TOWN,
        "login": "",
    }
    steps = (
        ("/api/experts", person),
        (f"{ITEM}/experts", {"experts": [ids["expert_id"]], "due_on": "2099-01-01"}),
        (f"{ITEM}/verdict", {"verdict": "pass", "reasons": "写得清楚", "expert_id": ids["expert_id"]}),
        (f"{ITEM}/transitions", {"move": "propose", "words": ""}),
        (f"{ITEM}/transitions", {"move": "approve", "words": ""}),
    )
    for path, body in steps:
        version = liaison.get(f"/api/digest-items/{item}").get_json()["version"]
        answer = liaison.post(filled(path, ids), json=body, headers={"If-Match": f'"{version}"'})
        assert answer.status_code == 200, answer.text


def test_a_paper_from_a_box_is_digested_reported_answered_and_counted(desk: Desk, office: Live) -> None:
    make, law = office.make, draft(office.make)
    make.account("fagong", name="法工委")
    for login, kind in (("liaison", "leading_group"), ("fagong", "working_body")):
        make.run(
            "with b as (insert into body (code, name, kind, area_code) values (:kind, :kind, :kind, :area) returning id)"
            " insert into body_member (body_id, account_id, from_day) select b.id, a.id, china_today() from b, account a where a.login = :login",
            kind=kind, area=TOWN, login=login,
        )  # fmt: skip
    make.run(
        "insert into account_role (account_id, role, area_code, confirmed_at) select id, 'town_congress', :area, now() from account where login = 'liaison'",
        area=TOWN,
    )
    page = desk("liaison", "/opinions")
    for words in PAPERS:
        typed(page, words)
    page.goto(f"{office.url}/desk/digests/{law.id}")
    page.get_by_role("search").get_by_role("combobox").select_option(label="第二条：意见2条，未归入2条")
    page.get_by_text("意思相近的，供参考").click()
    expect(page.get_by_text("2条，都说到")).to_be_visible()
    press(page, "这几条写成一条")
    page.get_by_label("标题").fill("物业费每年公示")
    press(page, "这几条写成一条")
    expect(page.get_by_role("link", name="物业费每年公示")).to_be_visible()
    item = str(make.run("select id from digest_item"))
    approved(make.login("liaison"), item)
    page.reload()
    page.get_by_role("search").get_by_role("combobox").select_option(label="第二条：意见2条，未归入0条")
    press(page, "上报")
    page.get_by_label("报送").fill("省人大法工委")
    press(page, "上报")
    expect(page.get_by_text("审核同意、等上报的")).to_be_hidden()
    above = desk("fagong", f"/digests/items/{item}", width=360)
    press(above, "记下结果")
    above.get_by_label("结果").select_option("partly")
    press(above, "记下结果")
    expect(above.get_by_label("说明")).to_have_attribute("aria-invalid", "true")
    above.get_by_label("说明").fill("公示期限写进第二条，贴在哪里由地方定。")
    above.get_by_label("最终文本的哪一条").select_option(label="第二条")
    press(above, "记下结果")
    expect(above.get_by_text("部分采纳").first).to_be_visible()
    check(above, 360)
    page.goto(f"{office.url}/desk/digests/items/{item}")
    press(page, "逐一出反馈单")
    expect(page.get_by_role("button", name="已念给本人听")).to_have_count(2)
    page.goto(f"{office.url}/desk/unreached")
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name="已念给本人听"))
    expect(row).to_have_count(2)
    check(page, 1280)
    row.first.get_by_role("button", name="已念给本人听").click()
    page.get_by_role("dialog").get_by_role("button", name="已念给本人听").click()
    expect(row).to_have_count(1)
    row.get_by_role("link", name="F2").click()
    press(page, "已送到本人")
    page.get_by_role("dialog").get_by_role("button", name="已送到本人").click()
    expect(page.get_by_text("已送达").first).to_be_visible()
    page.goto(f"{office.url}/desk/digests/funnel")
    expect(page.get_by_role("figure", name="提出2条，上报2条，采纳2条")).to_contain_text("答复送达2")
