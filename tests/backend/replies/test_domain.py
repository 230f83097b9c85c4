"""Only fields that can be filled in, and nobody's numbers; what a value says is never read as a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Invalid
from backend.replies.domain import FIELDS, Wording, check, fill

LACKING = {key: f"（{key}）" for key in FIELDS}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("编号{{ number }}，反映人{{ name }}", "unknown_field"), ("编号{{number}", "open_braces"), ("编号number}}好了", "open_braces"),
        ("{{ }}您好您好", "unknown_field"), ("请打13800138000找老马", "personal"), ("证件62242719800101001X已核", "personal"),
    ],
)  # fmt: skip
def test_what_nobody_can_fill_in_is_refused(body: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(Wording("621124100", "done", "办好了", body))
    assert (refused.value.field, refused.value.word) == ("body", code)


@given(
    st.sampled_from(sorted(FIELDS)), st.text(max_size=30), st.text(st.characters(exclude_characters="{}"), max_size=10)
)
def test_a_value_is_put_in_once_and_as_it_is(field: str, value: str, words: str) -> None:
    body = f"{words}{{{{ {field} }}}}{words}"
    check(Wording("621124100", "done", "办好了", body)) if not any(char.isdigit() for char in words) else None
    assert fill(body, {field: value}, LACKING) == words + (value or LACKING[field]) + words
