"""The demo holds what the source documents count, and the pages that tell it say the same numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from backend.demo import service
from backend.demo.domain import PASSWORD
from backend.settings import Settings
from tests.e2e.planted import planted
from tests.e2e.public import BEGIN as BEGIN_LISTS
from tests.e2e.public import walk
from tests.live import Live
from tests.make import Maker

# 004: 溧阳's deputies of the five levels, and the 议政代表 of its three streets.
LEVELS = {"national": 1, "province": 5, "city": 62, "county": 294, "town": 739, "street_council": 214}
HOMELESS = (
    "select count(*) from deputy d where code like 'DB-320481-%'"
    " and not exists (select from deputy_place p where p.deputy_id = d.id)"
)
HELD = "select count(*) from activity where state = 'held' and area_code = :area and type = :type and title like :title"
SUMS = (
    "select sum((numbers ->> 'enterprises')::int), sum((numbers ->> 'communities')::int), sum((numbers ->> 'problems')::int),"
    " sum((numbers ->> 'solved')::int) from activity where area_code = '320481'"
)
ASKED = (
    "select sum((numbers ->> 'opinions')::int) filter (where type = 'solicitation_meeting'),"
    " sum((numbers ->> 'questions')::int) filter (where type = 'face_to_face') from activity where area_code = '410700'"
)
NETWORKS = "select serves, count(*), count(distinct place) from informant group by 1 order by 1"
PROPOSALS = "select s.code, count(*) from proposal p join station s on s.id = p.station_id where s.area_code = '410700' group by 1 order by 1"
POINTS = (
    "select count(*) filter (where opened_on <= '2017-12-31'), count(*) filter (where opened_on <= '2020-12-31'), count(*)"
    " from station where kind = 'contact_point' and area_code = '410700'"
)
DISPUTES = ("neighbours", "land", "family", "relocation", "property", "labour")
RESOLVED = f"select count(*) from cases where area_code ^@ '522702' and state = 'closed' and category in {DISPUTES}"
# The books of 福泉 beside the records that they are read out of.
BOOKED = {
    "activities": "select count(*) from activity where area_code ^@ '522702' and state = 'held'",
    "disputes": "select count(*) from cases where area_code ^@ '522702' and joined_to is null",
    "opinions": "select count(*) from opinion where area_code ^@ '522702'",
    "feedback": "select count(*) from feedback_sheet where area_code ^@ '522702'",
}
# A station with reception days, one of many opinions, a draft that has been answered.
BEGIN = (
    "select '/stations/' || (select id from station where code = 'LT-100'), '/stations/' || (select id from station where code = 'FQ-002'),"
    " '/drafts/' || (select min(id::text) from solicitation where state in ('answered', 'archived'))"
)


@pytest.mark.browser
def test_the_counts_of_the_documents_come_out_of_the_demo_and_its_public_pages_are_clean(
    settings: Settings, make: Maker, chromium: Browser
) -> None:
    service.fill(settings)
    # 002: 福泉
    liaison = make.login("fuquan", password=PASSWORD)
    told = liaison.get("/api/digest-funnel?by=station")
    assert told.status_code == 200, told.get_data(as_text=True)
    whole = told.get_json()["total"]
    assert (whole["raised"], whole["reported"], whole["adopted"]) == (1028, 464, 70)
    assert make.run(HELD, area="522702", type="solicitation_meeting", title="立法意见征集会%") == 278
    assert make.run(HELD, area="522702", type="law_lecture", title="专家库%") == 110
    assert make.run(HELD, area="522702", type="law_lecture", title="法律宣传%") == 150
    assert make.run("select count(*) from expert where area_code = '522702'") == 38
    assert make.run("select count(*) from station where kind = 'workstation' and area_code ^@ '522702'") == 6
    assert make.run("select count(*) from body where kind = 'working_group' and area_code ^@ '522702'") == 7
    assert make.run(RESOLVED) == 260
    # and its books say the same as the records
    books = {book: liaison.get(f"/api/ledgers/{book}?from=2000-01-01").get_json()["rows"] for book in BOOKED}
    assert books == {book: make.run(count) for book, count in BOOKED.items()}
    of = [liaison.get(f"/api/ledgers/disputes?from=2000-01-01&category={kind}").get_json()["sums"] for kind in DISPUTES]
    assert sum(each["resolved"] for each in of) == 260, "read at 台账·矛盾纠纷台账"
    assert books["opinions"] >= 1028
    planted(make)
    held = liaison.get("/api/activity-figures?area=522702&since=2000-01-01").get_json()["items"]
    figures = {each["type"]: (each["held"], each["sums"]) for each in held}
    assert figures["solicitation_meeting"][0] == 278, "read at 活动·历年的活动"
    # 003: 新乡
    assert make.rows(POINTS) == [(6, 10, 18)]
    assert make.run("select count(*) from station where code ^@ 'XX-01-'") == 9
    assert make.run(HELD, area="410700", type="law_lecture", title="普法讲座%") == 6
    assert make.rows(ASKED) == [(20, 120)]
    assert [tuple(row) for row in make.rows(PROPOSALS)] == [("XX-01", 4), ("XX-02", 3)], "立法建议项目4件；2022年3件"
    assert [tuple(row) for row in make.rows(NETWORKS)] == [
        ("neighbourhood", 30, 9),
        ("unit", 13, 13),
        ("village", 19, 19),
    ]
    networks = make.login("xinxiang", password=PASSWORD).get("/api/informants").get_json()["items"]
    assert [each["people"] for each in networks] == [30, 32], "30人、9个小区；32人、19个村和13个单位"
    # 004: 溧阳
    counted = make.rows("select level, count(*) from deputy where code like 'DB-320481-%' group by level")
    assert dict(counted) == LEVELS
    visits = make.login("liyang", password=PASSWORD).get("/api/ledgers/visits?from=2000-01-01").get_json()["sums"]
    assert visits == {"enterprises": 140, "communities": 54, "problems": 269, "solved": 211}, "read at 台账·走访台账"
    assert make.run(HOMELESS) == 0, "all are in a group of a home station (全部编入)"
    assert make.rows(SUMS) == [(140, 54, 269, 211)]
    # every public page, for who reads on a phone and for who reads English
    begin = [str(address) for address in make.rows(BEGIN)[0]]
    site = Live(settings)
    try:
        site.start()
        assert walk(chromium, site.url, *begin, width=360, language="zh-CN") == ([], set())
        # in English and on a desk: fewer lists, and one page of each kind that they lead to
        assert walk(chromium, site.url, *begin, width=1280, language="en", begin=BEGIN_LISTS[::2])[0] == []
    finally:
        site.stop()
