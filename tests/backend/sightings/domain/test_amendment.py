"""Two people put the same sighting right: in whatever order, what does not clash is kept and no value is lost."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from backend.sightings.domain import FIELDS, State, clashing

FIRST = State("水渠被填", "land", "door_visit", "low", datetime(2026, 11, 21, tzinfo=UTC), "")
VALUES = {
    "text": st.sampled_from(["水渠被填", "是三组的水渠", "水渠通了"]),
    "category": st.sampled_from(["land", "family"]),
    "noticed_by": st.sampled_from(["door_visit", "own_observation"]),
    "risk": st.sampled_from(["low", "medium", "high"]),
    "seen_at": st.sampled_from([FIRST.seen_at, datetime(2026, 11, 20, tzinfo=UTC)]),
    "place_words": st.sampled_from(["", "村口"]),
}
# Who writes, how many versions back they had read, what they change.
PRESSES = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 6), st.fixed_dictionaries({}, optional=VALUES).filter(bool)),
    max_size=12,
)


@given(PRESSES)
def test_any_interleaving_keeps_every_field_that_does_not_clash_and_loses_no_value(presses: list) -> None:
    versions, said = [FIRST], []
    for _, back, changes in presses:
        base = versions[max(0, len(versions) - 1 - back)]
        names = clashing(base, versions[-1], changes)
        for name in names:
            assert getattr(base, name) != getattr(versions[-1], name) != changes[name]
        if names:  # nothing of it is taken: the person chooses
            continue
        after = versions[-1].with_(changes)
        assert all(getattr(after, name) == changes[name] for name in changes)
        assert all(getattr(after, name) == getattr(versions[-1], name) for name in FIELDS if name not in changes)
        versions.append(after)
        said.append(changes)
    # every value anybody got taken stands in the history, and the last one said of each field is the present one
    for nth, changes in enumerate(said, 1):
        assert all(getattr(versions[nth], name) == value for name, value in changes.items())
    for name in FIELDS:
        last = next((changes[name] for changes in reversed(said) if name in changes), getattr(FIRST, name))
        assert getattr(versions[-1], name) == last


def test_who_read_the_newest_never_clashes_and_the_same_value_is_no_clash() -> None:
    now = FIRST.with_({"text": "是三组的水渠", "risk": "high"})
    assert clashing(now, now, {"text": "水渠通了"}) == []
    assert clashing(FIRST, now, {"text": "是三组的水渠"}) == []
    assert clashing(FIRST, now, {"noticed_by": "own_observation"}) == []
    assert clashing(FIRST, now, {"text": "水渠通了", "risk": "medium", "category": "family"}) == ["text", "risk"]
