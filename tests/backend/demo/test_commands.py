"""`zhitong demo`: says what it did, and fills nothing when it is only asked how to get in."""

from __future__ import annotations

from click.testing import CliRunner

from backend.codes import service as codes
from backend.demo.commands import demo
from backend.demo.domain import PASSWORD, PEOPLE
from backend.settings import Settings
from tests.make import Maker


def test_how_to_get_in_is_told_without_filling_anything(make: Maker, settings: Settings) -> None:
    make.counties()
    post = make.station(
        "LT-100-005",
        "城中社区信息采集点",
        "collection_post",
        "621124100001",
        None,
        int(make.run("select id from station where code = 'LT'")),
    )
    with make.owner.transaction() as session:
        code = codes.issue(session, "post", post)
    told = CliRunner().invoke(demo, ["--print"], obj=settings)
    assert told.exit_code == 0, told.output
    assert f"{settings.public_url}/c/{code}" in told.output and PASSWORD in told.output
    assert [person.login for person in PEOPLE if person.login not in told.output] == []
    assert make.run("select count(*) from account") == 0
    make.run("update installation set demo = true")
    assert CliRunner().invoke(demo, [], obj=settings).output == "the demo was in already\n"
