"""The one catalogue of words: the Chinese text is the key, its English stands beside it in `words/*.tsv`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import g, has_request_context, request

FOLDER = Path(__file__).with_name("words")
LANGUAGES = ("zh-CN", "en")
COOKIE = "zt_lang"


@cache
def catalogue() -> dict[str, str]:
    """Return English by Chinese, of all files of the catalogue."""
    rows: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines()[1:]:
            if line.strip():
                chinese, english = line.split("\t")
                rows[chinese] = english
    return rows


def language() -> str:
    """Return the language of this request: `?lang=`, the cookie, Accept-Language; zh-CN otherwise."""
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        asked = request.args.get("lang") or request.cookies.get(COOKIE)
        if asked not in LANGUAGES:
            asked = "zh-CN"
            for tag in request.accept_languages.values():
                if tag.lower().startswith("zh"):
                    break
                if tag.lower().startswith("en"):
                    asked = "en"
                    break
        g.language = asked
    chosen: str = g.language
    return chosen


def say(key: str, /, lang: str | None = None, **params: Any) -> str:
    """Return the text `key` in `lang` (default: the request's language) with its placeholders filled.

    Raises KeyError when English is asked for and the catalogue lacks it: a test finds those first.
    """
    chosen = lang or language()
    template = key if chosen == "zh-CN" else catalogue()[key]
    return template.format(**params) if params else template
