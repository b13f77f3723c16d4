"""How long reports take in a warm press, and how much memory they need.

Prints, for each language, a quick-check's report and one of all questions of the same toolkit (more
than 25 pages): seconds from the answers to the views, from the views to the page, and in the press,
as the middle of several runs (and the work in it, where others use the machine too); pages; and
the most memory the child held.
"""

import io
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

import pikepdf

from app.definition.loading import load_toolkit
from app.export.page import render_report
from app.export.press.client import Press
from app.paths import REFERENCE, TOOLKITS
from app.presentation.language import LANGUAGES, load_translator
from app.presentation.report.building import build_report
from app.presentation.report.material import Check, Place, gather_material
from app.presentation.report.structure import Report
from app.presentation.view.desk import lay_desk
from app.presentation.view.wording import Wording
from app.reference import load_reference
from app.response import Answer, Answers, Setting, questions_for

DAY = date(2026, 11, 22)
COUNTRY, COMPARED = "KEN", ("RWA", "EST", "GHA")
RUNS = 5
FULL = 80
"""Questions of the toolkit that is measured, at least."""


def time_of(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def answer(name: str, levels: int, place: int) -> Answer:
    """Answer one question; every third with a note and a link."""
    extra = {"note": "Adopted in 2024.", "link": "https://example.org/law.pdf"}
    return Answer(name, value=place % levels, **(extra if place % 3 == 0 else {}))  # type: ignore[arg-type]


def make_maker() -> Callable[[str, bool], Report]:
    """Load toolkit and figures; return what builds a report in a language, quick or in full."""
    reference = load_reference(REFERENCE)
    folders = [path.parent for path in sorted(TOOLKITS.glob("*/toolkit.yaml"))]
    toolkit = next(found for found in map(load_toolkit, folders) if len(found.questions) >= FULL)
    index = toolkit.index("by-data")
    countries = reference.countries
    compared = tuple(countries[code] for code in COMPARED)
    desk = lay_desk(index, reference) if index else None
    place = Place(countries[COUNTRY], reference, desk, compared, DAY)

    def build(language: str, is_quick: bool) -> Report:  # noqa: FBT001  # named below
        setting = Setting(quick=is_quick)
        asked = questions_for(toolkit, Answers(), setting)
        given = [
            answer(item.question.id, len(item.question.levels), number)
            for number, item in enumerate(asked)
            if item.question.kind == "level"
        ]
        wording = Wording(toolkit, setting, load_translator(language))
        return build_report(gather_material(wording, place, Check(Answers(given), DAY)))

    return build


def main() -> None:
    """Measure and print."""
    build = make_maker()
    press = Press()
    print(f"press: warm after {time_of(press.start):.2f} s")
    print("language  kind         views    page   press (work)     all  pages  peak MB     kB")
    for code, language in LANGUAGES.items():
        for is_quick in (True, False) if language.ready else ():
            measure(press, build, code, is_quick=is_quick)
    press.close()


def measure(
    press: Press, build: Callable[[str, bool], Report], code: str, *, is_quick: bool
) -> None:
    """Measure one kind of report in one language and print a line."""
    report = build(code, is_quick)
    page = render_report(report)
    made = press.make(page, report.identifier)
    assert press.make(page, report.identifier).body == made.body
    views = median(time_of(lambda: build(code, is_quick)) for _ in range(RUNS))
    setting = median(time_of(lambda: render_report(report)) for _ in range(RUNS))
    runs = [press.make(page, report.identifier) for _ in range(RUNS)]
    printing, work = median(run.seconds for run in runs), median(run.cpu_seconds for run in runs)
    with pikepdf.open(io.BytesIO(made.body)) as pdf:
        pages = len(pdf.pages)
    kind = "quick-check" if is_quick else "in full"
    total = views + setting + printing
    print(
        f"{code:<9} {kind:<11} {views:6.2f}  {setting:6.2f}"
        f"  {printing:6.2f} ({work:4.2f})  {total:6.2f}"
        f"  {pages:5} {made.peak_kilobytes / 1024:8.0f} {len(made.body) / 1000:6.0f}"
    )


if __name__ == "__main__":
    main()
