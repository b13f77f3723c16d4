"""From one version of a toolkit to another: what a check and an assessment have in common."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from app.definition.difference import Difference
from app.definition.rule.version import version_of
from app.definition.toolkit import Toolkit
from app.response import Answer, Answers, Setting
from app.response.carrying import CarryLine, carry_answers, carry_parameters
from app.scoring.passage import Passage
from app.service.error import NotAChoice
from app.service.workspace import Workspace


def find_newer(
    workspace: Workspace, toolkit: Toolkit, scope: str = Setting().scope
) -> Toolkit | None:
    """Return the current version of a toolkit where it is newer and for the same kind of unit."""
    current = workspace.toolkits.get(toolkit.id)
    if current is None or current.content_hash == toolkit.content_hash:
        return None
    if scope not in current.scopes:
        return None
    return current if version_of(current) > version_of(toolkit) else None


def print_of(toolkit: Toolkit, answers: Mapping[str, Answer]) -> str:
    """Give a short print of a check: of its toolkit and the version of each answer."""
    versions = sorted((name, answer.version) for name, answer in answers.items())
    return hashlib.sha256(f"{toolkit.content_hash}{versions}".encode()).hexdigest()[:16]


def plan_passage(
    old: Toolkit,
    new: Toolkit,
    answers: Answers,
    setting: Setting,
    *,
    difference: Difference | None = None,
) -> Passage:
    """Say what the way from one version to another does to answers; nothing is written."""
    carried = carry_answers(old, new, answers, difference=difference)
    parameters = (setting.parameters, carry_parameters(new, setting.parameters))
    return Passage(old, new, parameters, carried.record, asks=setting)


def choose_parameters(
    target: Toolkit, stored: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """Give the options under the new version: those chosen before, and those given for the rest.

    Raises:
        NotAChoice: One that it requires is missing or not offered.
    """
    chosen = carry_parameters(target, {**given, **stored})
    for name, parameter in target.parameters.items():
        if parameter.required and name not in chosen:
            raise NotAChoice(name)
    return chosen


def raise_version(line: CarryLine) -> CarryLine:
    """Count the way over as a change of the answer."""
    if line.after is None:
        return line
    return replace(line, after=replace(line.after, version=line.before.version + 1))
