"""The head's map: from a colour to its words, through time, beside another period, into a cell and its cases, onto paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from backend.grid.service import refresh_neighbours, refresh_outlines
from tests.draw import draw
from tests.e2e.conftest import Live
from tests.e2e.office import Desk, check
from tests.eventually import eventually

pytestmark = pytest.mark.browser
DARK, SECOND, BLANK = (0x54, 0x27, 0x8F), (0x75, 0x6B, 0xB1), (0xC2, 0x57, 0x0C)
HOT, LESS, SAME = (0xB2, 0x18, 0x2B), (0x01, 0x85, 0x71), (0xF5, 0xF5, 0xF5)
GROUND = (0xE9, 0xEC, 0xEC)
# Below the two cells of the office: H has six reports each, in the last days; C had eight each, four months ago.
FIELD = """
......
HHH...
HHH...
HHH...
.....C
.....C
"""
STORE = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select u.id, cast(u.id as text), 'sighting', a.id, u.area_code, u.cell_id, s.id, 'land', 'door', false, u.at, u.at, sha256(cast(cast(u.id as text) as bytea)), '{}'
from (select gen_random_uuid() as id, c.id as cell_id, c.area_code, now() - cast(:ago as interval) as at
  from grid_cell c cross join generate_series(1, :n) where c.code = any (:codes)) u
join station s on s.code = 'LT-WF' join account a on a.login = 'worker' returning 1
"""


# 3,100 cells below those of the office, too many for a small map: the western half 洮阳镇's, the eastern 八里铺镇's.
WIDE = """
with e as (insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)
  values ('621124', '大片', '2026-01-02', true, 'drawn', 'EPSG:4326') returning id)
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select e.id, 'W' || n, '大片' || n || '格', case when n % 62 < 31 then '621124100001' else '621124101001' end, 1, '2026-01-02',
  st_multi(st_makeenvelope(103.80 + n % 62 * 0.01, 35.38 - n / 62 * 0.01, 103.81 + n % 62 * 0.01, 35.39 - n / 62 * 0.01, 4326))
from e cross join generate_series(0, 3099) n returning 1
"""
# How many reports the table has of each township.
SUMS = """() => Object.entries(Object.groupBy([...document.querySelectorAll("table.rows tbody tr")], (row) => row.children[1].textContent))
  .map(([town, rows]) => [town, rows.reduce((sum, row) => sum + Number(row.querySelector("[data-name=件]").textContent), 0)])"""


@pytest.fixture
def field(office: Live) -> Live:
    """The office with thirty more cells: nine with many reports now, two with many before, and nothing in the others."""
    make = office.make
    edition = make.run("select max(edition_id) from grid_cell where code like '621124%'")
    found: dict[str, list[str]] = {"H": [], "C": [], ".": []}
    for row, line in enumerate(FIELD.strip().splitlines()):
        for column, letter in enumerate(line if row else ""):
            code = f"621124100001{100 + row * 10 + column}"
            shape = draw(("......\n" * row) + "." * column + "X")["X"]
            make.cell(edition, code, f"文峰社区{row}排{column + 1}格", "621124100001", shape)
            found[letter].append(code)
    with make.owner.transaction() as session:
        refresh_neighbours(session)
        refresh_outlines(session)
    make.run(STORE, codes=found["H"], n=6, ago="3 days")
    make.run(STORE, codes=found["C"], n=8, ago="120 days")
    return office


def picture(page: Page | Locator) -> Image.Image:
    """What the map shows, once it has nothing left to draw."""
    expect(page.locator(".canvas[data-ready]")).to_be_attached()
    return Image.open(io.BytesIO(page.locator(".canvas").screenshot())).convert("RGB")


def spot(shown: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int] | None:
    """The middle one of the map's pixels that have exactly this colour."""
    found = [at for at, seen in enumerate(shown.get_flattened_data()) if seen == colour]
    row, column = divmod(found[len(found) // 2], shown.width) if found else (0, 0)
    return (column, row) if found else None


def town(pane: Locator) -> tuple[float, float]:
    """Return where in its map the name of the township stands."""
    map_, name = (pane.locator(each).bounding_box() for each in (".canvas", ".town"))
    assert map_
    assert name
    return round(name["x"] - map_["x"]), round(name["y"] - map_["y"])


def test_the_head_reads_what_is_more_than_chance_goes_through_time_and_compares(
    desk: Desk, field: Live, tmp_path: Path
) -> None:
    page = desk("head", "/map")
    picture(page)
    page.get_by_role("button", name="热点", exact=True).click()
    legend = page.locator(".legend")
    expect(legend.get_by_role("heading")).to_have_text("热点与冷点（Gi*）")
    expect(legend).to_contain_text("99%：若全凭偶然，这么高的不到1%")
    expect(legend).to_contain_text(re.compile(r"粗线内：校正后仍显著（FDR 5%），\d+格"))
    first = legend.get_by_role("listitem").first
    expect(first).to_contain_text("▲▲▲热点99%")
    hot = int(first.locator(".n").inner_text().split()[0].removesuffix("个网格"))
    assert hot >= 4
    eventually(lambda: spot(picture(page), HOT), what="the hot cells are red")
    check(page, 1280)

    with page.expect_download() as got:
        page.get_by_role("button", name="下载图片").click()
    got.value.save_as(tmp_path / "map.png")
    sheet = Image.open(tmp_path / "map.png").convert("RGB")
    assert sheet.width > picture(page).width + 300
    assert spot(sheet, HOT)

    at = spot(picture(page), HOT)
    page.locator(".maplibregl-canvas").click(position={"x": at[0], "y": at[1]} if at else None)
    panel = page.get_by_role("complementary", name="选中的网格")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(re.compile("文峰社区[123]排[123]格"))
    expect(panel).to_contain_text("热点99%")
    expect(panel).to_contain_text("若全凭偶然，本格和周围合起来这样或更极端的机会")
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("6件$"))
    expect(panel).to_contain_text(re.compile("土地边界6件.*走路约"))
    expect(panel.get_by_role("link", name="看这6件")).to_have_attribute("href", re.compile("cell=6211241000011"))

    page.get_by_role("button", name="看表格").click()
    rows = page.locator("table.rows tbody tr")
    expect(rows.filter(has_text="热点99%")).to_have_count(hot)
    expect(page.locator("th[aria-sort=descending]")).to_have_text("z▾")
    page.get_by_role("button", name="件数", exact=True).click()
    slider = page.get_by_role("slider", name="时间")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^整个期间.*，58件$"))
    expect(slider).to_be_enabled()
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"58件，第(\d+)步，共\1步$"))
    expect(page.locator("table.rows caption")).to_contain_text("个网格，2")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("，0件，第1步"))
    expect(rows.first.locator("td[data-name=件]")).to_have_text("0")
    page.get_by_role("button", name="播放").click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("第2步"))
    page.get_by_role("button", name="停").click()
    expect(page.get_by_role("button", name="播放")).to_be_visible()

    page.get_by_role("button", name="与上期比较").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("差▾")
    expect(rows.first.locator("td[data-name=差]")).to_have_text("+6")
    expect(rows.last.locator("td[data-name=差]")).to_have_text("-8")
    page.get_by_role("button", name="看地图").click()
    before, now = (
        page.get_by_role("region", name=re.compile("^上期")),
        page.get_by_role("region", name=re.compile("^本期")),
    )
    eventually(
        lambda: spot(picture(before), DARK) and spot(picture(now), SECOND), what="both periods, with the same breaks"
    )
    where = town(now)
    before.locator(".maplibregl-canvas").press("ArrowRight")
    eventually(lambda: town(now) != where and town(now) == town(before), what="the other map moves along")
    check(page, 1280)
    page.get_by_role("button", name="变化", exact=True).click()
    expect(legend).to_contain_text("没有变化")
    eventually(lambda: spot(picture(page), LESS) or spot(picture(page), SAME), what="what changed")


def test_the_head_goes_from_the_map_by_pointer_and_by_keys_to_the_cases_of_a_cell(desk: Desk, office: Live) -> None:
    office.make.run("update grid_edition set attribution = '甘S(2026)1号' where area_code = '621124' returning 1")
    page = desk("head")
    shown = picture(page)
    dark, other = spot(shown, DARK), spot(shown, SECOND)
    assert dark
    assert other
    assert dark[0] < other[0], "文峰, with three, lies west of 东街, with one"
    expect(page.locator(".legend li").first).to_contain_text("2件以上")
    expect(page.get_by_text("网格为合成数据，不作为法定界线·甘S(2026)1号")).to_be_visible()
    page.locator(".maplibregl-canvas").click(position={"x": dark[0], "y": dark[1]})
    panel = page.get_by_role("complementary", name="选中的网格")
    expect(panel.get_by_role("heading", name="文峰社区1格")).to_be_visible()
    expect(panel).to_contain_text("洮阳镇·400户")
    panel.get_by_role("link", name="看这3件").click()
    expect(page.get_by_role("heading", name="文峰社区1格的事项")).to_be_visible()
    expect(page.locator("a.case")).to_have_count(3)
    page.locator("a.case").first.click()
    expect(page.locator("blockquote")).to_contain_text("水渠")
    expect(page.get_by_text("网格为合成数据，不作为法定界线·甘S(2026)1号")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(panel.get_by_role("heading", name="文峰社区1格")).to_be_visible()

    page.get_by_role("button", name="看表格").click()
    rows = page.get_by_role("table", name="全部2个网格").locator("tbody tr")
    expect(rows).to_contain_text(["文峰社区1格洮阳镇40037.5", "东街社区1格洮阳镇40012.5"])
    page.get_by_role("columnheader", name="件", exact=True).get_by_role("button").click()
    expect(rows.first).to_contain_text("东街")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("件▴")
    page.get_by_role("button", name="看地图").click()
    page.get_by_role("button", name="热点", exact=True).click()
    expect(page.get_by_text("网格太少，比不出哪里比别处高。请看件数或每千户。")).to_be_visible()
    page.get_by_role("button", name="件数", exact=True).click()
    picture(page)
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("+")
    east = page.get_by_role("heading", name="东街社区1格")

    def eastward() -> bool:
        # the map glides; Enter takes the cell that is in the middle by then
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        return east.is_visible()

    eventually(eastward, what="the eastern cell in the middle")
    page.get_by_label("类别").select_option("环境卫生")
    expect(page.get_by_text("这段时间没有件，换个期间。").first).to_be_visible()
    expect(page.locator(".legend li")).to_have_text(["0件2个网格"])
    page.get_by_label("类别").select_option("土地边界")
    expect(page.locator(".legend h2")).to_have_text("近90天件数·土地边界")
    page.get_by_label("渠道").select_option("扫码")
    expect(page.locator(".legend h2")).to_have_text("近90天件数·土地边界·扫码")
    page.get_by_label("期间").select_option("自选")
    page.get_by_label("从").fill("2026-02-02")
    page.get_by_label("到").fill("2026-02-01")
    expect(page.get_by_role("alert")).to_contain_text("开始日期在结束日期之后")
    expect(page.locator(".legend")).to_have_count(0)
    page.get_by_label("到", exact=True).fill("2099-01-01")
    expect(page.get_by_role("alert")).to_contain_text("结束日期还没有到")
    page.get_by_label("到", exact=True).fill("2026-02-02")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".legend")).to_be_visible()


def test_a_small_map_of_many_cells_colours_townships_by_the_sums_of_their_cells(desk: Desk, office: Live) -> None:
    make = office.make
    make.run(WIDE)
    make.run(STORE, codes=["W0", "W62", "W124"], n=1, ago="3 days")
    make.run(STORE, codes=["W40", "W41", "W42"], n=6, ago="3 days")
    with make.owner.transaction() as session:
        refresh_neighbours(session)
        refresh_outlines(session)
    make.account("chief", ("town_head", "621124"), name="县长")
    page = desk("chief", "/map")
    legend = page.locator(".legend")
    expect(legend.get_by_role("heading")).to_have_text("近90天件数·乡镇")
    expect(legend.get_by_role("listitem")).to_have_text(["8件以上1个乡镇", "1–7件1个乡镇", "0件0个乡镇"])
    expect(legend).to_contain_text("乡镇的数是各网格相加")

    def coloured(less: tuple[int, int, int]) -> bool:
        west, east = (spot(picture(page), colour) for colour in (less, DARK))
        return bool(west and east and west[0] < east[0])

    eventually(lambda: coloured(SECOND), what="洮阳镇, in the west, has seven reports, 八里铺镇 twenty")
    check(page, 1280)
    page.get_by_role("button", name="每千户", exact=True).click()
    expect(legend).to_contain_text("乡镇的每千户件数没有平滑。")
    expect(legend.get_by_role("listitem").first).to_have_text("每千户超过3.0件1个乡镇")
    eventually(lambda: coloured(SECOND), what="the same by rate")
    east = spot(picture(page), DARK)
    page.get_by_role("button", name="热点", exact=True).click()
    page.set_viewport_size({"width": 360, "height": 800}) if False else None
    expect(legend).to_contain_text("现在只画乡镇的界线，不着色；放大就看到各网格。")
    assert east
    eventually(lambda: picture(page).getpixel(east) == GROUND, what="no colour says significance")
    page.get_by_role("button", name="件数", exact=True).click()
    page.get_by_role("button", name="看表格").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(3103)
    assert dict(page.evaluate(SUMS)) == {"洮阳镇": 7, "八里铺镇": 20}
    page.get_by_role("button", name="看地图").click()
    picture(page)
    page.locator(".maplibregl-canvas").focus()

    def nearer() -> bool:
        page.keyboard.press("+")
        return legend.get_by_role("heading").inner_text() == "近90天件数"

    eventually(nearer, what="near enough for cells")
    expect(legend.get_by_role("listitem").last).to_contain_text("个网格")


def test_cells_without_a_post_are_lit_on_the_map_and_listed_for_the_keyboard(desk: Desk, office: Live) -> None:
    office.make.run(
        "insert into station_cell select s.id, c.edition_id, c.id, 0 from station s, grid_cell c"
        " where s.code = 'LT-WF' and c.code = '621124100001001'"
    )
    page = desk("head", "/map")
    filled = spot(picture(page), DARK)
    page.get_by_role("button", name="空白网格").click()
    panel = page.get_by_role("complementary", name="空白网格")
    expect(panel.get_by_role("status")).to_have_text("2个网格里，1个有信息采集点，覆盖率50.0%")
    expect(page.locator(".legend li")).to_have_text(["没有采集点1个网格", "有采集点1个网格"])

    def lit() -> bool:
        shown = picture(page)
        bare = spot(shown, BLANK)
        return bool(filled and bare and bare[0] > filled[0] and not spot(shown, DARK))

    eventually(lit, what="东街, in the east, is lit, and nothing else is coloured")
    page.get_by_role("button", name="空白网格").focus()
    east = panel.get_by_role("button", name="东街社区1格")
    for _ in range(12):
        if east.evaluate("it => it === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(east).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="看表格").click()
    bare = page.get_by_role("region", name="1个空白网格").locator("tbody tr")
    expect(bare).to_have_text(["东街社区1格洮阳镇40012.5"])
    page.get_by_role("button", name="空白网格").click()
    expect(page.get_by_role("table", name="全部2个网格")).to_be_visible()
