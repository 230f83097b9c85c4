"""A list of people as an office keeps it, checked row by row: pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.accounts.domain.kinds import (
    KIND_LABELS,
    MOST_LANGUAGE,
    MOST_LANGUAGES,
    MOST_SPECIALITY,
    Profile,
    in_order,
)
from backend.accounts.domain.roles import ADMINISTRATORS, ROLES, Appointment, Term, check_role, check_term
from backend.errors import Invalid
from backend.imports.domain import Finding, Row, day_of, text_fault

NAME, LOGIN, ROLE, AREA, SINCE, UNTIL, PHONE = "姓名", "账号", "岗位", "区划代码", "起", "止", "手机"
KIND, SPECIALITY, LANGUAGES = "人员类别", "专长", "语言"
COLUMNS, OPTIONAL = (NAME, LOGIN, ROLE, AREA), (SINCE, UNTIL, PHONE, KIND, SPECIALITY, LANGUAGES)
LOGIN_FORM = re.compile(r"[a-z0-9][a-z0-9_.-]{1,39}", re.ASCII)
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
BETWEEN = re.compile(r"[、,，;；/\s]+")
MOST_NAME = 40
# What heads of all levels are called, and how lists name the roles besides.
LABELS = {label: role for role, label in ROLES.items()} | {"县（市、区）长": "town_head", "县长": "town_head"}


@dataclass(frozen=True)
class NewPerson:
    """One row: a person to be, the roles, the phone number or "", what kind of person it is."""

    row: int
    login: str
    name: str
    roles: tuple[Appointment, ...]
    phone: str = field(default="", repr=False)
    profile: Profile = field(default_factory=Profile)


def people_of(
    rows: Sequence[Row], today: date, taken: frozenset[str], areas: Sequence[str] | None
) -> tuple[list[NewPerson], list[Finding]]:
    """Return the people of a list, and everything that is wrong with it, all rows looked at.

    `taken`: logins that are there already; `areas`: the prefixes in which roles may be given, None for everywhere.
    """
    people, findings = [], []
    logins = Counter(plain(row.cells[LOGIN]).lower() for row in rows)
    for row in rows:
        faults = list(_faults(row, today, taken, areas, logins))
        findings += [
            Finding(row.where, row.cells[LOGIN], key.format(**params), key=key, params=params) for key, params in faults
        ]
        if not faults:
            roles, _ = _roles(row)
            people.append(
                NewPerson(
                    row.number,
                    plain(row.cells[LOGIN]).lower(),
                    row.cells[NAME],
                    tuple(Appointment(role, plain(row.cells[AREA]), _term(row)) for role in roles),
                    plain(row.cells[PHONE]),
                    _profile(row)[0],
                )
            )
    return people, findings


def plain(cell: str) -> str:
    """Return figures and letters as a keyboard types them, without blanks at the ends."""
    return unicodedata.normalize("NFKC", cell).strip()


def _faults(
    row: Row, today: date, taken: frozenset[str], areas: Sequence[str] | None, logins: Counter[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    login, area, phone = plain(row.cells[LOGIN]).lower(), plain(row.cells[AREA]), plain(row.cells[PHONE])
    if not row.cells[NAME] or text_fault(NAME, row.cells[NAME], MOST_NAME):
        yield "姓名要写1到40个字", {}
    if not LOGIN_FORM.fullmatch(login):
        yield "账号要用2到40个小写字母、数字或_.-，以字母或数字开头", {}
    elif login in taken:
        yield "已经有这个账号了", {}
    elif logins[login] > 1:
        yield "这个账号在表里出现了{n}次", {"n": logins[login]}
    roles, unknown = _roles(row)
    for each in unknown:
        yield "没有这个岗位：{role}", {"role": each}
    if not roles and not unknown:
        yield "岗位没有写", {}
    if len(ADMINISTRATORS & set(roles)) > 1:
        yield "系统、安全、审计三种管理员要由不同的人担任", {}
    try:
        check_role("liaison", area)
        if areas is not None and not any(area.startswith(prefix) for prefix in areas):
            yield "这个区划不在您的辖区里：{area}", {"area": area}
    except Invalid as wrong:
        yield wrong.title, wrong.params
    yield from _term_faults(row, today)
    if phone and not MOBILE.fullmatch(phone):
        yield "手机号码要写11位数字", {}
    yield from _profile(row)[1]


def _profile(row: Row) -> tuple[Profile, list[tuple[str, dict[str, object]]]]:
    """Return what kind of person a row tells of, and what is wrong with it."""
    parts = [part for part in BETWEEN.split(row.cells[KIND]) if part]
    spoken = tuple(dict.fromkeys(part for part in BETWEEN.split(row.cells[LANGUAGES]) if part))
    faults: list[tuple[str, dict[str, object]]] = [
        ("没有这个人员类别：{kind}", {"kind": part}) for part in parts if part not in KIND_LABELS
    ]
    if text_fault(SPECIALITY, row.cells[SPECIALITY], MOST_SPECIALITY):
        faults.append(("专长最多写{n}个字", {"n": MOST_SPECIALITY}))
    if len(spoken) > MOST_LANGUAGES or any(len(each) > MOST_LANGUAGE for each in spoken):
        faults.append(("语言最多写{n}种，每种最多{m}个字", {"n": MOST_LANGUAGES, "m": MOST_LANGUAGE}))
    kinds = in_order(KIND_LABELS[part] for part in parts if part in KIND_LABELS)
    return Profile(kinds, row.cells[SPECIALITY], spoken), faults


def _roles(row: Row) -> tuple[list[str], list[str]]:
    """Return the roles a row names, each once, and the words that are none."""
    cell = row.cells[ROLE]
    for label, role in LABELS.items():
        if BETWEEN.search(label):
            cell = cell.replace(label, role)
    named = dict.fromkeys(part for part in BETWEEN.split(cell) if part)
    known = dict.fromkeys(LABELS.get(part, part) for part in named if LABELS.get(part, part) in ROLES)
    return list(known), [part for part in named if LABELS.get(part, part) not in ROLES]


def _term_faults(row: Row, today: date) -> Iterator[tuple[str, dict[str, object]]]:
    whole = True
    for name in (SINCE, UNTIL):
        try:
            _day(row.cells[name])
        except ValueError:
            whole = False
            yield "“{column}”要写成2026-11-22这样的日期", {"column": name}
    if whole:
        try:
            check_term(_term(row), today)
        except Invalid as wrong:
            yield wrong.title, wrong.params


def _term(row: Row) -> Term:
    return Term(_day(row.cells[SINCE]), _day(row.cells[UNTIL]))


def _day(cell: str) -> date | None:
    text = plain(cell).replace("/", "-").replace(".", "-")
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text, re.ASCII):
        text = "-".join(part.zfill(2) for part in text.split("-"))
    return day_of(text) if text else None
