"""The best sites: the same as another library finds, never worse than one after another, and honest about what was not proven."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from backend.coverage.domain import siting
from backend.coverage.domain.siting import best_sites, greedy, relaxed, solved, value_of


def scattered(seed: int, places: int, sites: int, reach: float) -> tuple[np.ndarray, csr_matrix, np.ndarray]:
    """Return distances, who reaches whom, and weights of places and sites strewn over a square of side 1."""
    strewn = np.random.default_rng(seed)
    a, b = strewn.random((places, 2)), strewn.random((sites, 2))
    far = np.linalg.norm(a[:, None] - b[None], axis=2)
    return far, csr_matrix((far <= reach).astype(float)), strewn.gamma(0.7, size=places)


@pytest.mark.parametrize("seed", range(6))
def test_no_choice_is_better_and_one_more_site_never_reaches_less(seed: int) -> None:
    _, reached, weights = scattered(seed, 25, 11, 0.25)
    before = 0.0
    for k in (1, 2, 3, 4):
        found = best_sites(reached, weights, k, 5)
        best = max(value_of(reached, weights, list(some)) for some in itertools.combinations(range(11), k))
        assert found.value == pytest.approx(best, rel=1e-12)
        assert (found.method, found.gap, len(found.sites) <= k) == ("optimal", 0, True)
        assert value_of(reached, weights, greedy(reached, weights, k)) <= found.value + 1e-12
        assert found.value >= before
        before = found.value
        ceiling, left = relaxed(reached, weights, k, value_of(reached, weights, greedy(reached, weights, k)))
        assert ceiling >= best - 1e-9
        assert set(found.sites) <= set(left.tolist()) or found.sites == tuple(greedy(reached, weights, k))


@pytest.mark.parametrize("seed", [1, 12, 18])
def test_what_is_called_the_best_is_so_however_little_demand_is_left(seed: int) -> None:
    """Solvers take a millionth for nothing: of an area that is nearly all reached that is the whole difference."""
    _, reached, weights = scattered(seed, 25, 11, 0.25)
    for k, little in ((3, 1e-6), (4, 1e-6), (4, 1e-10)):
        best = max(value_of(reached, weights, list(some)) for some in itertools.combinations(range(11), k))
        found = best_sites(reached, weights * little, k, 5)
        assert value_of(reached, weights, list(found.sites)) == pytest.approx(best, rel=1e-9)
        assert (found.value, found.ceiling, found.method) == (pytest.approx(best * little), found.value, "optimal")


def test_the_same_as_spopt_finds() -> None:
    """`spopt.locate.MCLP` states the model on its own and gives it to another solver (CBC)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pulp
        from spopt.locate import MCLP

        far, reached, weights = scattered(7, 120, 120, 0.2)
        answers = []
        for k in (3, 8):
            model = MCLP.from_cost_matrix(far, weights, service_radius=0.2, p_facilities=k)
            answers.append(pulp.value(model.solve(pulp.PULP_CBC_CMD(msg=False)).problem.objective))
    assert [best_sites(reached, weights, k, 20).value for k in (3, 8)] == pytest.approx(answers, rel=1e-9)
    assert value_of(reached, weights, greedy(reached, weights, 8)) < answers[1], "else greed would do"


def test_what_was_not_proven_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _, reached, weights = scattered(7, 120, 120, 0.2)
    best = best_sites(reached, weights, 8, 20)
    monkeypatch.setattr(siting, "MOST_PAIRS", 0)
    found = best_sites(reached, weights, 8, 20)
    assert (found.method, set(found.sites)) == ("greedy", set(greedy(reached, weights, 8)))
    assert found.value < best.value <= found.ceiling + 1e-12
    assert 0 < best.value - found.value <= found.gap * found.ceiling + 1e-12
    assert solved(reached, weights, 8, 0)[::2] == ([], False), "no time, no answer, and it says so"


def test_the_site_that_adds_most_comes_first_and_idle_ones_are_left_out() -> None:
    reached = csr_matrix(np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 1], [0, 1, 1]], float))
    found = best_sites(reached, np.array([1.0, 1, 1, 1, 1]), 3, 5)
    assert (found.sites, found.value, found.method) == ((1, 0), 5.0, "optimal")


@pytest.mark.parametrize(
    ("reached", "weights"),
    [
        (csr_matrix((0, 0)), []),
        (csr_matrix((3, 0)), [1, 1, 1]),
        (csr_matrix((0, 2)), []),
        (csr_matrix(np.eye(3)), [0, 0, 0]),
    ],
)
def test_where_nothing_weighs_nothing_is_chosen(reached: csr_matrix, weights: list[float]) -> None:
    assert best_sites(reached, np.array(weights, float), 5, 1) == siting.Choice((), 0.0, 0.0, "optimal")
