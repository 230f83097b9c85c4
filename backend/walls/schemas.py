"""Screens on the wire, and what stands on one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, fields

from backend.activities.queries.public import PublicHead
from backend.clock import CHINA, minute
from backend.http.fields import Text, UtcDateTime
from backend.http.words import language, say
from backend.releases.domain import Told
from backend.walls.queries import Board


class NewWallSchema(Schema):
    """A screen to be hung up, under an id of its maker's; `name`: where it hangs."""

    id = fields.UUID(required=True)
    name = Text(required=True, least=1, most=60)


class WallSchema(Schema):
    """A screen: where it hangs, who made its link when, when it was taken back, when it was on last."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    issued_at = UtcDateTime(required=True)
    issued_name = fields.String(required=True)
    revoked_at = UtcDateTime(required=True, allow_none=True)
    seen_at = UtcDateTime(required=True, allow_none=True)


class IssuedWallSchema(Schema):
    """A screen's link as it is shown to who makes it; the address is shown here alone."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)


class WallsSchema(Schema):
    """The screens of a station, newest first."""

    items = fields.List(fields.Nested(WallSchema), required=True)


class WallTokenSchema(Schema):
    """What stood behind the # of a link."""

    token = Text(required=True, least=1, most=100)


class BoardFigureSchema(Schema):
    """A figure of a month in words; `value`: as it is shown."""

    label = fields.String(required=True)
    value = fields.String(required=True)


class BoardMonthSchema(Schema):
    """A month with its figures."""

    label = fields.String(required=True)
    figures = fields.List(fields.Nested(BoardFigureSchema), required=True)


class BoardLineSchema(Schema):
    """A line of a list: what, and when or of what."""

    title = fields.String(required=True)
    note = fields.String(required=True)
    today = fields.Boolean(required=True)


class BoardListSchema(Schema):
    """A list under its heading; `empty`: what stands there when it has no lines."""

    heading = fields.String(required=True)
    lines = fields.List(fields.Nested(BoardLineSchema), required=True)
    empty = fields.String(required=True)


class BoardSchema(Schema):
    """What stands on a screen, in words; `at`: as of when, `seconds`: after how many it is asked for again."""

    station = fields.String(required=True)
    at = fields.String(required=True)
    seconds = fields.Integer(required=True)
    months = fields.List(fields.Nested(BoardMonthSchema), required=True)
    lists = fields.List(fields.Nested(BoardListSchema), required=True)
    note = fields.String(required=True)


def board_wire(board: Board, seconds: int) -> dict[str, Any]:
    """Return what stands on a screen as the wire has it, in the caller's language."""
    return {
        "station": board.station.name, "at": minute(board.at), "seconds": seconds,
        "months": [_month(each) for each in board.months],
        "lists": [
            {"heading": say("今天和近期活动"), "lines": [_activity(each, board) for each in board.activities], "empty": say("近期没有公开活动")},
            {
                "heading": say("正在征集意见"), "empty": say("现在没有正在征集意见的草案"),
                "lines": [
                    {"title": each.title, "note": say("{day}截止", day=each.closes_on), "today": each.closes_on == board.at.date()}
                    for each in board.drafts
                ],
            },
            {
                "heading": say("您的意见被采纳"), "empty": say("还没有公布的采纳结果"),
                "lines": [{"title": each.title, "note": f"《{each.law.strip('《》')}》", "today": False} for each in board.adopted],
            },
        ],
        "note": say("每月过完公布一次，公布后不再改。少于5的不写数，免得看出是谁说的。"),
    }  # fmt: skip


def _month(told: Told) -> dict[str, Any]:
    figures = ((say("听到"), told.heard), (say("已答复"), told.answered), (say("已采纳"), told.adopted))
    return {
        "label": say("{year}年{month}月", year=told.month.year, month=told.month.month),
        "figures": [{"label": label, "value": say("少于5") if n is None else str(n)} for label, n in figures],
    }


def _activity(each: PublicHead, board: Board) -> dict[str, Any]:
    assert each.starts_at is not None  # noqa: S101 - what has no time is on no screen
    begins = each.starts_at.astimezone(CHINA)
    ends = (each.ends_at or each.starts_at + timedelta(minutes=each.minutes)).astimezone(CHINA)
    today = begins.date() == board.at.astimezone(CHINA).date()
    kind = each.type_name_en if language() == "en" else each.type_name
    when = f"{begins:%H:%M}–{ends:%H:%M}" if today else f"{begins:%m-%d %H:%M}"
    return {"title": each.title, "note": " · ".join(filter(None, (when, each.place, kind))), "today": today}
