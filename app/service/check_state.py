"""What the quick-check's functions give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.definition.toolkit import Toolkit
from app.response import Answer, Answers, Setting


@dataclass(frozen=True, slots=True)
class CheckState:
    """One visitor's check as it stands.

    Attributes:
        id: Its random id; opens nothing by itself.
        toolkit: The toolkit as it was when the check began, whatever became of the file.
        country: ISO 3166-1 alpha-3 code.
        setting: What is asked: the quick-check's questions and the parameters chosen.
        answers: All answers, each with its version.
        language: Language of the last answer.
        data_edition: Id of the reference data shown when it began, if any was loaded.
        created_at: First saved answer. All moments are UTC.
        visited_at: Last visit, exact to a day.
        saved_at: Last answer that changed.
        expires_at: When it will be deleted unless visited again.
        link_active: Whether a private link opens it.
        to_confirm: Questions whose answers are to be confirmed since the check was moved to another
            version of its toolkit.
        is_moved: Whether it was moved.
    """

    id: str
    toolkit: Toolkit
    country: str
    setting: Setting
    answers: Answers
    language: str
    data_edition: str | None
    created_at: datetime
    visited_at: datetime
    saved_at: datetime
    expires_at: datetime
    link_active: bool
    to_confirm: frozenset[str] = frozenset()
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """An answer somebody gives, and the version they saw when they gave it (0: none).

    `confirms`: given as it stood, on purpose, so that it counts as saved again. `why`: why it was
    changed, where a team keeps that.
    """

    answer: Answer
    base_version: int = 0
    confirms: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that was not written: another one was saved meanwhile. Both, to choose.

    `by` and `at`: the account that saved the other one and when, where a team keeps that.
    """

    question: str
    mine: Answer
    theirs: Answer
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewKeys:
    """The two secrets of a new check, told once: nobody can read them from the database."""

    cookie: str = field(repr=False)
    link: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the changes.

    Attributes:
        check: The check after saving; None when there was none and nothing to begin one with.
        saved: Answers as stored now, with their new versions; an unchanged one keeps its version.
        conflicts: Answers that were not written.
        new_keys: Set when this call created the check.
    """

    check: CheckState | None
    saved: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]
    new_keys: NewKeys | None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a private link opened: where to go, and the secret for this device's cookie."""

    toolkit_id: str
    country: str
    cookie: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """Answers to save for one check.

    Attributes:
        toolkit_id: The toolkit, as in the page's address.
        country: ISO 3166-1 alpha-3 code.
        changes: What was given; questions of the toolkit only.
        parameters: Choices such as the sector; None keeps those stored.
        language: Language of the page it was given on.
        definition: Content hash of the toolkit that was shown; a new check begins with it.
    """

    toolkit_id: str
    country: str
    changes: tuple[Change, ...]
    parameters: Mapping[str, str] | None = None
    language: str = "en"
    definition: str = ""
