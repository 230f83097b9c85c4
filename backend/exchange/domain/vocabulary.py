"""A partner's own words: what it calls our fields and codes, and the shape in which it wants and sends them; pure.

A vocabulary is data of the partner, checked when it is saved:

- `fields`: our names to theirs; what is not named keeps our name. `shape`: `nested` makes objects of names with points in them
  (`位置.区划代码`), `flat` takes names as they are.
- `codes`: for `category`, `state` (that of `former_state` too), `area_level` and `area`, our codes to theirs; `*` stands for every other.
- `types`: what they call the kinds of messages. `envelope`: what they call type, timestamp and data of a message; `data` empty: what
  there is to say stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import Invalid

INBOUND = "case.number_assigned"
# What a partner tells, beside what it is told.
TOLD_BY_THEM = ("case_number", "their_number", "note")
ENVELOPE = ("type", "timestamp", "data")
CODES = ("category", "state", "area_level", "area")
# Which list of codes a field is read by.
READ_BY = {
    "category": "category",
    "state": "state",
    "former_state": "state",
    "area_level": "area_level",
    "area": "area",
}
LEVELS = ("province", "city", "county", "town", "village")
OTHERS = "*"
SHAPES = ("nested", "flat")
LONGEST = 100
MOST = 2000
NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f.\s]{1,60}(\.[^\x00-\x1f\x7f-\x9f.\s]{1,60}){0,5}")
AREA_CODE = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")
PARTS = frozenset({"fields", "codes", "types", "envelope", "shape"})


@dataclass(frozen=True)
class Known:
    """What there is of ours to call by another name: fields, kinds of messages, codes by list."""

    fields: Collection[str]
    types: Collection[str]
    codes: Mapping[str, Collection[str]]


def check(said: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Return a vocabulary as it is kept.

    Raises Invalid naming the part that is wrong (`vocabulary.codes.state`): a name of ours that there is none of, one of theirs that is no
    name or stands twice, a list of codes that leaves one of ours without a word.
    """
    unknown = sorted(set(said) - PARTS)
    if unknown:
        raise _wrong(unknown[0][:40], "没有这一项")
    shape = said.get("shape", SHAPES[0])
    if shape not in SHAPES:
        raise _wrong("shape", "写nested或flat")
    kept: dict[str, Any] = {
        "shape": shape,
        "fields": _names(said, "fields", {*known.fields, *TOLD_BY_THEM}),
        "types": _words(said.get("types", {}), "types", {*known.types, INBOUND}),
        "envelope": _names(said, "envelope", ENVELOPE, empty="data"),
        "codes": {},
    }
    codes = _object(said.get("codes", {}), "codes")
    if missing := sorted(set(codes) - set(CODES)):
        raise _wrong(f"codes.{missing[0][:40]}", "没有这一项")
    for name, words in codes.items():
        kept["codes"][name] = _codes(words, name, known)
    _once(kept, known.fields)
    return kept


def _codes(words: Any, name: str, known: Known) -> dict[str, str]:
    part = f"codes.{name}"
    ours = known.codes.get(name)
    found = _words(words, part, None if ours is None else {*ours, OTHERS})
    if ours is None and (odd := [code for code in found if code != OTHERS and not AREA_CODE.fullmatch(code)]):
        raise _wrong(part, "区划代码不对：{area}", area=odd[0][:40])
    lacking = sorted(set(ours or ()) - set(found))
    if lacking and OTHERS not in found:
        raise _wrong(part, "还缺这些代码：{codes}。也可以写*代表其余", codes="、".join(lacking[:10]))
    return found


def _names(said: Mapping[str, Any], part: str, ours: Collection[str], empty: str = "") -> dict[str, str]:
    found = _words(said.get(part, {}), part, ours, empty=empty)
    for name, theirs in found.items():
        if theirs and not NAME.fullmatch(theirs):
            raise _wrong(f"{part}.{name}", "名称里不能有空格和控制符，分级用小数点，最多六级")
    return found


def _words(said: Any, part: str, ours: Collection[str] | None, empty: str = "") -> dict[str, str]:
    found = _object(said, part)
    if len(found) > MOST:
        raise _wrong(part, "最多{n}项", n=MOST)
    for name, theirs in found.items():
        if ours is not None and name not in ours:
            raise _wrong(f"{part}.{name[:40]}", "没有这一项")
        if not isinstance(theirs, str) or len(theirs) > LONGEST or (not theirs.strip() and name != empty):
            raise _wrong(f"{part}.{name[:40]}", "写1到{n}个字", n=LONGEST)
    return dict(found)


def _object(said: Any, part: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise _wrong(part, "写成对照表")
    return said


def _once(kept: Mapping[str, Any], fields: Collection[str]) -> None:
    """Refuse two of ours under one name of theirs, and a name that would have to be both a value and an object."""
    groups = (
        ([*fields], [*TOLD_BY_THEM], [*ENVELOPE])
        if kept["envelope"].get("data") != ""
        else ([*fields, "type", "timestamp"], [*TOLD_BY_THEM])
    )
    for group in groups:
        paths: dict[tuple[str, ...], str] = {}
        for name in group:
            part = "envelope" if name in ENVELOPE else "fields"
            theirs = kept[part].get(name, name)
            path = tuple(theirs.split(".")) if kept["shape"] == "nested" else (theirs,)
            for other, called in paths.items():
                if path[: len(other)] == other or other[: len(path)] == path:
                    raise _wrong(f"{part}.{name}", "和{other}重名", other=called)
            paths[path] = name
    for name in ENVELOPE:
        if name != "data" and "." in kept["envelope"].get(name, ""):
            raise _wrong(f"envelope.{name}", "这一项不能分级")


def _wrong(part: str, title: str, **params: Any) -> Invalid:
    return Invalid(title, field=f"vocabulary.{part}", code="vocabulary", **params)


def speak(words: Mapping[str, Any], message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message of ours (`type`, `timestamp`, `data`) as the partner calls and shapes it."""
    if not words:
        return dict(message)
    names, shape, data = words["envelope"], words["shape"], dict[str, Any]()
    for name, value in message["data"].items():
        _put(data, words["fields"].get(name, name), _code(words, name, value), shape)
    said = {
        names.get("type", "type"): words["types"].get(message["type"], message["type"]),
        names.get("timestamp", "timestamp"): message["timestamp"],
    }
    inside = names.get("data", "data")
    if inside:
        _put(said, inside, data, shape)
        return said
    return said | data


def hear(words: Mapping[str, Any], message: Any) -> Any:
    """Return what a partner said in its own words as we call it: `type` and `data`; what it does not call by a name of ours is left out.

    What is no object, and a message of who has no words of their own, stays as it is: the schema judges it.
    """
    if not words or not isinstance(message, dict):
        return message
    names, shape = words["envelope"], words["shape"]
    types = {theirs: ours for ours, theirs in words["types"].items()}
    kind = message.get(names.get("type", "type"))
    inside = names.get("data", "data")
    told = _take(message, inside, shape) if inside else message
    if not isinstance(told, dict):
        return {"type": types.get(kind, kind) if isinstance(kind, str) else kind, "data": told}
    data = {name: _take(told, words["fields"].get(name, name), shape) for name in TOLD_BY_THEM}
    return {
        "type": types.get(kind, kind) if isinstance(kind, str) else kind,
        "data": {name: value for name, value in data.items() if value is not None},
    }


def _code(words: Mapping[str, Any], name: str, value: Any) -> Any:
    codes = words["codes"].get(READ_BY.get(name, ""), {})
    return codes.get(value, codes.get(OTHERS, value)) if isinstance(value, str) else value


def _path(name: str, shape: str) -> Iterator[str]:
    yield from name.split(".") if shape == "nested" else [name]


def _put(into: dict[str, Any], name: str, value: Any, shape: str) -> None:
    *above, last = _path(name, shape)
    for part in above:
        into = into.setdefault(part, {})
    into[last] = value


def _take(told: Any, name: str, shape: str) -> Any:
    for part in _path(name, shape):
        if not isinstance(told, dict):
            return None
        told = told.get(part)
    return told
