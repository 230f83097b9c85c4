"""Which pairs of characters a text holds, by name and as numbers."""

from __future__ import annotations

from backend.digests.domain.pairs import number_of, pairs_of, rows_of


def test_widths_and_cases_are_one() -> None:
    assert pairs_of("ＡＢ１２号楼") == ["ab12", "号楼"]


def test_all_texts_at_once_hold_what_each_holds_alone() -> None:
    texts = ["收费公开，收费12元", "", "水\n𠮷水ＡＢ", "，。", "元ab"]
    rows = rows_of(texts)
    found = [set(rows.pairs[a:b].tolist()) for a, b in zip(rows.start[:-1], rows.start[1:], strict=True)]
    assert found == [{number_of(pair, rows.known) for pair in pairs_of(text)} for text in texts]
    same = rows_of(["公开收费", "收费，公开。收费公开收费", "收费公开收费"]).hashes()
    assert same[1] == same[2] != same[0]
