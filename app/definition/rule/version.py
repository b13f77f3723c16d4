"""The rules between a version of a toolkit and the one before it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from app.definition.difference import Difference, Step, compare_toolkits
from app.definition.difference.change import STEPS
from app.definition.near import suggest
from app.definition.rule.registry import Fault, Path, register
from app.definition.rule.subject import Subject
from app.definition.toolkit import Toolkit

register(
    "other-toolkit",
    why="Two versions of one toolkit bear one id; other toolkits have nothing to carry over.",
    mend="Compare with a version of the same toolkit, or give this one its old id back.",
    wrong="`id: readiness-2` beside an earlier version with `id: readiness`.",
    right="The same `id` in both versions.",
)
register(
    "version-not-raised",
    why="One number may stand for one content only: reports and answers name it.",
    mend="Raise the version above that of the version before.",
    wrong="`version: '1.2.0'` with other questions than the 1.2.0 before it.",
    right="`version: '1.2.1'`, '1.3.0' or '2.0.0', whatever the change asks for.",
)
register(
    "version-step",
    why="The number tells whether old scores still compare. Patch: wording. Minor: nothing that "
    "changes the score of old answers. Major: all else.",
    mend="Raise the version by the step that the message names.",
    wrong="From 1.0.0 to 1.0.1 with another weight.",
    right="From 1.0.0 to 2.0.0 with another weight.",
)
register(
    "id-changed-meaning",
    why="Old answers are found by this id and would be read as answers to another question.",
    mend="Give the new question an id of its own; if it takes the place of the old one and old "
    "answers still answer it, name the old id in `replaces`.",
    wrong="`POL-03`, which asked about a budget, asks about a law and has other states.",
    right="`POL-03` goes, and the question about a law is `POL-09`.",
)
register(
    "id-came-back",
    why="An id that was removed stays dead: answers to what it once named still exist.",
    mend="Give it an id that was never used.",
    wrong="`POL-03`, removed in 2.0.0, is used again in 3.0.0.",
    right="A new question gets a new id, such as `POL-12`.",
)
register(
    "replaces-unknown",
    why="Answers carry over from the id that `replaces` names; there are none under this one.",
    mend="Name the id of a question of the version before, or leave `replaces` out.",
    wrong="`replaces: POL-99` where no version before had a POL-99.",
    right="`replaces: POL-03` where the version before had POL-03.",
)
register(
    "replaces-twice",
    why="An answer can be carried over to one question only.",
    mend="Keep `replaces` at the question that asks the same; the other one is new.",
    wrong="Two questions with `replaces: POL-03`.",
    right="One question with `replaces: POL-03`, and one without.",
)

_QUESTION: Final = "question"
_NODE: Final = "pillar or topic"
_VIEW: Final = "view"


class VersionFault(NamedTuple):
    """The id of a broken rule, and the fault at its path in the new version."""

    rule: str
    fault: Fault


def find_version_faults(
    old: Toolkit, new: Toolkit, *, earlier: Collection[Toolkit] = ()
) -> Iterator[VersionFault]:
    """Give everything by which a version breaks with the one before it.

    `earlier` are versions before the old one: with them an id that came back after a while is seen.
    The same content is no new version and has no fault.
    """
    if old.content_hash == new.content_hash:
        return
    if old.id != new.id:
        message = f"The version before is of the toolkit {old.id!r}, not {new.id!r}."
        yield VersionFault("other-toolkit", Fault(("id",), message))
        return
    difference = compare_toolkits(old, new)
    yield from _check_number(old, new, difference)
    subject = Subject(new)
    paths = {question.id: path for path, question in subject.questions}
    yield from _check_meaning(old, subject, difference)
    yield from _check_dead_ids(old, subject, earlier)
    yield from _check_replaces(old, subject, earlier, paths=paths)


# --- The number ---------------------------------------------------------------------------------


def version_of(toolkit: Toolkit) -> tuple[int, int, int]:
    """Give the three numbers of a version."""
    major, minor, patch = (int(part) for part in toolkit.version.split("."))
    return major, minor, patch


def step_between(old: Toolkit, new: Toolkit) -> Step | None:
    """Give the step from one version number to another; None where it did not rise."""
    before, after = version_of(old), version_of(new)
    if after <= before:
        return None
    if after[0] > before[0]:
        return "major"
    return "minor" if after[1] > before[1] else "patch"


def least_version(old: Toolkit, step: Step) -> str:
    """Give the least version that is a step above the old one."""
    major, minor, patch = version_of(old)
    numbers = {
        "patch": (major, minor, patch + 1),
        "minor": (major, minor + 1, 0),
        "major": (major + 1, 0, 0),
    }
    return ".".join(str(number) for number in numbers[step])


def _check_number(old: Toolkit, new: Toolkit, difference: Difference) -> Iterator[VersionFault]:
    taken, needed = step_between(old, new), difference.needs
    least = least_version(old, needed)
    if taken is None:
        message = (
            f"The version is {new.version}, and {old.version} before had another content; "
            f"what changed asks for {least} or more."
        )
        yield VersionFault("version-not-raised", Fault(("version",), message))
    elif STEPS.index(taken) < STEPS.index(needed):
        message = (
            f"From {old.version} to {new.version} is a {taken} step, but {_reason(difference)}: "
            f"that asks for a {needed} step, {least} or more."
        )
        yield VersionFault("version-step", Fault(("version",), message))


def _reason(difference: Difference) -> str:
    """Name the first change that asks for the step needed."""
    for change in difference.questions:
        if change.step == difference.needs:
            key = next((one for one in change.changes if one.step == difference.needs), None)
            return f"{change.id} was {change.status}" + (f" ({key.path})" if key else "")
    paths = [one.path for one in difference.parts if one.step == difference.needs]
    return f"{paths[0]} was changed"


# --- Ids ----------------------------------------------------------------------------------------


def _check_meaning(
    old: Toolkit, subject: Subject, difference: Difference
) -> Iterator[VersionFault]:
    reused = {change.id for change in difference.questions if change.reuses_id}
    before = {name: kind for _, name, kind in _named(Subject(old))}
    for path, name, kind in _named(subject):
        if name in reused:
            message = f"{name!r} asked something else before."
        elif before.get(name, kind) != kind:
            message = f"{name!r} was a {before[name]} before."
        else:
            continue
        yield VersionFault("id-changed-meaning", Fault((*path, "id"), message))


def _named(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    """Give everything that has an id in the namespace of a toolkit, and what it is."""
    for path, node in subject.nodes:
        yield path, node.id, _NODE
    for path, question in subject.questions:
        yield path, question.id, _QUESTION
    views = () if subject.toolkit is None else subject.toolkit.scoring.views
    for number, view in enumerate(views):
        yield ("scoring", "views", number), view.id, _VIEW


def _check_dead_ids(
    old: Toolkit, subject: Subject, earlier: Collection[Toolkit]
) -> Iterator[VersionFault]:
    living = {name for _, name, _ in _named(Subject(old))}
    dead = {one.replaces for version in (old, *earlier) for one in version.questions}
    dead |= {name for version in earlier for _, name, _ in _named(Subject(version))}
    for path, name, _ in _named(subject):
        if name in dead and name not in living:
            message = f"{name!r} was removed before {old.version} and names something again."
            yield VersionFault("id-came-back", Fault((*path, "id"), message))


def _check_replaces(
    old: Toolkit, subject: Subject, earlier: Collection[Toolkit], *, paths: Mapping[str, Path]
) -> Iterator[VersionFault]:
    known = {one.id for version in (old, *earlier) for one in version.questions}
    # What the version before replaced itself is history and stays written.
    history = {(one.id, one.replaces) for one in old.questions}
    seen: set[str] = set()
    for _, question in subject.questions:
        replaced = question.replaces
        if replaced is None:
            continue
        path = (*paths[question.id], "replaces")
        if replaced not in known and (question.id, replaced) not in history:
            message = f"Version {old.version} has no question {replaced!r}."
            fault = Fault(path, message, suggest(replaced, known))
            yield VersionFault("replaces-unknown", fault)
        elif replaced in seen:
            message = f"Another question replaces {replaced!r} already."
            yield VersionFault("replaces-twice", Fault(path, message))
        seen.add(replaced)
