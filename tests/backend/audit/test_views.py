"""The record of an area over HTTP: its audit administrator's alone, page by page."""

from __future__ import annotations

import pytest

from tests.make import Browser, Maker

COUNTY, TOWN, NEXT, FAR = "621124", "621124100", "621124101", "522702100"


@pytest.fixture
def auditor(make: Maker) -> Browser:
    """The audit administrator of a county in which accounts of two townships were made, and one elsewhere."""
    browser = make.administrator("shenji", "audit_administrator", COUNTY)
    for login, area in (("one", TOWN), ("two", NEXT), ("far", FAR)):
        make.account(login, ("liaison", area))
    return browser


def areas(browser: Browser, query: str = "") -> list[str]:
    """Return the areas of the entries that a query shows."""
    answer = browser.get(f"/api/audit?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [each["area"] for each in answer.get_json()["items"]]


def test_only_the_own_areas_and_only_for_the_audit_administrator(make: Maker, auditor: Browser) -> None:
    assert set(areas(auditor)) == {COUNTY, TOWN, NEXT}
    assert set(areas(auditor, f"area={TOWN}")) == {TOWN}
    assert areas(auditor, f"area={FAR}") == []
    assert areas(auditor, "action=role.given") == [NEXT, TOWN, COUNTY], "the newest first"
    for role in ("system_administrator", "security_administrator"):
        assert make.administrator(role[:6], role, COUNTY).get("/api/audit").status_code == 403
    assert make.login("one").get("/api/audit").status_code == 403
    assert auditor.get("/api/accounts").status_code == 403
    assert auditor.get("/api/cases").get_json()["items"] == []


def test_pages_follow_each_other_without_gap(auditor: Browser) -> None:
    whole = [each["id"] for each in auditor.get("/api/audit").get_json()["items"]]
    paged, cursor = [], ""
    while cursor is not None:
        page = auditor.get(f"/api/audit?limit=2&cursor={cursor}").get_json()
        paged += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert paged == whole and len(whole) > 4
    for wrong in ("x", "WyJ4Il0", "WzBd", "W3RydWVd"):
        assert auditor.get(f"/api/audit?cursor={wrong}").get_json()["field"] == "cursor"


def test_an_entry_tells_who_did_what_and_no_name(auditor: Browser) -> None:
    entry = auditor.get(f"/api/audit?area={TOWN}&action=account.created").get_json()["items"][0]
    assert entry | {"id": 0, "at": "", "subject_id": ""} == {
        "id": 0, "at": "", "actor_id": None, "actor": "nobody", "action": "account.created", "subject_kind": "account",
        "subject_id": "", "area": TOWN, "fields": ["login", "name", "roles"],
    }  # fmt: skip


def test_entries_are_found_by_person_subject_and_day(make: Maker, auditor: Browser) -> None:
    account = make.run("select id from account where login = 'one'")

    def found(query: str) -> list[dict]:
        answer = auditor.get(f"/api/audit?{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return list(answer.get_json()["items"])

    about = found(f"subject_kind=account&subject_id={account}")
    assert about and {(each["subject_kind"], each["subject_id"]) for each in about} == {("account", str(account))}
    assert {each["action"].partition(".")[0] for each in found("action=role")} == {"role"}
    assert found("action=rol") == [] and found("actor=999999") == []
    day = make.run("select to_char(china_today(), 'YYYY-MM-DD')")
    assert found(f"from={day}&to={day}") and found("from=2001-01-01&to=2001-01-02") == []
    assert auditor.get("/api/audit?from=gestern").get_json()["field"] == "from"
