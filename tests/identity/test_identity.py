"""The bench of who is who as a gate: no STRONG case wrong, F1 at least 0.95."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.lexicon.words import Lexicon
from tests.identity.bench import CATEGORIES, judge, read_cases, run_cases, score

CASES = read_cases()


def test_there_are_enough_cases_of_every_kind() -> None:
    assert len(CASES) >= 200
    kinds = Counter((case.category, case.same) for case in CASES)
    assert all(kinds[category, same] >= 4 for category in CATEGORIES for same in (True, False))
    assert len({(case.left, case.right, case.context) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case.quality == "STRONG"], ids=lambda case: f"{case.line}")
def test_strong_cases_are_told_right(case: object, lexicon: Lexicon) -> None:
    assert judge(case, lexicon) is case.same  # type: ignore[arg-type, attr-defined]


def test_the_whole_bench(lexicon: Lexicon) -> None:
    assert score(CASES, run_cases(CASES, lexicon)).f1 >= 0.95
