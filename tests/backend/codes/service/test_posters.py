"""Posters, read back from the rendered PDF."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from backend.codes.service.posters import Poster, PosterError, draw, qr_of

URL = "https://zhitong.lintao.dingxi.example.gov.cn/c/P112PNAYF2SQ3DZ69FB4N0M" + "0" * 4
DPI = 150


def test_the_longest_address_is_read_back_and_wide_enough() -> None:
    assert len(URL) == 74
    poster = Poster("城中社区信息采集点", "P112PNAYF2SQ3DZ69FB4N0M", URL, "送到这里", "周一至周日", "0932-000-0003")
    page = pypdfium2.PdfDocument(draw([poster]))[0]
    image = page.render(scale=DPI / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == URL
    assert found.ec_level == "Q"
    width = (found.position.top_right.x - found.position.top_left.x) / DPI * 25.4
    assert width == pytest.approx(110, abs=1)
    assert 110 / len(list(qr_of(URL).matrix)) >= 0.6
    words = page.get_textpage().get_text_bounded()
    for said in ("城中社区信息采集点", "有话请扫码", "不用登录，可匿名，有回执", "0932-000-0003", "P112 PNAY"):
        assert said in words


def test_too_long_an_address_is_refused() -> None:
    with pytest.raises(PosterError, match="at most 74"):
        qr_of(URL + "0")
