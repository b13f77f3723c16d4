"""Figures as SVG, for pages and for print."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from app.presentation.figure import Bars, Figure, Profile, Radar, Row, Shown, Strip
from app.presentation.svg import render_figure, render_key, render_print, render_svg
from app.presentation.svg.drawing import Disc, Drawing, Label
from app.presentation.svg.measure import measure, wrap
from app.presentation.svg.metrics import NARROW, PRINT, WIDE, Metrics, is_bold
from app.presentation.svg.radar import lay_out_radar
from app.presentation.svg.strip import lay_out_strip
from app.presentation.svg.track import lay_out_rows
from tests.presentation.sample import (
    make_all,
    make_bars,
    make_profile,
    make_radar,
    make_strip,
)

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Data, management and state of the environment"
LONGEST = "Mitigation: ICT footprint, use in other sectors, electronics"
CHINESE = "数据、管理和环境状况以及其他部门的使用情况与电子产品"
PLACES = {"wide": WIDE, "narrow": NARROW, "print": PRINT}
ALLOWED = {
    *("id", "class", "viewBox", "role", "aria-labelledby", "text-anchor"),
    *("d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "width", "height"),
}
BOTH = pytest.mark.parametrize("direction", ["ltr", "rtl"])


def parse(text: str) -> ET.Element:
    named = str(text).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return ET.fromstring(named.replace("<br>", " "))  # noqa: S314  # our own output


def lay_out(figure: Figure, metrics: Metrics) -> Drawing:
    if isinstance(figure, Radar):
        return lay_out_radar(figure, metrics)
    if isinstance(figure, Strip):
        return lay_out_strip(figure, metrics)
    return lay_out_rows(figure, metrics)


def lengthen(figure: Figure) -> Figure:
    """Give a figure with the longest labels there are."""
    names = (LONG, LONGEST, CHINESE, "x" * 90)
    if isinstance(figure, Radar):
        return replace(figure, axes=names)
    rows = figure.rows
    longer = tuple(replace(row, label=name) for row, name in zip(rows, names, strict=False))
    return replace(figure, rows=longer)  # type: ignore[arg-type]


def boxes(drawing: Drawing) -> Iterator[tuple[str, float, float, float, float]]:
    """Give text, left, right, top and bottom of every line, as estimated."""
    for label in drawing.labels:
        for number, line in enumerate(label.lines):
            width = measure(line, label.size, bold=is_bold(label.role))
            x, y = label.place[0], label.place[1] + number * label.size * 1.2
            left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor] * width
            yield line, left, left + width, y - label.size * 0.75, y + label.size * 0.2


# --- Pages ------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("narrow", [False, True])
def test_a_picture_has_a_name_a_description_and_no_style(direction: str, narrow: bool) -> None:
    for figure in make_all(direction):  # type: ignore[arg-type]
        svg = parse(render_svg(figure, narrow=narrow))
        title, desc = svg[0], svg[1]
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert (title.text, desc.text) == (figure.title, figure.summary)
        used = {name for element in svg.iter() for name in element.attrib}
        assert used <= ALLOWED


def test_ids_are_unique_among_the_drawings_of_a_page() -> None:
    page = "".join(render_figure(figure) for figure in make_all())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4 * 2 * 2


def test_texts_are_escaped() -> None:
    for text in (render_figure(make_profile()), render_print(make_profile())):
        assert "Policy &amp; law" in text
        assert "46; &lt;b&gt;" in text
        assert "<b>" not in text


def test_values_lie_where_they_should_and_mirror() -> None:
    for direction in ("ltr", "rtl"):
        svg = parse(render_svg(make_profile(direction)))  # type: ignore[arg-type]
        dots = [c for c in svg.iter(f"{SVG}circle") if "dot" in (c.get("class") or "")]
        track = next(e for e in svg.iter(f"{SVG}line") if e.get("class") == "track")
        start, end = float(track.get("x1", "")), float(track.get("x2", ""))
        shares = [(float(dot.get("cx", "")) - start) / (end - start) for dot in dots]
        assert shares == pytest.approx([0.461, 0.552, 1.0], abs=0.001)
        assert (start < end) == (direction == "ltr")


def test_the_family_is_in_the_classes_and_missing_is_missing() -> None:
    svg = render_svg(make_profile())
    assert 'class="dot infrastructure"' in svg
    assert 'class="value policy"' in svg
    assert "dot management" not in svg
    assert 'class="track missing"' in svg
    assert ">no value</tspan>" in svg
    assert 'class="bar management"' in svg
    assert 'class="bar policy"' not in svg


def test_a_range_without_width_is_not_drawn() -> None:
    row = Row("a", Shown(50, "50"), 50, 50, "50")
    figure = replace(make_profile(), rows=(row,), peers=())
    assert 'class="bar"' not in render_svg(figure)
    assert "Range" not in render_key(figure)


def test_a_line_that_runs_from_right_to_left_keeps_its_last_comma() -> None:
    row = Row("البيانات والإدارة، وحالة البيئة والموارد الطبيعية (أ)،", Shown(1, "1"))
    figure = replace(make_profile("rtl"), rows=(row,), peers=())
    assert re.search("<tspan [^>]*>\u2068[^<]*،\u2069</tspan>", render_svg(figure))


def test_the_key_names_every_shape() -> None:
    key = render_key(make_profile())
    assert re.findall(r"</svg>([^<]+)", key) == ["Kenya", "Range", "Africa, middle of 44", "Rwanda"]
    assert key.count('aria-hidden="true"') == 4
    assert re.findall(r"</svg>([^<]+)", render_key(make_bars()))[0] == "Kenya"
    assert re.findall(r"</svg>([^<]+)", render_key(make_radar())) == ["Kenya", "Rwanda"]
    assert "4 measured" in render_key(make_strip())
    assert render_key(replace(make_strip(), key=())) == ""


def test_eight_peers_have_eight_shapes() -> None:
    peers = tuple(Shown(float(n), str(n)) for n in range(8))
    figure = replace(
        make_profile(), rows=(Row("a", Shown(4, "4"), peers=peers),), peers=tuple("abcdefgh")
    )
    key = render_key(figure)
    shapes = re.findall(r'aria-hidden="true">(.*?)</svg>', key)
    assert len(shapes) == len(set(shapes)) == 9


# --- Room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", range(4))
def test_no_text_is_cut_or_lies_over_another(place: str, kind: int) -> None:
    drawing = lay_out(lengthen(make_all()[kind]), PLACES[place])
    found = list(boxes(drawing))
    assert found
    for line, left, right, top, bottom in found:
        assert -1 <= left <= right <= drawing.width + 1, line
        assert -1 <= top <= bottom <= drawing.height + 1, line
    # The scale of a radar stands inside its rings, among the lines.
    texts = [box for box in found if not (kind == 2 and box[0] in {"25", "50", "75", "100"})]
    for number, (line, left, right, top, bottom) in enumerate(texts):
        for other, its_left, its_right, its_top, its_bottom in texts[:number]:
            apart = left >= its_right or its_left >= right or top >= its_bottom - 1
            assert apart or its_top >= bottom - 1, (line, other)


@pytest.mark.parametrize("make", [make_profile, make_bars])
def test_peers_step_aside_for_what_they_would_hide(make: type[Profile] | type[Bars]) -> None:
    peers = tuple(Shown(50.0, "50") for _ in range(3))
    row = Row("a", Shown(50.0, "50"), peers=peers)
    figure = replace(make(), rows=(row,), peers=("a", "b", "c"))  # type: ignore[call-arg]
    drawing = lay_out_rows(figure, WIDE)
    ring = next(s for s in drawing.shapes if isinstance(s, Disc) and s.role == "peer open")
    track = next(s for s in drawing.shapes if s.role == "track")
    assert abs(ring.centre[1] - track.start[1]) > WIDE.peer  # type: ignore[union-attr]


def test_names_of_narrow_bands_stand_on_two_lines() -> None:
    names = ("Starting", "Emerging", "Developing", "Advancing", "Leading")
    bands = tuple(
        replace(make_profile().bands[0], start=20.0 * n, name=name) for n, name in enumerate(names)
    )
    figure = replace(make_profile(), bands=bands)
    heights = {
        place: {
            label.place[1]
            for label in lay_out_rows(figure, metrics).labels
            if label.role == "bandname"
        }
        for place, metrics in PLACES.items()
    }
    assert [len(heights[place]) for place in ("wide", "narrow", "print")] == [1, 2, 1]


def test_a_strip_breaks_into_as_many_lines_as_it_needs() -> None:
    for metrics in PLACES.values():
        drawing = lay_out_strip(make_strip(), metrics)
        assert {label.lines for label in drawing.labels} >= {("INF-01",), ("INF-03",)}
        edges = [label.place[0] for label in drawing.labels if label.role == "cellvalue"]
        assert len(edges) == 15
        assert max(edges) < metrics.width


def test_a_gap_in_a_radar_is_not_bridged_or_filled() -> None:
    whole = render_svg(make_radar(complete=True))
    broken = render_svg(make_radar())
    assert 'class="area"' in whole
    assert 'class="area"' not in broken
    assert 'class="area gap"' in broken


def test_figures_without_rows_can_be_drawn() -> None:
    for figure in (make_profile(), make_bars(), make_strip()):
        empty = replace(figure, rows=())  # type: ignore[arg-type]
        assert parse(render_svg(empty)).get("role") == "img"
        assert render_print(empty)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Policy", ("Policy",)),
        (LONG, ("Data, management and", "state of the environment")),
        (LONGEST * 2, 3),
        ("x" * 100, 3),
        (CHINESE, 2),
        ("", ()),
    ],
)
def test_labels_break_between_words_and_are_shortened_at_last(
    text: str, lines: tuple[str, ...] | int
) -> None:
    wrapped = wrap(text, 250, 16, bold=True)
    if isinstance(lines, tuple):
        assert wrapped == lines
    else:
        assert len(wrapped) == lines
        assert all(measure(line, 16, bold=True) <= 250 for line in wrapped)
    assert wrapped[-1:] == () or wrapped[-1].endswith("…") == (
        len("".join(wrapped)) < len(text) - 3
    )


# --- Print ------------------------------------------------------------------------------------


@BOTH
def test_print_has_no_text_in_its_picture_and_all_of_it_over_it(direction: str) -> None:
    for figure in make_all(direction):  # type: ignore[arg-type]
        box = parse(render_print(figure))
        svg = box[0]
        assert svg.get("role") == "img"
        assert svg[0].text == figure.summary
        assert not list(svg.iter(f"{SVG}text"))
        assert "vector-effect" not in render_print(figure)
        texts = [span.text for span in box[1:]]
        shown = {row[1] for row in figure.table().rows} - {"no value", "Infrastructure", "Policy"}
        assert shown <= set(texts)
        assert {span.get("dir") for span in box[1:]} <= {"ltr", "rtl"}


def test_print_colours_every_role_and_fits_the_page() -> None:
    for figure in make_all():
        text = render_print(figure)
        for shape in re.findall(r"<(?:line|rect|circle|path) [^>]*>", text):
            assert "fill=" in shape or "stroke=" in shape, shape
        width = re.search(r"width:([\d.]+)pt", text)
        assert width
        assert float(width[1]) <= 480


def test_mirrored_print_writes_numbers_in_the_direction_of_the_report() -> None:
    text = render_print(make_profile("rtl"))
    assert re.search(r'<span dir="rtl"[^>]*>46</span>', text)
    assert re.search(r'<span dir="ltr"[^>]*>Outreach</span>', text)


def test_a_label_mirrors_its_place_and_anchor() -> None:
    label = Label((10, 5), ("a",), "small", 13)
    assert label.mirror(100) == Label((90, 5), ("a",), "small", 13, "end")
    assert label.mirror(100).mirror(100) == label
