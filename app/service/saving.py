"""Save answers of one visitor in one transaction."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.definition.toolkit import Toolkit
from app.response import Answer
from app.service.actor import Actor
from app.service.answering import Sorted, check_choices, describe_answer, sort_changes
from app.service.check_state import NewKeys, Submission
from app.service.definition import describe_pin
from app.service.error import Moved, NotFound
from app.service.opening import add_key, find_living, is_about, read_stored
from app.service.secret import hash_secret, make_secret
from app.service.workspace import Workspace
from app.store import check as table
from app.store.audit import add_audit
from app.store.check import CheckRecord, FoundCheck
from app.store.definition import pin_definition
from app.store.engine import Session


@dataclass(frozen=True, slots=True)
class Written:
    """What the transaction did."""

    found: FoundCheck
    answers: dict[str, Answer]
    changes: Sorted
    new_keys: NewKeys | None = None


@dataclass(frozen=True, slots=True)
class Saving:
    """One submission on its way into the database.

    `edition` is the reference data shown with it; `is_country` whether it has the country.
    """

    actor: Actor
    workspace: Workspace
    submission: Submission
    edition: str | None
    is_country: bool

    def run(self, session: Session) -> Written | None:
        """Save into the actor's check, or into a new one; None when there was nothing to save."""
        now = self.workspace.now()
        found = self._find_own(session)
        if found is not None:
            return self._save_more(session, found, now)
        return self._save_first(session, now)

    def _find_own(self, session: Session) -> FoundCheck | None:
        if not self.actor.key:
            return None
        found = find_living(
            session, self.workspace, self.actor.key, purpose=table.COOKIE, lock=True
        )
        wanted = (self.submission.toolkit_id, self.submission.country)
        return found if found and is_about(found, *wanted) else None

    def _save_more(self, session: Session, found: FoundCheck, now: datetime) -> Written:
        if self.submission.definition not in {"", found.row.definition_hash}:
            raise Moved
        toolkit = self.workspace.toolkits.by_hash(found.row.definition_hash)
        if toolkit is None:
            raise NotFound
        check_choices(toolkit, self.submission)
        stored = read_stored(session, found.row.id)
        changes = sort_changes(self.submission.changes, stored)
        values: dict[str, Any] = {"visited_at": now, "language": self.submission.language}
        if self.submission.parameters is not None:
            values["parameters"] = dict(self.submission.parameters)
        if changes.written:
            values["saved_at"] = now
        table.update_check(session, found.row.id, values)
        _write(session, found.row.id, changes=changes, now=now)
        seen = replace(found, row=replace(found.row, **values))
        return Written(seen, _merge(stored, changes), changes)

    def _save_first(self, session: Session, now: datetime) -> Written | None:
        wanted = (self.submission.toolkit_id, self.submission.definition)
        toolkit = self.workspace.toolkits.begin(*wanted)
        if toolkit is None or not self.is_country:
            raise NotFound
        check_choices(toolkit, self.submission)
        changes = sort_changes(self.submission.changes, {})
        if not changes.written and not self.submission.parameters:
            return None
        check_id, keys = uuid4().hex, self._make_keys()
        pin_definition(session, describe_pin(toolkit, now))
        row = self._describe_check(check_id, toolkit, now)
        table.insert_check(session, asdict(row))
        add_key(session, check_id, purpose=table.COOKIE, secret=keys.cookie, now=now)
        add_key(session, check_id, purpose=table.LINK, secret=keys.link, now=now)
        add_audit(session, now, action="check_created", subject=check_id, toolkit=toolkit.id)
        _write(session, check_id, changes=changes, now=now)
        found = FoundCheck(row, link_active=True)
        return Written(found, _merge({}, changes), changes, keys)

    def _make_keys(self) -> NewKeys:
        minted = self.actor.key if self.actor.minted and hash_secret(self.actor.key) else None
        return NewKeys(cookie=minted or make_secret(), link=make_secret())

    def _describe_check(self, check_id: str, toolkit: Toolkit, now: datetime) -> CheckRecord:
        return CheckRecord(
            id=check_id,
            definition_hash=toolkit.content_hash,
            toolkit_id=toolkit.id,
            country=self.submission.country,
            parameters=dict(self.submission.parameters or {}),
            data_edition=self.edition,
            language=self.submission.language,
            created_at=now,
            visited_at=now,
            saved_at=now,
        )


def _merge(stored: dict[str, Answer], changes: Sorted) -> dict[str, Answer]:
    return stored | {answer.question: answer for answer in changes.written}


def _write(session: Session, check_id: str, *, changes: Sorted, now: datetime) -> None:
    rows = [
        describe_answer(check_id, answer, version=answer.version, now=now)
        for answer in changes.written
    ]
    table.write_answers(session, rows)
