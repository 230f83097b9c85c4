"""Places: what is refused, and by which field."""

from __future__ import annotations

from math import inf, nan

import pytest

from backend.errors import Invalid
from backend.geo.crs import from_wgs84
from backend.geo.place import in_china, known_crs, wgs84_place

INSIDE = {
    "北京": (116.39, 39.91), "香港": (114.17, 22.28), "澳门": (113.54, 22.19), "台北": (121.56, 25.04),
    "高雄": (120.31, 22.63), "台东": (121.15, 22.76), "恒春": (120.75, 22.0), "兰屿": (121.55, 22.05),
    "乌鲁木齐": (87.62, 43.83), "喀什": (75.99, 39.47), "乌恰": (73.6, 39.4), "阿勒泰": (88.14, 47.85),
    "拉萨": (91.13, 29.65), "墨脱": (95.33, 29.33), "亚东": (88.91, 27.48), "漠河": (122.54, 52.97),
    "北极村": (122.35, 53.48), "黑河": (127.49, 50.25), "抚远": (134.3, 48.37), "绥芬河": (131.15, 44.41),
    "珲春": (130.37, 42.86), "丹东": (124.39, 40.13), "三亚": (109.51, 18.25), "三沙": (112.34, 16.83),
    "曾母暗沙": (112.28, 3.97), "东兴": (107.97, 21.54), "凭祥": (106.76, 22.1), "河口": (103.96, 22.53),
    "勐腊": (101.56, 21.48), "瑞丽": (97.85, 24.01), "满洲里": (117.43, 49.6), "二连浩特": (111.98, 43.65),
    "额尔古纳": (120.18, 50.24), "临洮": (103.86, 35.39), "福泉": (107.52, 26.7), "上海": (121.47, 31.23),
    "钓鱼岛": (123.47, 25.74),
}  # fmt: skip
OUTSIDE = {
    "zero": (0.0, 0.0), "swapped": (35.39, 103.86 - 90), "London": (-0.1, 51.5), "Tokyo": (139.7, 35.7),
    "Delhi": (77.2, 28.6), "Hanoi": (105.85, 21.03), "Moscow": (37.6, 55.8), "Seoul": (126.98, 37.57),
    "Vladivostok": (131.9, 43.1), "Singapore": (103.8, 1.35), "Sydney": (151.2, -33.9), "Bangkok": (100.5, 13.75),
}  # fmt: skip


@pytest.mark.parametrize("name", INSIDE)
def test_every_corner_of_china_is_inside(name: str) -> None:
    assert in_china(*INSIDE[name])


@pytest.mark.parametrize("name", OUTSIDE)
def test_elsewhere_is_refused(name: str) -> None:
    assert not in_china(*OUTSIDE[name])
    with pytest.raises(Invalid) as refusal:
        wgs84_place(*OUTSIDE[name], "wgs84", "place")
    assert refusal.value.field == "place"


@pytest.mark.parametrize("bad", [nan, inf, -inf, 1e308, 180.1, -181])
def test_a_bad_number_is_named(bad: float) -> None:
    with pytest.raises(Invalid) as of_lon:
        wgs84_place(bad, 35.0, "wgs84")
    with pytest.raises(Invalid) as of_lat:
        wgs84_place(103.0, bad, "gcj02")
    assert (of_lon.value.field, of_lat.value.field) == ("lon", "lat")


def test_latitude_ends_at_the_pole() -> None:
    with pytest.raises(Invalid):
        wgs84_place(103.0, 90.01, "wgs84")


def test_a_shifted_place_comes_back() -> None:
    assert wgs84_place(*from_wgs84(103.86, 35.39, "bd09"), "bd09") == pytest.approx((103.86, 35.39), abs=1e-8)


@pytest.mark.parametrize("name", [None, "", "WGS84", "gps", "EPSG:4326", 4326, ["wgs84"], {}])
def test_a_system_is_named_exactly_or_refused(name: object) -> None:
    with pytest.raises(Invalid) as refusal:
        known_crs(name)
    assert refusal.value.field == "crs"
    assert known_crs("bd09") == "bd09"
