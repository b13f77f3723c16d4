"""Figures for Plotly: what Plotly itself accepts, plain and mirrored."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from app.presentation.language import Direction
from app.presentation.plotly import to_plotly
from tests.presentation.sample import make_all, make_bars, make_profile, make_radar, make_strip


def find_trace(chart: dict[str, Any], name: str) -> dict[str, Any]:
    return next(trace for trace in chart["data"] if trace["name"] == name)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("dark", [False, True])
def test_plotly_accepts_every_figure(direction: Direction, dark: bool) -> None:
    for figure in make_all(direction):
        chart = to_plotly(figure, dark=dark)
        accepted = go.Figure({"data": chart["data"], "layout": chart["layout"]})
        assert len(accepted.data) == len(chart["data"]) > 0
        assert "template" not in chart["layout"]
        assert json.loads(json.dumps(chart, allow_nan=False)) == chart


def test_nothing_is_sent_anywhere() -> None:
    config = to_plotly(make_profile())["config"]
    assert config["showSendToCloud"] is False
    assert config["displaylogo"] is False
    assert config["plotlyServerURL"] == ""
    assert "http" not in json.dumps([to_plotly(figure) for figure in make_all()])


def test_a_profile_has_raw_values_and_shown_texts() -> None:
    chart = to_plotly(make_profile())
    own = find_trace(chart, "Kenya")
    assert own["x"] == [46.1, 55.2, None, 100]
    assert own["text"][:2] == ["46", "55"]
    ranges = find_trace(chart, "Range")
    assert (ranges["base"], ranges["x"], ranges["y"]) == ([40, 10], [12, 80], [0, 2])
    assert find_trace(chart, "Rwanda")["x"] == [45.9, None, None, None]
    assert chart["layout"]["yaxis"]["ticktext"][1] == "Policy &amp; law"
    assert [note["text"] for note in chart["layout"]["annotations"]] == [
        "Foundation",
        "Build",
        "Deliver",
        "Lead",
    ]


def test_bars_show_their_peers_beside_them() -> None:
    chart = to_plotly(make_bars())
    assert find_trace(chart, "Kenya")["type"] == "bar"
    assert all(y > place for place, y in enumerate(find_trace(chart, "Rwanda")["y"]))


def test_charts_are_mirrored_where_the_language_is() -> None:
    for figure in (make_profile("rtl"), make_bars("rtl"), make_strip("rtl")):
        layout = to_plotly(figure)["layout"]
        assert layout["yaxis"]["side"] == "right"
        assert layout["xaxis"]["range"][0] > layout["xaxis"]["range"][1]
        assert layout["legend"]["xanchor"] == "right"
    polar = to_plotly(make_radar("rtl"))["layout"]["polar"]
    assert polar["angularaxis"]["direction"] == "counterclockwise"
    assert to_plotly(make_radar())["layout"]["polar"]["angularaxis"]["direction"] == "clockwise"


def test_a_radar_closes_its_lines_and_keeps_its_gaps() -> None:
    own = find_trace(to_plotly(make_radar()), "Kenya")
    assert own["r"] == [46.1, 55.2, None, 100, 46.1]
    assert own["theta"] == [0, 90, 180, 270, 0]
    assert own["connectgaps"] is False


def test_a_strip_is_filled_by_what_is_done() -> None:
    row = find_trace(to_plotly(make_strip()), "Infrastructure")
    assert row["text"] == ["2", "0", "?"]
    alphas = [float(colour.rstrip(")").rsplit(",", 1)[1]) for colour in row["marker"]["color"]]
    assert alphas == [0.21, 0.06, 0.0]
    assert row["customdata"][0] == "INF-01: 2, adopted"
