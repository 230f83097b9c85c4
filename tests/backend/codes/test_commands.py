"""Issuing, ending and drawing codes from the command line."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner

from backend.codes import service
from backend.codes.commands import codes, posters
from backend.settings import Settings
from tests.make import Maker


def test_issue_poster_revoke_reissue(make: Maker, settings: Settings, tmp_path: Path) -> None:
    make.counties()
    shell = CliRunner()
    first = shell.invoke(codes, ["issue", "--station", "LT-WF"], obj=settings, catch_exceptions=False)
    code = first.output.split("\t")[0].replace(" ", "").splitlines()[-1]
    assert "文峰社区信息采集点" in first.output
    again = shell.invoke(codes, ["issue", "--station", "LT-WF"], obj=settings)
    assert again.output == first.output
    drawn = shell.invoke(posters, ["--station", "LT-WF", "--out", str(tmp_path / "p")], obj=settings)
    assert drawn.exit_code == 0, drawn.output
    (pdf,) = (tmp_path / "p").glob("*.pdf")
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    assert zxingcpp.read_barcodes(image)[0].text == f"{settings.public_url}/c/{code}"
    revoked = shell.invoke(codes, ["revoke", code, "--reason", "海报被贴住"], obj=settings)
    assert revoked.exit_code == 0, revoked.output
    third = shell.invoke(codes, ["issue", "--station", "LT-WF"], obj=settings)
    assert code not in third.output.replace(" ", "")
    with make.owner.transaction() as session:
        target = service.resolve(session, code)
        assert target is not None
        assert target.state == "revoked"
    assert make.run("select count(*) from audit_entry where action in ('code.issued', 'code.revoked')") == 3


def test_a_code_with_a_category_stands_beside_the_plain_one(make: Maker, settings: Settings, tmp_path: Path) -> None:
    make.counties()
    shell = CliRunner()
    plain = shell.invoke(codes, ["issue", "--station", "LT-WF"], obj=settings, catch_exceptions=False).output
    asks = ["--station", "LT-WF", "--category", "land"]
    land = shell.invoke(codes, ["issue", *asks], obj=settings, catch_exceptions=False).output
    assert land.strip().split("\t")[2:] == ["文峰社区信息采集点", "land"]
    assert land.split("\t")[1] != plain.split("\t")[1]
    assert shell.invoke(codes, ["issue", *asks], obj=settings).output == land
    assert shell.invoke(codes, ["issue", "--station", "LT-WF"], obj=settings).output == plain
    drawn = shell.invoke(posters, [*asks, "--out", str(tmp_path)], obj=settings, catch_exceptions=False)
    page = pypdfium2.PdfDocument(drawn.output.strip())[0]
    words = page.get_textpage().get_text_bounded()
    assert "反映土地边界问题请扫码" in words and "有话请扫码" not in words
    image = page.render(scale=2).to_pil()
    assert zxingcpp.read_barcodes(image)[0].text == land.split("\t")[1]


@pytest.mark.parametrize("category", ["nonsense", "other", "traffic"])
def test_only_a_category_in_use_can_be_asked_about(make: Maker, settings: Settings, category: str) -> None:
    make.counties()
    make.run("update category set retired_on = current_date where code = 'traffic'")
    refused = CliRunner().invoke(codes, ["issue", "--station", "LT-WF", "--category", category], obj=settings)
    assert refused.exit_code == 2
    assert "land 土地边界" in refused.output and "other 说不清" not in refused.output
    assert make.run("select count(*) from representative_code") == 0


def test_a_mobile_post_has_a_code_and_a_poster(make: Maker, settings: Settings, tmp_path: Path) -> None:
    make.counties()
    make.run("update station set mobile = true, geom = null where code = 'LT-WF'")
    drawn = CliRunner().invoke(posters, ["--station", "LT-WF", "--out", str(tmp_path)], obj=settings)
    assert drawn.exit_code == 0, drawn.output
    page = pypdfium2.PdfDocument(drawn.output.strip())[0]
    assert "文峰社区信息采集点" in page.get_textpage().get_text_bounded()
    (scanned,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    with make.owner.transaction() as session:
        target = service.resolve(session, scanned.text.rpartition("/")[2])
    assert target and target.station and (target.kind, target.station.mobile) == ("post", True)


def test_nothing_named_is_told(make: Maker, settings: Settings) -> None:
    make.counties()
    shell = CliRunner()
    assert "--station" in shell.invoke(codes, ["issue"], obj=settings).output
    assert shell.invoke(codes, ["issue", "--station", "none"], obj=settings).exit_code == 2
