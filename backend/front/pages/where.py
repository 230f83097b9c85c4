"""The second step, where it happened: in the post's own cell, near its village, by the phone's position, in words, or unsaid."""

from __future__ import annotations

from typing import Any

from backend.errors import Invalid
from backend.front.domain import Draft
from backend.front.service import Target
from backend.geo.place import known_crs, wgs84_place
from backend.http.words import say


def offered(target: Target) -> str:
    """Return what is chosen beforehand: the cell the post stands for, else near it.

    A mobile post stands somewhere else each time: nothing is said of the place before the person says it.
    """
    if target.cell:
        return "cell"
    return "near" if target.near and not target.mobile else "else"


def chosen(target: Target, draft: Draft) -> str:
    """Return the choice that the page shows: the person's, where it can still be had, else what is offered."""
    can = {"cell": target.cell, "near": target.near, "phone": draft["lon"], "else": True, "none": True}
    if can.get(draft["where"]):
        return draft["where"]
    return "phone" if draft["lon"] else offered(target)


def settled(target: Target, draft: Draft) -> Draft:
    """Return the draft with its place settled when it was never asked for: what is offered, or nothing."""
    if draft["where"] or draft["place_words"] or draft.place():
        return draft
    offer = offered(target)
    return draft.having(where="none" if offer == "else" else offer)


def words_near(target: Target) -> str:
    """Return how “here nearby” is written down, empty where the place has no name."""
    return say("就在{village}附近", village=target.near) if target.near else ""


def wrong(target: Target, draft: Draft) -> dict[str, str]:
    """Return what is to be put right about the place, by field."""
    if draft.place():
        return misplaced(draft)
    body = draft.wire(words_near(target), target.cell_code)
    if draft["where"] == "none" or body["place_words"] or "cell_code" in body:
        return {}
    return {"place_words": say("写下地点，如“三组水渠东头”")}


def misplaced(draft: Draft) -> dict[str, str]:
    """Return what is wrong with the position: outside China, or in no named system."""
    lon, lat = (draft.place() or {"coordinates": (None, None)})["coordinates"]
    if not (isinstance(lon, float) and isinstance(lat, float)):
        return {"place": say("坐标不对：经度在-180到180之间，纬度在-90到90之间")}
    try:
        wgs84_place(lon, lat, known_crs(draft["crs"]), field="place")
    except Invalid as refusal:
        return {refusal.field or "place": say(refusal.title, **refusal.params)}
    return {}


def told(target: Target, draft: Draft, body: dict[str, Any]) -> list[str]:
    """Return the lines of the check page that say where it is."""
    lines = [body["place_words"]] if body["place_words"] else []
    if body.get("place"):
        accuracy = draft["accuracy_m"].partition(".")[0]
        return [say("已用手机定位") + (say("（误差约{n}米）", n=accuracy) if accuracy else ""), *lines]
    if target.cell and "cell_code" in body:
        return [say("就在本网格：{cell}", cell=target.cell.name), *lines]
    return lines or [say("没有说地点")]
