"""Small figures that the tests of this folder draw."""

from app.presentation.figure import (
    Band,
    Bars,
    Cell,
    Profile,
    Radar,
    Row,
    RowWords,
    Series,
    Shown,
    Strip,
    StripRow,
    StripWords,
)
from app.presentation.language import Direction

WORDS = RowWords("Pillar", "Kenya", "no value", "Range", "Counted")
BANDS = tuple(
    Band(25 * n, name) for n, name in enumerate(("Foundation", "Build", "Deliver", "Lead"))
)
PEERS = ("Africa, middle of 44", "Rwanda")
ROWS = (
    Row(
        "Infrastructure",
        Shown(46.1, "46"),
        40,
        52,
        "40–52",
        "5 of 6 figures",
        "infrastructure",
        (Shown(33.1, "33"), Shown(45.9, "46")),
    ),
    Row("Policy & law", Shown(55.2, "55"), family="policy", peers=(Shown(39.9, "40"), None)),
    Row("Management", Shown(None, ""), 10, 90, "10–90", "1 of 6 figures", "management"),
    Row("Outreach", Shown(100, "100"), family="outreach"),
)


def make_profile(direction: Direction = "ltr") -> Profile:
    return Profile(
        "profile",
        "Profile",
        "Infrastructure 46; <b>",
        ROWS,
        WORDS,
        BANDS,
        PEERS,
        direction=direction,
    )


def make_bars(direction: Direction = "ltr") -> Bars:
    return Bars("bars", "Bars", "Summary", ROWS, WORDS, BANDS, PEERS, direction=direction)


def make_radar(direction: Direction = "ltr", *, complete: bool = False) -> Radar:
    middle = Shown(30, "30") if complete else Shown(None, "")
    own = (Shown(46.1, "46"), Shown(55.2, "55"), middle, Shown(100, "100"))
    peer = Series("Rwanda", tuple(Shown(n * 20, str(n * 20)) for n in range(4)))
    return Radar(
        "radar",
        "Radar",
        "Summary",
        tuple(row.label for row in ROWS),
        Series("Kenya", own),
        "Pillar",
        "no value",
        (peer,),
        tuple(row.family for row in ROWS),
        direction=direction,
    )


def make_strip(direction: Direction = "ltr") -> Strip:
    cells = (
        Cell("INF-01", "2", 0.5, "2, adopted"),
        Cell("INF-02", "0", 0.0, "0, nothing yet"),
        Cell("INF-03", "?", None, "unknown"),
    )
    rows = (StripRow("Infrastructure", cells, "infrastructure"), StripRow("Policy", cells * 4))
    key = (("0", 0.0, "nothing yet"), ("4", 1.0, "measured"), ("?", None, "unknown"))
    words = StripWords("Pillar", "Question", "Level")
    return Strip("strip", "Questions", "Summary", rows, words, key, direction=direction)


def make_all(direction: Direction = "ltr") -> tuple[Profile | Bars | Radar | Strip, ...]:
    return (
        make_profile(direction),
        make_bars(direction),
        make_radar(direction),
        make_strip(direction),
    )
