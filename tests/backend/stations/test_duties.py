"""岗位责任清单: written by the town's congress for its area, version by version; the nearest area's words hold."""

from __future__ import annotations

from typing import Any

from tests.make import Browser, Maker, new_id

COUNTY, TOWN, VILLAGE, NEXT = "621124", "621124100", "621124100001", "621124101"
WORDS = "一、每月走访；二、三日内转交；三、回访满意度"


def write(who: Browser, area: str = TOWN, post: str = "liaison", text: str = WORDS, after: int = 0, **more: Any) -> Any:
    """Send a version."""
    return who.post(
        "/api/duties", json={"id": new_id(), "area": area, "post": post, "text": text, "after": after} | more
    )


def at(who: Browser, area: str) -> dict[str, tuple[str, int, str]]:
    """Return what holds at an area, by post: whose words, which version, the words."""
    items = who.get(f"/api/duties?area={area}").get_json()["items"]
    return {each["post"]: (each["area"], each["version"], each["text"]) for each in items}


def test_duties_are_written_by_version_and_the_nearest_words_hold(make: Maker) -> None:
    make.counties()
    for login, role in {"xian": COUNTY, "zhen": TOWN}.items():
        make.account(login, ("town_congress", role), name=login)
    make.account("yang", ("liaison", TOWN))
    xian, zhen, yang = make.login("xian"), make.login("zhen"), make.login("yang")
    assert write(xian, COUNTY).status_code == 200
    assert write(xian, COUNTY, "counsel", "每季度坐班一次，审核协议").status_code == 200
    assert at(yang, VILLAGE)["liaison"] == (COUNTY, 1, WORDS)
    same = new_id()
    first = write(zhen, text="本镇：每周走访一次", id=same)
    assert first.get_json() == write(zhen, text="本镇：每周走访一次", id=same).get_json(), "may be repeated"
    assert at(yang, VILLAGE) == {
        "liaison": (TOWN, 1, "本镇：每周走访一次"),
        "counsel": (COUNTY, 1, "每季度坐班一次，审核协议"),
    }
    assert at(yang, NEXT)["liaison"][0] == COUNTY
    assert write(zhen, text="本镇：每周走访两次", after=1).status_code == 200
    late = write(zhen, text="别的写法的清单", after=1)
    assert (late.status_code, late.get_json()["field"]) == (409, "after")
    assert at(yang, TOWN)["liaison"][1:] == (2, "本镇：每周走访两次")
    kept = yang.get(f"/api/duties/versions?area={TOWN}&post=liaison").get_json()["items"]
    assert [(each["version"], each["written_name"]) for each in kept] == [(2, "zhen"), (1, "zhen")], "the old one stays"
    for who, area, status in ((yang, TOWN, 403), (zhen, COUNTY, 403), (zhen, NEXT, 403), (zhen, "621124100999", 422)):
        assert write(who, area).status_code == status
    wrong = write(zhen, text="短")
    assert (wrong.status_code, wrong.get_json()["field"]) == (422, "text")
    assert make.run("select count(*) from audit_entry where action = 'duties.written'") == 4

    stations = yang.get(f"/api/stations?area={TOWN}").get_json()["items"]
    assert stations and all(TOWN.startswith(each["area"]) or each["area"].startswith(TOWN) for each in stations)
    assert stations[0]["kind_label"]


def test_bodies_show_their_people_and_what_each_does(make: Maker) -> None:
    make.counties()
    make.account("zhao", name="赵书记")
    make.account("qian", name="钱主任")
    make.account("yang", ("liaison", TOWN))
    body = make.run(
        "insert into body (code, name, kind, area_code, duties) values ('LG', '立法联系点工作领导小组', 'leading_group', '621124', '统筹') returning id"
    )
    for login, duty, until in (("zhao", "组长", None), ("qian", "成员", None), ("yang", "前成员", "2020-01-02")):
        make.run(
            "insert into body_member (body_id, account_id, from_day, until_day, duty)"
            " select :body, id, '2020-01-01', cast(:until as date), :duty from account where login = :login",
            body=body, login=login, duty=duty, until=until,
        )  # fmt: skip
    yang = make.login("yang")
    (group,) = yang.get(f"/api/bodies?area={TOWN}&kind=leading_group&members=1").get_json()["items"]
    assert (group["name"], group["kind_label"], group["duties"]) == ("立法联系点工作领导小组", "领导小组", "统筹")
    assert {(each["name"], each["duty"]) for each in group["members"]} == {("赵书记", "组长"), ("钱主任", "成员")}
    (bare,) = yang.get(f"/api/bodies?area={TOWN}&kind=leading_group").get_json()["items"]
    assert "members" not in bare
