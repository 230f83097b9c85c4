"""Every kind of activity, from its plan to what the public reads: steps shown, people signed in, figures summed, held, promised."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.activities.service.venues import COLUMNS, OPTIONAL, import_venues
from backend.clock import today
from backend.imports.domain import ImportRefused
from backend.imports.service import read_table
from tests.backend.attachments import pictures
from tests.make import Browser, Maker, new_id
from tests.scenarios.test_inquiry import LATER, TOWN, at, good, refused
from tests.story import Story, lon_lat, offices, people, sight, submit

# What the congress calls; the liaison of the station calls the rest.
OF_CONGRESS = {
    "inquiry", "council", "work_review", "special_inquiry", "special_report", "inspection", "research", "deputy_group", "duty_report",
    "joint_supervision", "department_oversight", "party_report", "enterprise_visit", "community_visit", "face_to_face",
}  # fmt: skip
# The rows of the requirements: kind, what its record must have, by the names of its steps.
SPECIAL = {
    "council": ["工作通报", "代表建议", "评议", "视察"],  # F09
    "work_review": ["评议调查", "测评", "整改承诺"],  # F10
    "special_inquiry": ["询问议题", "答复承诺"],
    "special_report": ["报告送达", "审议意见"],
    "inspection": ["视察方案", "视察报告"],
    "research": ["调研提纲", "调研报告"],
    "joint_supervision": ["镇人大、政协、纪委分工", "整改承诺", "监督结果"],  # F11
    "village_night": ["征集议题", "议事结果", "承诺事项", "结果公开"],  # F14
    "consultation": ["协商议题", "协商结果"],
    "face_to_face": ["公告", "当场承诺", "跟踪落实"],
    "enterprise_visit": ["走访记录", "问题交办", "回访反馈"],  # F17
    "community_visit": ["走访记录", "问题交办", "回访反馈"],
    "party_report": ["事前请示", "事中汇报", "事后报告"],  # F20
    "solicitation_meeting": ["草案送达", "到会签到", "会场照片"],  # E04
}
COUNTED = {"count": 7, "money": "100.50", "text": "王老师"}
HAN = re.compile("[\u3400-\u9fff]+")


class Walk:
    """One activity of a kind, from its plan to its end; each call must be allowed."""

    def __init__(self, story: Story, app: Flask, kind: dict[str, Any], given: dict[str, Any]) -> None:
        self.kind, self.given, self.visitor = kind, given, app.test_client()
        self.who: Browser = story.who("ren" if kind["type"] in OF_CONGRESS else "lian")
        sent = {"id": new_id(), "type": kind["type"], "title": f"Walk {kind['type']}", "area_code": TOWN}
        sent |= {"place": "Hall", "starts_at": at(9), "ends_at": at(11), "people": given["people"]}
        self.path = f"/api/activities/{good(self.who.post('/api/activities', json=sent))['id']}"

    def file(self) -> Any:
        return good(self.who.get(self.path))

    def hold(self, **numbers: object) -> Any:
        signed = {"number": "会议纪要〔2026〕7号", "signed_by": "陈主席"} if self.kind["numbered"] else {}
        tag = {"If-Match": f'"{self.file()["version"]}"'}
        return self.who.post(
            f"{self.path}/hold", json={"held_on": str(today()), "numbers": numbers} | signed, headers=tag
        )

    def code(self, use: str) -> str:
        return str(good(self.who.get(f"{self.path}/code?use={use}"))["url"].partition("/activities/")[2])

    def take(self, step: dict[str, str]) -> None:
        """Do a step as its kind has it shown."""
        what, note = step["takes"], {"id": new_id(), "step": step["key"]}
        if what == "people":
            page = self.visitor.post(f"/activities/{self.code('screen')}", data={"name": "王秀英", "unit": "三组"})
            assert "已签到" in page.text
            paper = [{"id": new_id(), "name": "赵老汉"}, {"id": new_id(), "name": "王秀英", "unit": "三组"}]
            assert len(good(self.who.post(f"{self.path}/attendance", json={"people": paper}))["items"]) == 2
        elif what == "agenda":
            tag = {"If-Match": f'"{self.file()["version"]}"'}
            good(self.who.post(f"{self.path}/agenda", json={"id": new_id(), "words": "停车怎么管"}, headers=tag))
        elif what == "promises":
            vow = {"id": new_id(), "text": "月底前办完", "body_id": self.given["body"], "due_on": LATER}
            good(self.who.post(f"{self.path}/commitments", json=vow))
        elif what == "scores":
            assert (
                self.visitor.post(f"/activities/{self.code('score')}", data={"verdict": "satisfied"}).status_code == 200
            )
        elif what == "photos":
            good(self.who.post(f"{self.path}/evidence", json=note | {"photos": [self.given["photo"]]}))
        elif what == "words":
            good(self.who.post(f"{self.path}/evidence", json=note | {"words": f"已经做了：{step['label']}"}))


@pytest.fixture
def given(make: Maker) -> tuple[Story, dict[str, Any]]:
    """The township, its offices, a photo of each convener's, and whom a kind needs."""
    people(make)
    story, ids = Story(make), offices(make)
    deputy = make.run(
        "insert into deputy (code, name, level, area_code) values ('D9', '马代表', 'town', '621124100') returning id"
    )
    photo = pictures.photo()
    digest = hashlib.sha256(photo).hexdigest()
    for login in ("lian", "ren"):
        answer = story.who(login).put(f"/api/attachments/{digest}", data=photo, content_type="image/jpeg")
        assert answer.status_code == 201
    return story, {"photo": digest, "body": int(ids["shui"]), "deputy": deputy}


def test_every_kind_from_its_plan_to_what_the_public_reads(app: Flask, given: tuple[Story, dict[str, Any]]) -> None:
    story, world = given
    kinds = good(story.who("ren").get("/api/activity-types"))["items"]
    english = {each["type"]: each for each in good(story.who("ren").get("/api/activity-types?lang=en"))["items"]}
    assert len(kinds) == 25 and kinds[0].keys() == english["council"].keys()
    for each in english.values():
        said = [each["label"], *(it["label"] for it in each["steps"]), *(it["label"] for it in each["fields"])]
        assert not HAN.search("".join(said)), said
    assert refused(story.who("zhang").post("/api/activities", json={
        "id": new_id(), "type": "council", "title": "会", "area_code": TOWN}))[0] in {403, 422}  # fmt: skip
    walks: dict[str, Walk] = {}
    # A reception day is published with its slots: tests/scenarios/test_receptions.py.
    kinds = [each for each in kinds if each["type"] != "reception"]
    for kind in kinds:
        steps = [each["label"] for each in kind["steps"]]
        assert [each for each in steps if each in SPECIAL.get(kind["type"], [])] == SPECIAL.get(kind["type"], [])
        parts = {"leader": {"name": "镇长"}, "deputy": {"deputy_id": world["deputy"]}}
        there = [{"part": part} | parts[part] for part in kind["needs"] if part in parts]
        walk = walks[kind["type"]] = Walk(story, app, kind, world | {"people": there})
        if kind["needs"] and kind["type"] != "face_to_face":
            assert refused(walk.hold())[1:] == ("held_on", "not_ready"), kind["type"]
        # Words are noted alike everywhere: of kinds without a row of their own only what is needed.
        known, plain = kind["type"] in SPECIAL, {each["key"] for each in kind["steps"] if each["takes"] == "words"}
        for step in kind["steps"]:
            if known or step["key"] in kind["needs"] or step["takes"] != "words":
                walk.take(step)
        numbers = {each["key"]: COUNTED[each["kind"]] for each in kind["fields"]}
        if kind["type"] == "enterprise_visit":
            assert refused(walk.hold(**numbers | {"solved": 8}))[1] == "numbers.solved", (
                "269题 of which 211解, never more"
            )
        ended = good(walk.hold(**numbers))
        done = {each["key"] for each in kind["steps"]} - (set() if known else plain - set(kind["needs"]))
        assert (ended["state"], set(ended["done"])) == ("held", done), kind["type"]
        assert ended["public"] == kind["open"]

    figures = {each["type"]: each for each in good(story.who("ren").get(f"/api/activity-figures?area={TOWN}"))["items"]}
    assert list(figures) == [each["type"] for each in kinds]
    for kind in kinds:
        figure, signs = figures[kind["type"]], any(each["takes"] == "people" for each in kind["steps"])
        sums = {each["key"]: Decimal(COUNTED[each["kind"]]) for each in kind["fields"] if each["kind"] != "text"}
        assert (figure["held"], figure["attended"]) == (1, 2 * signs)
        assert {key: Decimal(value) for key, value in figure["sums"].items()} == sums
    everybody_reads_what_is_open(app, walks)


def everybody_reads_what_is_open(app: Flask, walks: dict[str, Walk]) -> None:
    """The list and each page: what is public and only that; in English only what people gave is Chinese."""
    visitor = app.test_client()
    listed = visitor.get("/activities?lang=en").text
    assert {kind for kind in walks if f"Walk {kind}<" in listed} == set(walks) - {
        "joint_meeting",
        "party_report",
        "mentoring",
    }
    names = ("洮阳镇", "县水务局", "月底前办完", "王老师", "马代表", "临洮县")
    for kind, walk in walks.items():
        page = visitor.get(f"{walk.path.removeprefix('/api')}?lang=en")
        if not walk.kind["open"]:
            assert page.status_code == 404, kind
            continue
        text = re.sub(r"<(nav|header|footer)\b.*?</\1>", "", page.text, flags=re.DOTALL)
        main = text[text.index("<main") : text.index("</main")]
        for name in names:
            main = main.replace(name, "")
        assert not HAN.search(main), (kind, HAN.findall(main))
    told = app.test_client().get(walks["joint_supervision"].path.removeprefix("/api")).text
    assert all(each in told for each in ("月底前办完", "县水务局", "镇人大、政协、纪委分工", "整改问题"))


def test_what_a_kind_needs_is_there_before_it_counts_as_held(app: Flask, given: tuple[Story, dict[str, Any]]) -> None:
    story, world = given
    kinds = {each["type"]: each for each in good(story.who("ren").get("/api/activity-types"))["items"]}
    leader, deputy = {"part": "leader", "name": "镇长"}, {"part": "deputy", "deputy_id": world["deputy"]}
    facing = Walk(story, app, kinds["face_to_face"], world | {"people": [leader]})
    answer = facing.hold()
    assert refused(answer) == (409, "held_on", "not_ready") and "参加的代表" in answer.get_json()["title"]
    tag = {"If-Match": f'"{facing.file()["version"]}"'}
    good(facing.who.patch(facing.path, json={"people": [leader, deputy]}, headers=tag))
    good(facing.hold(questions=5))
    report = Walk(story, app, kinds["party_report"], world | {"people": []})
    for step, word in zip(kinds["party_report"]["steps"], ("事前请示", "事中汇报"), strict=False):
        assert word in report.hold().get_json()["title"], "asked before, reported meanwhile, and only then over"
        assert step["label"] == word
        report.take(step)
    good(report.hold())
    tag = {"If-Match": f'"{report.file()["version"]}"'}
    good(report.who.patch(report.path, json={"public": True}, headers=tag))
    assert app.test_client().get(report.path.removeprefix("/api")).status_code == 200, "when somebody says so"


VENUES = """code,kind,name,area_code,lon,lat,address,holds,opening_hours,note,closed_on
V1,law_corridor,江边法治长廊,621124100001,{lon},{lat},文峰社区,展板二十块,全天,演示,
V2,law_park,旧公园,621124100,,,,,,,2020-01-01
"""


def test_a_venue_of_law_is_imported_shown_and_met_at(
    app: Flask, make: Maker, given: tuple[Story, dict[str, Any]], tmp_path: Path
) -> None:
    story, file = given[0], tmp_path / "venues.csv"

    def imported(text: str) -> tuple[int, int]:
        file.write_text(text, encoding="utf-8")
        with make.owner.transaction() as session:
            counts = import_venues(session, read_table(file, COLUMNS, OPTIONAL), "wgs84").counts
            return counts["added"], counts["changed"]

    lon, lat = lon_lat()
    text = VENUES.format(lon=lon, lat=lat)
    assert imported(text) == (2, 0)
    assert imported(text.replace("二十块", "三十块")) == (0, 1)
    for wrong in ("law_corridor,a_square", "V2,V1", "621124100001,621124999", f"{lat},x", "2020-01-01,soon"):
        with pytest.raises(ImportRefused):
            imported(text.replace(*wrong.split(",")))
    (one,) = good(story.who("lian").get(f"/api/venues?area={TOWN}"))["items"]
    assert (one["kind_label"], one["holds"], one["area_name"]) == ("法治宣传长廊", "展板三十块", "文峰社区")
    page = app.test_client().get(f"/venues/?area={TOWN}").text
    assert "江边法治长廊" in page and "展板三十块" in page and "旧公园" not in page
    assert "旧公园" not in app.test_client().get("/venues/").text
    assert app.test_client().get("/venues/?area=1").status_code == 404
    lecture = {"id": new_id(), "type": "law_lecture", "title": "长廊夜话", "area_code": TOWN, "starts_at": at(19)}
    lian = story.who("lian")
    assert refused(lian.post("/api/activities", json=lecture | {"venue_id": 10**9}))[:2] == (422, "venue_id")
    there = good(lian.post("/api/activities", json=lecture | {"venue_id": one["id"]}))
    assert (there["place"], there["venue_id"], there["public"]) == ("江边法治长廊", one["id"], True)
    assert (round(there["lon"], 6), round(there["lat"], 6)) == (round(lon, 6), round(lat, 6)) and there["cell_name"]


def test_a_lecture_goes_by_what_the_place_asks_and_a_topic_has_its_page(
    app: Flask, make: Maker, given: tuple[Story, dict[str, Any]]
) -> None:
    story, lian = given[0], given[0].who("lian")
    for _ in range(4):
        submit(app, category="property", text="物业收了费不修电梯")
    sight(story.who("wang"), category="property", text="家里的事，外人不好说", hidden=True)
    asks = f"/api/fitting?area={TOWN}"
    assert good(lian.get(asks))["topics"] == [], "four are too few to be named, and what is hidden is not counted"
    submit(app, category="property", text="物业收了费不修路灯")
    body = {"id": new_id(), "kind": "case", "category": "property", "title": "物业费怎么算", "area": TOWN, "cases": []}
    body |= {
        "body": "某小区的住户和物业公司为公共收益争执，调解员请双方对账，公示后各自认可。",
        "audiences": ["老年人"],
    }
    wrong = lian.post("/api/stories", json=body | {"audiences": ["外星人"]})
    assert refused(wrong)[:2] == (422, "audiences.0")
    assert lian.post("/api/stories", json=body).status_code == 201
    tag = {"If-Match": '"1"'}
    assert (
        story.who("ren").post(f"/api/stories/{body['id']}/transitions", json={"to": "public"}, headers=tag).status_code
        == 200
    )
    label = good(lian.get(asks))["topics"][0]["label"]
    lecture = {
        "id": new_id(),
        "type": "law_lecture",
        "title": "物业课",
        "area_code": TOWN,
        "place": "镇文化广场",
        "starts_at": at(19, 3),
    }
    good(lian.post("/api/activities", json=lecture | {"tags": [label, "老年人", "移风易俗"]}))
    (found,) = good(lian.get(asks))["topics"]
    assert (found["cases"], [it["title"] for it in found["stories"]], [it["title"] for it in found["lectures"]]) == (
        5, ["物业费怎么算"], ["物业课"])  # fmt: skip
    assert story.who("wang").get(asks).status_code == 403
    assert good(story.who("bali").get(asks))["topics"] == [], "the neighbours read no cases here"

    visitor = app.test_client()
    pages = {name: visitor.get(f"/topics/{name}").text for name in ("老年人", "移风易俗", label)}
    assert [name for name, page in pages.items() if "物业课" not in page] == [], pages
    assert (
        "物业费怎么算" in pages["老年人"] and "物业费怎么算" in pages[label] and "物业费怎么算" not in pages["移风易俗"]
    )
    assert "丧事简办" in pages["移风易俗"]
    assert "1场活动，1篇故事" in visitor.get("/topics/").text
    station = make.run("select min(id) from station where area_code ^@ '621124'")
    assert "/topics/%E8%80%81%E5%B9%B4%E4%BA%BA?area=621124" in visitor.get(f"/stations/{station}").text
    assert visitor.get("/topics/没有人说过").status_code == 404
    assert "New customs" in visitor.get("/topics/移风易俗?lang=en").text


def test_a_fund_keeps_its_balance(app: Flask, make: Maker, given: tuple[Story, dict[str, Any]]) -> None:
    lian, day = given[0].who("lian"), today()
    body = {
        "area_code": TOWN,
        "fund": "助学基金",
        "day": str(day - timedelta(days=2)),
        "way": "in",
        "purpose": "企业捐赠",
    }

    def entered(**more: str) -> Any:
        return lian.post("/api/fund-entries", json=body | {"id": new_id(), "amount": "50000"} | more)

    first = {"id": new_id()}
    answers = [entered(**first) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201] and answers[0].data == answers[1].data, (
        "once, sent twice"
    )
    assert refused(entered(**first, purpose="别的"))[1:] == ("id", "id_taken")
    assert (
        entered(way="out", amount="32000.50", day=str(day), purpose="资助十六名学生", party="镇中心小学").status_code
        == 201
    )
    for wrong, told in (
        ({"way": "out", "amount": "18000"}, (422, "day")), ({"way": "out", "amount": "18000", "day": str(day)}, (409, "amount")),
        ({"day": str(day + timedelta(days=1))}, (422, "day")), ({"amount": "-1"}, (422, "amount")), ({"amount": "0"}, (422, "amount")),
        ({"amount": "1e5"}, (422, "amount")), ({"fund": "x"}, (422, "fund")), ({"way": "lost"}, (422, "way")), ({"area_code": "621124101"}, (403, None)),
    ):  # fmt: skip
        assert refused(entered(**wrong))[:2] == told, wrong
    (fund,) = good(lian.get(f"/api/funds?area={TOWN}"))["items"]
    assert [fund[name] for name in ("received", "paid", "balance", "entries")] == [
        "50000.00",
        "32000.50",
        "17999.50",
        2,
    ]
    rows = good(given[0].who("ren").get(f"/api/fund-entries?area={TOWN}&fund=助学基金"))["items"]
    assert [(each["way"], each["balance"]) for each in rows] == [("out", "17999.50"), ("in", "50000.00")]
    assert good(lian.get(f"/api/fund-entries?area={TOWN}&fund=助学基金&before=2"))["items"] == rows[1:]
    assert good(given[0].who("bali").get(f"/api/funds?area={TOWN}"))["items"] == []
    assert (
        given[0].who("zhang").post("/api/fund-entries", json=body | {"id": new_id(), "amount": "1"}).status_code == 403
    )
    with pytest.raises(DBAPIError):
        make.run("update fund_entry set amount = 1 where nth = 1")
    with pytest.raises(DBAPIError):
        make.run("insert into fund_entry (id, area_code, fund, nth, day, way, amount, balance, purpose, noted_by, noted_name)"
                 " select gen_random_uuid(), area_code, fund, 3, day, 'in', 1, 99999, purpose, noted_by, noted_name from fund_entry where nth = 2")  # fmt: skip
