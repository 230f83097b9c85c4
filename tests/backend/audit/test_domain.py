"""What the MAC of an entry and a link of the chain bind: everything, each in its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from backend.audit.domain import Act, Sealed, mac_of, next_link, roles_text

KEY = b"k" * 32
ACT = Act(7, "liaison", "case.moved", "case", "c1", ("state", "reason"))
ENTRY = Sealed(3, 900, 1_763_713_800_000_000, "621124100", b"m" * 32)
ACTS = some.builds(
    Act, some.none() | some.integers(0, 99), some.text(max_size=3), some.text(max_size=3), some.text(max_size=3), some.text(max_size=3),
    some.lists(some.text(max_size=2), max_size=3).map(tuple),
)  # fmt: skip


@given(ACTS, ACTS)
def test_two_acts_share_a_mac_only_if_they_are_one(one: Act, other: Act) -> None:
    assert (mac_of(KEY, one) == mac_of(KEY, other)) == (one == other)


def test_what_moves_from_one_part_into_the_next_is_another_act() -> None:
    pairs = [
        (ACT._replace(fields=("a,b",)), ACT._replace(fields=("a", "b"))), (ACT._replace(fields=("",)), ACT._replace(fields=())),
        (ACT._replace(action="a", subject_kind="bc"), ACT._replace(action="ab", subject_kind="c")),
        (ACT._replace(actor_id=None), ACT._replace(actor_id=0)), (ACT._replace(subject_id="1"), ACT._replace(subject_id='1"')),
    ]  # fmt: skip
    for one, other in pairs:
        assert mac_of(KEY, one) != mac_of(KEY, other)
    assert mac_of(KEY, ACT) != mac_of(b"K" * 32, ACT)


def test_a_link_binds_the_place_the_one_before_and_all_that_the_database_added() -> None:
    other = {"id": 4, "xid": 901, "at_micros": ENTRY.at_micros + 1, "area_code": "621124101", "mac": b"n" * 32}
    assert set(other) == set(Sealed._fields)
    links = [
        next_link(KEY, b"", 1, ENTRY),
        next_link(KEY, b"x", 1, ENTRY),
        next_link(KEY, b"", 2, ENTRY),
        next_link(b"K", b"", 1, ENTRY),
    ]
    links += [next_link(KEY, b"", 1, ENTRY._replace(**{name: value})) for name, value in other.items()]
    assert len(set(links)) == len(links)
    assert next_link(KEY, b"", 1, ENTRY._replace(id=ENTRY.xid, xid=ENTRY.id)) != links[0], "swapped"


def test_who_has_no_role_is_nobody() -> None:
    assert (roles_text(("liaison", "verifier")), roles_text(())) == ("liaison,verifier", "nobody")
