"""Results and figures as tables for download: full values, and beside them the text pages show.

Names of tables and keys of columns are stable and English; headings are in the reader's language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.presentation.language import Direction, Phrase
from app.presentation.number import (
    show_coverage,
    show_date,
    show_gain,
    show_score,
    show_score_in_band,
)
from app.presentation.report.cover import say_edition, say_whose_position
from app.presentation.report.material import Material
from app.presentation.report.statement import say_names
from app.presentation.view.result_model import QuestionResult
from app.response import write_value
from app.scoring import IndexNodeScore, NodeScore

FORMAT: Final = "eready-export/1"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its full value, and as it is shown."""

    value: float | int | None
    text: str


ExportCell = Number | Phrase | str | int | bool | None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its stable key and its heading. A column of numbers becomes two: value, text."""

    key: str
    head: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table; each row has a cell for each column."""

    name: str
    title: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[ExportCell, ...], ...]

    def __post_init__(self) -> None:
        """See that every row fits the columns.

        Raises:
            ValueError: one does not.
        """
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.name} does not fit its columns")


@dataclass(frozen=True, slots=True)
class ExportBook:
    """All tables of one download, and what is to be said of them.

    Attributes:
        title: names it.
        language, direction: of the headings and shown texts.
        statement: whose position it is not; stands in every file.
        about: pairs of a stable key and a text: toolkit, data, day, names.
        tables: in order.
    """

    title: str
    language: str
    direction: Direction
    statement: str
    about: tuple[tuple[str, str], ...]
    tables: tuple[ExportTable, ...]

    def table(self, name: str) -> ExportTable | None:
        """Give a table by its name."""
        return next((table for table in self.tables if table.name == name), None)


def export_result(material: Material) -> ExportBook:
    """Give everything a result shows as tables; with published figures where there are some."""
    tables = list_result_tables(material)
    return bind_tables(material, [*tables, *_data_tables(material)])


def list_result_tables(material: Material) -> tuple[ExportTable, ...]:
    """Give the tables of scores, answers, actions and families."""
    return (
        _list_scores(material),
        _list_answers(material),
        _list_actions(material),
        _list_families(material),
    )


def export_data(material: Material) -> ExportBook:
    """Give the published figures of a country and the scores from them as tables."""
    return bind_tables(material, _data_tables(material))


def bind_tables(material: Material, tables: Iterable[ExportTable]) -> ExportBook:
    """Put tables together with what is to be said of all of them."""
    translator = material.translator
    return ExportBook(
        title=f"{material.country_name}: {material.wording.title.text}",
        language=translator.code,
        direction=translator.direction,
        statement=say_whose_position(material),
        about=tuple(_describe(material)),
        tables=tuple(tables),
    )


def _describe(material: Material) -> Iterator[tuple[str, str]]:
    toolkit, translator = material.toolkit, material.translator
    yield "country", material.country.iso3
    yield "country_name", material.country_name
    yield "toolkit", toolkit.id
    yield "toolkit_version", toolkit.version
    yield "toolkit_hash", toolkit.content_hash
    yield "toolkit_status", toolkit.status
    yield "toolkit_title", material.wording.title.text
    yield "engine", material.engine
    yield "data_edition", material.edition.id
    yield "data_edition_title", say_edition(material)
    yield "day", material.day.isoformat()
    yield "day_shown", show_date(material.day, translator)
    yield "names", say_names(translator)


# --- By judgement -------------------------------------------------------------------------------


def _score_columns(material: Material) -> tuple[ExportColumn, ...]:
    gettext = material.gettext
    return (
        ExportColumn("node", gettext("Node")),
        ExportColumn("kind", gettext("Kind")),
        ExportColumn("family", gettext("Family")),
        ExportColumn("title", gettext("Title")),
        ExportColumn("score", gettext("Score"), is_number=True),
        ExportColumn("low", gettext("Lowest"), is_number=True),
        ExportColumn("high", gettext("Highest"), is_number=True),
        ExportColumn("coverage", gettext("Coverage"), is_number=True),
        ExportColumn("counted", gettext("Counted")),
        ExportColumn("applicable", gettext("Applicable")),
        ExportColumn("band", gettext("Band")),
        ExportColumn("status", gettext("Status")),
    )


def _list_scores(material: Material) -> ExportTable:
    nodes = material.scores.nodes.values() if material.scores else ()
    rows = tuple(
        (
            *_name_node(material, node),
            *_number_node(material, node),
            material.wording.band_name(node.band) or "",
            node.status,
        )
        for node in nodes
    )
    return ExportTable("scores", material.gettext("Scores"), _score_columns(material), rows)


def _name_node(material: Material, node: NodeScore | IndexNodeScore) -> tuple[ExportCell, ...]:
    title = material.wording.phrase(node.title) if node.title else material.gettext("The whole")
    return node.id, node.kind, node.family or "", title


def _number_node(material: Material, node: NodeScore | IndexNodeScore) -> tuple[ExportCell, ...]:
    translator, bands = material.translator, material.toolkit.scoring.bands
    shown = (
        show_score(node.score, translator)
        if node.kind in {"question", "leaf"}
        else show_score_in_band(node.score, translator, bands=bands)
    )
    return (
        Number(node.score, shown),
        Number(node.low, show_score(node.low, translator)),
        Number(node.high, show_score(node.high, translator)),
        Number(node.coverage, show_coverage(node.coverage, translator)),
        node.counted,
        node.applicable,
    )


def _list_answers(material: Material) -> ExportTable:
    gettext, result = material.gettext, material.result
    columns = (
        ExportColumn("number", gettext("No.")),
        ExportColumn("question", gettext("Question")),
        ExportColumn("pillar", gettext("Pillar")),
        ExportColumn("text", gettext("Text")),
        ExportColumn("state", gettext("State")),
        ExportColumn("value", gettext("Value")),
        ExportColumn("answer", gettext("Answer")),
        ExportColumn("level", gettext("Level")),
        ExportColumn("points", gettext("Points"), is_number=True),
        ExportColumn("origin", gettext("Origin")),
        ExportColumn("reason", gettext("Reason")),
        ExportColumn("note", gettext("Note")),
        ExportColumn("link", gettext("Evidence")),
    )
    pillars = result.pillars if result else ()
    rows = tuple(_answer_row(material, item) for pillar in pillars for item in pillar.questions)
    return ExportTable("answers", gettext("All answers"), columns, rows)


def _answer_row(material: Material, item: QuestionResult) -> tuple[ExportCell, ...]:
    answer = material.answers.get(item.id) if material.answers else None
    origin = ("published" if item.is_published else "own") if item.state == "answered" else ""
    return (
        item.number,
        item.id,
        item.pillar,
        item.text,
        item.state,
        write_value(answer.value) if answer else "",
        item.answer,
        item.level,
        Number(item.points, item.score),
        origin,
        item.reason,
        item.note,
        item.link,
    )


def _list_actions(material: Material) -> ExportTable:
    gettext, result = material.gettext, material.result
    columns = (
        ExportColumn("question", gettext("Question")),
        ExportColumn("pillar", gettext("Pillar")),
        ExportColumn("gain", gettext("Gain"), is_number=True),
        ExportColumn("level", gettext("Level")),
        ExportColumn("next_level", gettext("Next level")),
        ExportColumn("action", gettext("Action")),
        ExportColumn("next_state", gettext("Next")),
    )
    rows = tuple(
        (
            item.question.id,
            item.question.pillar,
            Number(item.gain_value, item.gain),
            item.level,
            item.next_level,
            item.action,
            item.next_state,
        )
        for item in (result.suggestions if result else ())
    )
    return ExportTable("actions", gettext("Actions that would raise the score most"), columns, rows)


def _list_families(material: Material) -> ExportTable:
    gettext, result = material.gettext, material.result
    columns = (
        ExportColumn("family", gettext("Family")),
        ExportColumn("title", gettext("Title")),
        ExportColumn("judgement", gettext("Judgement"), is_number=True),
        ExportColumn("figures", gettext("Published figures"), is_number=True),
        ExportColumn("difference", gettext("Difference"), is_number=True),
    )
    rows = tuple(
        (
            row.family,
            row.title,
            Number(row.own_value, row.own),
            Number(row.data_value, row.data),
            _subtract(material, row.own_value, row.data_value),
        )
        for row in (result.families if result else ())
    )
    return ExportTable("families", gettext("Judgement beside published figures"), columns, rows)


def _subtract(material: Material, own: float | None, data: float | None) -> Number:
    gap = None if own is None or data is None else own - data
    return Number(gap, show_gain(gap, material.translator))


# --- By published figures -------------------------------------------------------------------------


def _data_tables(material: Material) -> tuple[ExportTable, ...]:
    if material.data is None or material.desk is None:
        return ()
    return (_list_data_scores(material), _list_figures(material), _list_peers(material))


def _list_data_scores(material: Material) -> ExportTable:
    nodes = material.desk.of(material.country.iso3) if material.desk else {}
    bands = {pillar.id: pillar.band for pillar in material.data.pillars} if material.data else {}
    if material.data:
        bands[material.data.root] = material.data.band
    rows = tuple(
        (
            *_name_node(material, node),
            *_number_node(material, node),
            bands.get(node.id) or "",
            node.status,
        )
        for node in nodes.values()
    )
    title = material.gettext("Scores by published figures")
    return ExportTable("data_scores", title, _score_columns(material), rows)


def _list_figures(material: Material) -> ExportTable:
    gettext = material.gettext
    columns = (
        ExportColumn("figure", gettext("Figure")),
        ExportColumn("pillar", gettext("Pillar")),
        ExportColumn("title", gettext("Title")),
        ExportColumn("value", gettext("Value"), is_number=True),
        ExportColumn("unit", gettext("Unit")),
        ExportColumn("year", gettext("Year")),
        ExportColumn("points", gettext("Points"), is_number=True),
        ExportColumn("is_old", gettext("Old")),
        ExportColumn("is_missing", gettext("Missing")),
        ExportColumn("reason", gettext("Reason")),
        ExportColumn("source", gettext("Source")),
        ExportColumn("source_url", gettext("Address of the source")),
        ExportColumn("licence", gettext("Licence")),
    )
    return ExportTable("figures", gettext("Published figures"), columns, tuple(_figures(material)))


def _figures(material: Material) -> Iterator[tuple[ExportCell, ...]]:
    desk, data = material.desk, material.data
    if desk is None or data is None:
        return
    for pillar in data.pillars:
        for figure in pillar.figures:
            seen = desk.observation(material.country.iso3, figure.id)
            yield (
                figure.id,
                pillar.id,
                figure.title,
                Number(seen.value if seen else None, figure.value),
                figure.unit,
                seen.year if seen else None,
                Number(figure.share, figure.score),
                figure.is_old,
                figure.is_missing,
                figure.reason,
                figure.source,
                figure.source_url,
                figure.licence,
            )


def _list_peers(material: Material) -> ExportTable:
    gettext, data = material.gettext, material.data
    columns = (
        ExportColumn("peer", gettext("Compared with")),
        ExportColumn("kind", gettext("Kind")),
        ExportColumn("name", gettext("Name")),
        ExportColumn("note", gettext("Note")),
        ExportColumn("pillar", gettext("Pillar")),
        ExportColumn("score", gettext("Score"), is_number=True),
        ExportColumn("middle_half", gettext("Middle half")),
    )
    rows: list[tuple[ExportCell, ...]] = []
    for peer in (*data.peers, *data.compared) if data else ():
        spreads = peer.spread or ("",) * len(peer.texts)
        pillars = [pillar.id for pillar in data.pillars] if data else []
        shown = zip(pillars, peer.values, peer.texts, spreads, strict=True)
        rows += [
            (peer.id, peer.kind, peer.name, peer.note, pillar, Number(value, text), spread)
            for pillar, value, text, spread in shown
        ]
    title = gettext("Scores by published figures beside others")
    return ExportTable("peers", title, columns, tuple(rows))
