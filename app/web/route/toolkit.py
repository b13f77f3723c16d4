"""Toolkits to read, for anybody: what is asked, how it counts, what it rests on."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Final, NoReturn

from flask import Response, abort, make_response, redirect, render_template, request

from app.presentation.view.toolkit.difference import build_difference, cut_difference
from app.presentation.view.toolkit.overview import build_toolkit, list_parameters, list_toolkits
from app.presentation.view.toolkit.pillar import build_pillar, count_parts
from app.presentation.view.toolkit.version import list_version_lines
from app.service.toolkit_download import pack_toolkit
from app.service.toolkit_reading import Edition, compare_editions, find_edition, list_editions
from app.web.area import PUBLIC, Area
from app.web.drawn import send_drawn
from app.web.reading import Reading, languages_of, name_shelf, read_toolkit
from app.web.scene import workspace
from app.web.wording import note_names, word

area = Area("toolkit")
SUGGESTIONS: Final = 5
LONGEST_SHOWN: Final = 80
PART: Final = "part"
LONGEST_PART: Final = 5


@area.get("/toolkits", access=PUBLIC)
def show_all() -> Response:
    """List the toolkits that can be read."""

    def draw() -> str:
        shown = workspace().toolkits.list_shown()
        lines = list_toolkits((word(item), languages_of(item)) for item in shown)
        return render_template("toolkit/list.html", toolkits=lines)

    return send_drawn(draw, name_shelf())


@area.get("/toolkits/<toolkit_id>", access=PUBLIC)
def show_toolkit(toolkit_id: str) -> Response:
    """Show a toolkit: what it is for, its pillars, how a score comes about, its sources."""
    return _send_toolkit(_open(toolkit_id))


@area.get("/toolkits/<toolkit_id>/pillars/<pillar_id>", access=PUBLIC)
def show_pillar(toolkit_id: str, pillar_id: str) -> Response:
    """Show the questions of a pillar with every state, option, action and source."""
    return _send_pillar(_open(toolkit_id), pillar_id)


@area.get("/toolkits/<toolkit_id>/questions/<question_id>", access=PUBLIC)
def show_question(toolkit_id: str, question_id: str) -> Response:
    """Send to the place where a question stands."""
    return _see_question(_open(toolkit_id), question_id)


@area.get("/toolkits/<toolkit_id>/versions", access=PUBLIC)
def list_versions(toolkit_id: str) -> Response:
    """List every version of a toolkit that was ever open here, and offer to compare two."""
    editions = list_editions(workspace().toolkits, toolkit_id)
    if not editions:
        _refuse(toolkit_id)

    def draw() -> str:
        lines = list_version_lines(
            (word(item.toolkit), item.name, item.is_current, item.first_seen) for item in editions
        )
        return render_template("toolkit/versions.html", toolkit_id=toolkit_id, lines=lines)

    return send_drawn(draw, tuple(item.key for item in editions), name_shelf())


@area.get("/toolkits/<toolkit_id>/versions/<version>", access=PUBLIC)
def show_version(toolkit_id: str, version: str) -> Response:
    """Show one version of a toolkit."""
    return _send_toolkit(_open_version(toolkit_id, version))


@area.get("/toolkits/<toolkit_id>/versions/<version>/pillars/<pillar_id>", access=PUBLIC)
def show_version_pillar(toolkit_id: str, version: str, pillar_id: str) -> Response:
    """Show the questions of a pillar of one version."""
    return _send_pillar(_open_version(toolkit_id, version), pillar_id)


@area.get("/toolkits/<toolkit_id>/versions/<version>/questions/<question_id>", access=PUBLIC)
def show_version_question(toolkit_id: str, version: str, question_id: str) -> Response:
    """Send to the place where a question of one version stands."""
    return _see_question(_open_version(toolkit_id, version), question_id)


@area.get("/toolkits/<toolkit_id>/difference", access=PUBLIC)
def show_difference(toolkit_id: str) -> Response:
    """Show what is different between two versions; without a choice, the newest two."""
    editions = list_editions(workspace().toolkits, toolkit_id)
    if not editions:
        _refuse(toolkit_id)
    new = _choose(editions, request.args.get("to", editions[0].name))
    place = [item.name for item in editions].index(new.name)
    before = editions[min(place + 1, len(editions) - 1)].name
    old = _choose(editions, request.args.get("from", before))

    def draw() -> str:
        found = compare_editions(old.toolkit, new.toolkit)
        part = _read_part(len(cut_difference(found)))
        view = build_difference(found, old.sentences, new.sentences, part=part)
        return render_template("toolkit/difference.html", old=old, new=new, view=view)

    hashes = (old.toolkit.content_hash, new.toolkit.content_hash)
    digests = (old.wording.digest, new.wording.digest)
    content = (*hashes, *digests, old.name, new.name, name_shelf())
    return send_drawn(draw, *content, arguments=frozenset({PART, "from", "to"}))


@area.get("/toolkits/<toolkit_id>.zip", access=PUBLIC)
def download_toolkit(toolkit_id: str) -> Response:
    """Send the current version as files."""
    return _send_files(_open(toolkit_id))


@area.get("/toolkits/<toolkit_id>/versions/<version>.zip", access=PUBLIC)
def download_version(toolkit_id: str, version: str) -> Response:
    """Send one version as files."""
    return _send_files(_open_version(toolkit_id, version))


def _send_files(reading: Reading) -> Response:
    made = pack_toolkit(workspace().toolkits, reading.toolkit)
    response = Response(made.body, mimetype=made.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    response.add_etag()
    response.make_conditional(request)
    return response


# --- Pages ------------------------------------------------------------------------------------


def _send_toolkit(reading: Reading) -> Response:
    def draw() -> str:
        reference = workspace().reference.current()
        note_names(reading.wording)
        view = build_toolkit(reading.sentences, reference, reading.languages)
        return render_template("toolkit/toolkit.html", reading=reading, view=view)

    return _send(draw, reading)


def _send_pillar(reading: Reading, pillar_id: str) -> Response:
    pillar = next((item for item in reading.toolkit.pillars if item.id == pillar_id), None)
    if pillar is None:
        _refuse_part(reading, pillar_id)

    def draw() -> str:
        part = _read_part(count_parts(reading.toolkit, pillar.id))
        view = build_pillar(reading.sentences, pillar, part)
        chosen = list_parameters(reading.wording)
        return render_template("toolkit/pillar.html", reading=reading, view=view, parameters=chosen)

    return _send(draw, reading, frozenset({PART}))


def _read_part(most: int) -> int:
    """Read which part of a long page is wanted, counted from 1; 404 for one that is not there."""
    text = request.args.get(PART, "1")
    part = int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_PART else 0
    return part if 1 <= part <= most else abort(404)


def _send(
    draw: Callable[[], str], reading: Reading, arguments: frozenset[str] = frozenset()
) -> Response:
    edition = workspace().reference.current().edition.short
    content = (reading.toolkit.content_hash, reading.wording.digest, reading.name)
    return send_drawn(
        draw, *content, reading.is_current, edition, name_shelf(), arguments=arguments
    )


def _see_question(reading: Reading, question_id: str) -> Response:
    address = reading.find_question(question_id)
    if not address:
        _refuse_part(reading, question_id)
    return make_response(redirect(address, 308))


# --- What is not there ------------------------------------------------------------------------


def _open(toolkit_id: str) -> Reading:
    toolkit = workspace().toolkits.shown(toolkit_id)
    return read_toolkit(toolkit) if toolkit is not None else _refuse(toolkit_id)


def _open_version(toolkit_id: str, version: str) -> Reading:
    editions = list_editions(workspace().toolkits, toolkit_id)
    return _choose(editions, version) if editions else _refuse(toolkit_id)


def _choose(editions: tuple[Edition, ...], version: str) -> Reading:
    """Open a version by what its address calls it."""
    edition = find_edition(editions, version[:LONGEST_SHOWN])
    if edition is None:
        _refuse(editions[0].toolkit.id, version)
    return read_toolkit(edition.toolkit, edition.name, is_current=edition.is_current)


def _refuse(toolkit_id: str, version: str = "") -> NoReturn:
    """Answer 404 in the same way for what is not there and for what is not open."""
    known = {item.id: item for item in workspace().toolkits.list_shown()}
    close = get_close_matches(toolkit_id[:LONGEST_SHOWN], list(known), SUGGESTIONS, 0.4)
    page = render_template(
        "toolkit/unknown.html",
        wanted=toolkit_id[:LONGEST_SHOWN],
        version=version[:LONGEST_SHOWN],
        known=known.get(toolkit_id),
        close=list_toolkits((word(known[name]), ()) for name in close),
    )
    abort(make_response(page, 404))


def _refuse_part(reading: Reading, wanted: str) -> NoReturn:
    toolkit = reading.toolkit
    ids = [pillar.id for pillar in toolkit.pillars]
    ids += [question.id for question in toolkit.questions]
    close = get_close_matches(wanted[:LONGEST_SHOWN], ids, SUGGESTIONS, 0.5)
    page = render_template(
        "toolkit/unknown_part.html",
        reading=reading,
        wanted=wanted[:LONGEST_SHOWN],
        close=[(name, reading.find_node(name)) for name in close],
    )
    abort(make_response(page, 404))
