"""What is wrong with a file, told in one line."""

from __future__ import annotations

from backend.imports.domain import Finding, text_fault


def test_a_text_is_short_and_can_be_shown() -> None:
    assert text_fault("name", "城中社区·第1网格（东）", 13) == ""
    assert text_fault("name", "x" * 14, 13) == "name has 14 characters, at most 13 are taken"
    assert text_fault("name", 7, 13) == "name is no text"
    for unseen in ("\x00", "\x07", "\x1b", "\n", "\x7f", "\x85", "\u2028", "\u202e", "\ud800"):
        assert text_fault("name", f"a{unseen}b", 13) == "name holds a character that cannot be shown", ascii(unseen)


def test_a_finding_obeys_nothing_and_is_one_line() -> None:
    line = Finding("row 2", "\x1b[2J", "unknown\nname 城中\ud800").line()
    assert line == "row 2: \\x1b[2J: unknown\\nname 城中\\ud800"
