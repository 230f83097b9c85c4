"""What kind of person somebody is: kept by the system administrator, found by it, shown to who chooses somebody."""

from __future__ import annotations

from tests.make import Maker

TOWN, FAR = "621124100", "522702100"
ELDER = {"kinds": ["mediator", "elder"], "speciality": "土地纠纷", "languages": ["临洮话", "东乡语"]}


def test_people_are_described_found_and_shown_to_their_colleagues(make: Maker) -> None:
    system = make.administrator("xitong", "system_administrator", "621124")
    security = make.administrator("anquan", "security_administrator", "621124")
    old = make.account("lao", ("collector", TOWN), name="李老")
    make.account("fan", ("collector", FAR), name="范远")
    make.run("update account set kinds = '{mediator}' where login = 'fan'")
    kept = system.put(f"/api/accounts/{old}/profile", json=ELDER)
    assert kept.status_code == 200, kept.get_data(as_text=True)
    said = [{"code": "mediator", "label": "调解员"}, {"code": "elder", "label": "五老人员"}]
    assert kept.get_json()["profile"] == ELDER | {"kinds": said}
    wrong = system.put(f"/api/accounts/{old}/profile", json=ELDER | {"kinds": ["king"]})
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "kinds.0")
    own = next(each["id"] for each in system.get("/api/accounts?q=xitong").get_json()["items"])
    assert security.put(f"/api/accounts/{old}/profile", json=ELDER).status_code == 403
    assert system.put(f"/api/accounts/{own}/profile", json=ELDER).status_code == 403, "nobody describes themself"

    def found(**query: str) -> list[str]:
        items = system.get("/api/accounts", query_string=query).get_json()["items"]
        return [each["login"] for each in items]

    assert found(kind="elder") == found(q="李") == found(q="LAO") == ["lao"]
    assert found(q="%") == found(kind="worthy") == found(role="liaison") == []
    assert found(role="collector") == ["lao"] and found(locked="1") == []
    make.run("update account set locked_at = now() where login = 'lao'")
    assert found(locked="1") == ["lao"]
    make.run("update account set locked_at = null")

    make.account("yang", ("liaison", TOWN))
    make.account("bu", ("liaison", "621124101"))
    known = make.login("yang").get("/api/people?kind=mediator").get_json()["items"]
    assert known == [{"name": "李老", **ELDER, "kinds": said}]
    assert make.login("bu").get("/api/people?kind=mediator").get_json()["items"] == []


def test_a_phone_is_kept_sealed_by_the_administrator_whose_matter_it_is(make: Maker) -> None:
    system = make.administrator("xitong", "system_administrator", "621124")
    security = make.administrator("anquan", "security_administrator", "621124")
    plain = make.account("lao", ("collector", TOWN))
    audit = make.account("shen", ("audit_administrator", "621124"))
    number = {"phone": "13912345678"}
    for who, account, status in (
        (system, plain, 204),
        (security, plain, 403),
        (system, audit, 403),
        (security, audit, 204),
    ):
        assert who.put(f"/api/accounts/{account}/phone", json=number).status_code == status
    assert make.run("select count(*) from account where phone_sealed is not null") == 2
    assert system.put(f"/api/accounts/{plain}/phone", json={"phone": "12"}).get_json()["field"] == "phone"
    assert system.put(f"/api/accounts/{plain}/phone", json={"phone": ""}).status_code == 204
    assert make.run("select count(*) from account where phone_sealed is not null") == 1
