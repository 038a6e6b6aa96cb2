"""No row of the gold may fall below its floor. Skipped where the gold does not lie beside the checkout."""

from __future__ import annotations

import json

import pytest

from tests.gate.gate import EPSILON, FLOORS, gold_files, measure

pytestmark = pytest.mark.skipif(not gold_files(), reason="needs the gold pages in ../shared/eval")


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return measure()


@pytest.mark.parametrize("which", ["all", "J1"])
def test_no_row_falls_below_its_floor(measured, which):
    floors = json.loads(FLOORS.read_text("utf-8"))["floors"][which]
    assert floors
    below = {
        name: (measured[which][name], floor)
        for name, floor in floors.items()
        if measured[which][name] < floor - EPSILON
    }
    assert not below
