"""Many answers at once against the rules for a single one."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.response import Setting, measure_of
from app.response.level import level_of, points_of
from app.scoring import compile_toolkit, encode_answers
from tests.scoring.strategy import make_answers, make_toolkit


@settings(max_examples=60, deadline=None)
@given(random=st.integers(0, 2**32).map(Random))
def test_points_over_arrays_are_those_of_single_answers(random: Random) -> None:
    kit = make_toolkit(random)
    units = {f"u{n}": make_answers(random, kit) for n in range(5)}
    table = encode_answers(kit, units)
    reading = compile_toolkit(kit, Setting()).points.read(table.code)
    for row, question in enumerate(kit.questions):
        measure = measure_of(question, kit)
        for column in range(len(units)):
            code = float(table.code[row, column])
            points, level = reading.points[row, column], reading.level[row, column]
            if measure is None or np.isnan(code):
                assert np.isnan(points)
            else:
                assert points == pytest.approx(points_of(measure, code), abs=1e-9)
                single = level_of(measure, code)
                assert np.isnan(level) if single is None else level == single


def test_every_shipped_toolkit_compiles_in_both_modes() -> None:
    for folder in sorted(TOOLKITS.glob("[a-z]*")):
        kit = load_toolkit(folder)
        parameters = {name: next(iter(p.options)) for name, p in kit.parameters.items()}
        for quick in (False, True):
            plan = compile_toolkit(kit, Setting(quick=quick, parameters=parameters))
            ends = plan.points.least.points, plan.points.greatest.points
            assert np.allclose(ends[0], 0.0)
            assert np.allclose(ends[1], 100.0)


def test_every_feature_of_the_format_is_scored() -> None:
    files = sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
    kits = [load_toolkit(path) for path in files if "eready-toolkit" in path.read_text()]
    assert kits
    for kit in kits:
        parameters = {name: next(iter(p.options)) for name, p in kit.parameters.items()}
        compile_toolkit(kit, Setting(scope=kit.scopes[0], parameters=parameters))
