"""System and security administrators at work: what each may do, to whom, and what waits for the other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.clock import today
from tests.make import PASSWORD, Browser, Maker

COUNTY, TOWN, FAR = "621124", "621124100", "522702100"
NEW = {"login": "ma", "name": "马小军", "roles": [{"role": "liaison", "area": TOWN}]}


@pytest.fixture
def system(make: Maker) -> Browser:
    """The system administrator of a county."""
    return make.administrator("guanli", "system_administrator", COUNTY)


@pytest.fixture
def security(make: Maker) -> Browser:
    """Its security administrator."""
    return make.administrator("anquan", "security_administrator", COUNTY)


def made(system: Browser, **change: object) -> dict:
    """Make an account; return it with its password."""
    answer = system.post("/api/accounts", json=NEW | change)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()


def test_an_account_is_made_with_a_password_for_one_login(make: Maker, system: Browser) -> None:
    account = made(system)
    assert [each["state"] for each in account["roles"]] == ["held"]
    browser = make.login("ma", account["password"])
    assert browser.get("/api/me").get_json()["needs"] == "password"
    assert browser.get("/api/cases").status_code == 403
    changed = browser.put("/api/me/password", json={"old": account["password"], "new": PASSWORD})
    assert changed.status_code == 204
    assert browser.get("/api/cases").status_code == 200
    again = system.post("/api/accounts", json=NEW)
    assert (again.status_code, again.get_json()["field"]) == (409, "login")
    elsewhere = system.post("/api/accounts", json=NEW | {"login": "hu", "roles": [{"role": "liaison", "area": FAR}]})
    assert (elsewhere.status_code, elsewhere.get_json()["field"]) == (422, "area")
    assert make.run("select count(*) from account where login = 'hu'") == 0


def test_the_list_shows_whoever_has_a_role_in_the_area_page_by_page(make: Maker, system: Browser) -> None:
    make.account("fan", ("liaison", FAR))
    for n in range(3):
        make.account(f"p{n}", ("liaison", TOWN))
    first = system.get("/api/accounts?limit=2").get_json()
    second = system.get(f"/api/accounts?limit=2&cursor={first['next']}").get_json()
    assert [each["login"] for each in first["items"] + second["items"]] == ["guanli", "p0", "p1", "p2"]
    assert second["next"] is None
    assert "password_hash" not in str(first) and make.login("p0").get("/api/accounts").status_code == 403


def test_a_role_is_given_for_a_term_once_and_ends_at_the_next_request(make: Maker, system: Browser) -> None:
    person = made(system)["id"]
    make.run("update account set password_once = false where login = 'ma'")
    make.run(
        "update account set password_hash = (select password_hash from account where login = 'guanli') where login = 'ma'"
    )
    browser = make.login("ma")
    until = str(today() + timedelta(days=30))
    wanted = {"role": "verifier", "area": COUNTY, "until": until}
    one, two = (system.post(f"/api/accounts/{person}/roles", json=wanted) for _ in range(2))
    assert one.status_code == two.status_code == 201 and one.get_json() == two.get_json()
    longer = system.post(f"/api/accounts/{person}/roles", json=wanted | {"until": None})
    assert (longer.status_code, longer.get_json()["field"]) == (409, "role")
    held = {each["role"]: each["until"] for each in browser.get("/api/me").get_json()["roles"]}
    assert held == {"liaison": None, "verifier": until}
    role = next(each["id"] for each in one.get_json()["roles"] if each["role"] == "verifier")
    for _ in range(2):
        ended = system.delete(f"/api/accounts/{person}/roles/{role}").get_json()
        assert {each["role"]: each["state"] for each in ended["roles"]} == {"liaison": "held", "verifier": "ended"}
    assert [each["role"] for each in browser.get("/api/me").get_json()["roles"]] == ["liaison"]
    told = make.rows("select action from audit_entry where area_code = :area order by id", area=COUNTY)
    assert [row[0] for row in told][-2:] == ["role.given", "role.ended"]


def test_a_privileged_role_counts_once_the_security_administrator_says_so(
    make: Maker, system: Browser, security: Browser
) -> None:
    account = made(system, roles=[{"role": "audit_administrator", "area": COUNTY}])
    person, role = account["id"], account["roles"][0]
    assert role["state"] == "waiting"
    path = f"/api/accounts/{person}/roles/{role['id']}/confirm"
    browser = make.login("ma", account["password"])
    assert browser.get("/api/me").get_json()["roles"] == []
    assert system.post(path).status_code == 403
    assert [security.post(path).get_json()["roles"][0]["state"] for _ in range(2)] == ["held", "held"]
    assert [each["role"] for each in browser.get("/api/me").get_json()["roles"]] == ["audit_administrator"]
    assert make.run("select count(*) from audit_entry where action = 'role.confirmed'") == 1
    both = system.post(f"/api/accounts/{person}/roles", json={"role": "security_administrator", "area": TOWN})
    assert (both.status_code, both.get_json()["field"]) == (409, "role")


def test_a_locked_account_is_out_until_it_is_opened(make: Maker, system: Browser, security: Browser) -> None:
    person = make.account("ma", ("liaison", TOWN))
    browser = make.login("ma")
    assert system.post(f"/api/accounts/{person}/lock").status_code == 403
    assert [security.post(f"/api/accounts/{person}/lock").get_json()["locked"] for _ in range(2)] == [True, True]
    assert browser.get("/api/me").status_code == 401
    body = {"account": "ma", "password": PASSWORD}
    assert make.app.test_client().post("/api/login", json=body).status_code == 401
    assert security.post(f"/api/accounts/{person}/unlock").get_json()["locked"] is False
    again = make.login("ma")
    assert browser.get("/api/me").status_code == 401, "what was ended stays ended"
    assert security.delete(f"/api/accounts/{person}/sessions").status_code == 204
    assert again.get("/api/me").status_code == 401


def test_passwords_are_reset_by_the_one_whose_matter_it_is(make: Maker, system: Browser, security: Browser) -> None:
    person = make.account("ma", ("liaison", TOWN))
    boss = make.run("select id from account where login = 'anquan'")
    browser = make.login("ma")
    assert security.post(f"/api/accounts/{person}/password-reset").status_code == 403
    assert system.post(f"/api/accounts/{boss}/password-reset").status_code == 403, "not into who watches over them"
    given = system.post(f"/api/accounts/{person}/password-reset").get_json()["password"]
    assert browser.get("/api/me").status_code == 401
    assert make.login("ma", given).get("/api/me").get_json()["needs"] == "password"
    shenji = make.account("shenji", ("audit_administrator", COUNTY))
    assert security.post(f"/api/accounts/{shenji}/password-reset").status_code == 200
    make.second_factor(person)
    assert security.delete(f"/api/accounts/{person}/second-factor").get_json()["second_factor"] is False
    assert security.delete(f"/api/accounts/{shenji}/second-factor").status_code == 403


def test_nobody_judges_themselves_or_who_also_belongs_elsewhere(
    make: Maker, system: Browser, security: Browser
) -> None:
    own = make.run("select id from account where login = 'anquan'")
    both = make.account("both", ("liaison", TOWN), ("liaison", FAR))
    beyond = make.account("fan", ("liaison", FAR))
    assert security.post(f"/api/accounts/{own}/lock").status_code == 403
    assert security.post(f"/api/accounts/{both}/lock").status_code == 403
    assert system.post(f"/api/accounts/{both}/password-reset").status_code == 403
    for path in (f"{beyond}/lock", "999999/lock"):
        assert security.post(f"/api/accounts/{path}").status_code == 404
    mine = make.run("select id from account where login = 'guanli'")
    assert system.post(f"/api/accounts/{mine}/roles", json={"role": "liaison", "area": TOWN}).status_code == 403
    assert make.run("select count(*) from account where locked_at is not null") == 0


def test_administrators_see_no_matter_of_anybody(make: Maker, system: Browser, security: Browser) -> None:
    make.counties()
    make.run(
        "insert into cases (id, number, state, category, area_code, station_id, hidden) select gen_random_uuid(), 'ZT-1',"
        " 'pending', 'other', :area, (select min(id) from station), false", area=f"{TOWN}001",
    )  # fmt: skip
    for browser in (system, security):
        assert browser.get("/api/cases").get_json()["items"] == []
        assert browser.get("/api/hotspots").status_code == 403
