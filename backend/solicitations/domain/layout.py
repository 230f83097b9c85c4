"""How a law is laid out: 编, 章, 节 and 条, by the words that stand at the beginning of a line; pure."""

from __future__ import annotations

import re

PREAMBLE = "序言"
NUMBER = r"[一二三四五六七八九十百千零〇两0-9０-９]{1,8}"
ARTICLE = re.compile(rf"(第{NUMBER}条(?:之{NUMBER})?)([\s\u3000：:]*)(.*)", re.DOTALL)
DIVISION = re.compile(rf"第{NUMBER}([编章节])[\s\u3000]*(\S.*)?")
ORDER = "编章节"
BYLAWS = re.compile(r"附\s*则")
CONTENTS = re.compile(r"目\s*录")
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
STOPS = "。；，："
BRACKETS = "（("


def number_of(label: str) -> int:
    """Return the number of an article by its label: 第十二条 and 第12条 are 12; 0 where it has none."""
    found = re.match(rf"第({NUMBER})条", label)
    if not found:
        return 0
    said = found[1]
    if said.isdecimal():
        return int(said)
    total, digit = 0, 0
    for char in said:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = digit * 10 * (digit > 0 and char in DIGITS) + DIGITS.get(char, 0)
    return total + digit


def division_of(line: str) -> str:
    """Return 编, 章 or 节 when a line is the heading of one, else nothing."""
    found = DIVISION.fullmatch(line)
    if found and len(line) <= 60 and line[-1] not in STOPS:
        return found[1]
    return "章" if BYLAWS.fullmatch(line) else ""
