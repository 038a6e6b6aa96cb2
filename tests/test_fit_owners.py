"""scripts/fit_owners.py: judged figures -> the weights that ship."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kg.facts.owner_scores import load_owner_scores, weigh

pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).parent.parent / "scripts" / "fit_owners.py"
    spec = importlib.util.spec_from_file_location("fit_owners", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_judged_figure_has_one_owner_among_its_candidates(script: ModuleType) -> None:
    figures = script.read_judgements()
    assert len(figures) > 900
    for _, _, right, candidates in figures:
        assert 0 <= right < len(candidates)
        assert "nobody" in candidates[0]


def test_the_weights_that_ship_are_those_of_the_judgements(script: ModuleType) -> None:
    fitted = {word: weight for word, weight in script.fit(script.read_judgements()).items() if weight}
    shipped = load_owner_scores()
    assert fitted.keys() == shipped.keys()
    assert fitted == pytest.approx(shipped, abs=0.02)


def test_what_decides_in_the_examples_decides_after_the_fit(script: ModuleType) -> None:
    good, bad, nobody = ("at=opens:0",), ("at=source:0",), ("nobody",)
    weights = script.fit([("learn", "any", 1, [nobody, good, bad])] * 40)
    trusts = weigh([nobody, good, bad], weights)
    assert trusts[1] > 0.8
    assert trusts[1] > trusts[0]
    assert trusts[1] > trusts[2]
