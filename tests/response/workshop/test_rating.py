"""How far a room is with rating: each step in its turn, and what is rated and shown when."""

import pytest

from app.response.workshop.rating import (
    CALIBRATION,
    RATING_PHASES,
    STEPS,
    is_rated_now,
    is_shown,
    read_phase,
    take_step,
)
from app.response.workshop.table import ActRefusedError


def test_the_steps_lead_through_all_phases_in_order() -> None:
    phase, seen = read_phase(None), ["choosing"]
    for step in ("open", "close", "reveal", "open", "close", "reveal"):
        phase = take_step(phase, step)
        seen.append(phase)
    assert tuple(seen) == RATING_PHASES
    assert take_step("trial-closed", "open") == "trial"
    assert take_step("closed", "open") == "open"


def test_no_other_step_can_be_taken() -> None:
    for step in (*STEPS, "jump"):
        for phase in RATING_PHASES:
            if phase not in STEPS.get(step, {}):
                with pytest.raises(ActRefusedError):
                    take_step(phase, step)


def test_an_item_is_rated_in_one_phase_and_shown_after_it() -> None:
    other = CALIBRATION + 1
    assert [phase for phase in RATING_PHASES if is_rated_now(phase, CALIBRATION)] == ["trial"]
    assert [phase for phase in RATING_PHASES if is_rated_now(phase, other)] == ["open"]
    assert [phase for phase in RATING_PHASES if is_shown(phase, other)] == ["shown"]
    for phase in RATING_PHASES:
        assert not (is_rated_now(phase, CALIBRATION) and is_shown(phase, CALIBRATION))
    assert is_shown("open", CALIBRATION)


@pytest.mark.parametrize("written", [None, 3, "", "jump", {}])
def test_what_is_no_phase_is_the_first(written: object) -> None:
    assert read_phase(written) == "choosing"
