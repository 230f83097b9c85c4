"""What a person wrote, without what nobody sees: it hides words, turns them round, or makes nothing look like something; its digest; the pattern by which it is looked for."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

# Cut to what a script or an emoji needs, two in a row: the joiners of Uyghur, Mongolian and emoji, and the selectors of glyphs.
JOINERS = "\u200c\u200d\u180e"
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
LOOSE = re.compile(rf"(?:\A|(?<=\s))[{JOINERS}{SELECTORS}]+|([{JOINERS}{SELECTORS}]{{2}})[{JOINERS}{SELECTORS}]+")
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show as nothing
# What Python calls printable and may still have to go.
ODD = re.compile(rf"[{''.join(sorted(BLANK))}{SELECTORS}]")


def visible(text: str) -> str:
    """Return `text` without control, format and blank characters; tabs and line breaks stay, each break in one spelling."""
    if text.isprintable() and not ODD.search(text):
        return text
    seen = "".join(char for char in BREAKS.sub("\n", text) if not _is_unseen(char))
    return LOOSE.sub(r"\1", seen)


def digest_of(**content: object) -> bytes:
    """Return the digest by which the same content sent again is known from other content under the same id."""
    plain = json.dumps(content, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).digest()


def holding(words: str) -> str:
    """Return the pattern of LIKE for what holds `words` as they stand."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"


def _is_unseen(char: str) -> bool:
    if char in "\n\t" or char in JOINERS:
        return False
    return char in BLANK or unicodedata.category(char) in {"Cc", "Cf"}
