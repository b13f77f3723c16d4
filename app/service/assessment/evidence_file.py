"""Files as evidence: taken whole or not at all, known by their content, sent to be saved only.

The bytes stand in the database once for each content, so that a backup of the database is a backup
of the evidence, and a file comes and goes with what refers to it in one transaction.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from app.presentation.view.assessment.evidence import FILE, RECEIVED
from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.service.access import Access, require, write_in
from app.service.actor import Actor
from app.service.assessment.evidence import (
    Seen,
    check_question,
    find_own,
    insert_piece,
    note_act,
    rewrite,
    write_own,
)
from app.service.assessment.file_kind import RefusedFileError, clean_name, find_kind
from app.service.error import NotFound
from app.service.permission import ADD_EVIDENCE, DOWNLOAD
from app.service.workspace import Workspace
from app.store import evidence as table
from app.store.engine import Session, read_session


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and can be kept; `read_upload` makes it."""

    name: str
    media_type: str
    body: bytes
    hash: str


def read_upload(workspace: Workspace, name: str, body: bytes) -> Upload:
    """Look at a file somebody sent.

    Raises:
        RefusedFileError: It is empty, too large, damaged, or of a kind that is not taken.
    """
    if len(body) > workspace.settings.evidence_bytes:
        raise RefusedFileError("large")
    clean = clean_name(name)
    kind = find_kind(body, clean)
    return Upload(clean, kind.media_type, body, hashlib.sha256(body).hexdigest())


def add_file(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    question: str,
    *,
    sent: tuple[EvidenceDetails, Upload],
) -> str:
    """Keep a file as evidence of a question, with what is said of it; returns the piece's id.

    Raises:
        NotFound: The actor may not.
        WrongState: Evidence is not entered any more.
        NotAChoice: A question the toolkit does not have.
        FullError: There is too much evidence.
        RefusedFileError: The files of the assessment would be more than the quota.
        StorageError: The database can't take it; nothing was kept.
    """
    given, upload = sent

    def work(session: Session, access: Access) -> str:
        check_question(workspace, access, question)
        now = workspace.now()
        columns = _keep(session, workspace, access, upload)
        details = replace(given, kind=FILE, state=RECEIVED, title=given.title or upload.name)
        return insert_piece(session, (access, now), question, details, file=columns)

    return write_in(actor, workspace, action=ADD_EVIDENCE, assessment_id=assessment_id, work=work)


def attach_file(
    actor: Actor, workspace: Workspace, assessment_id: str, seen: Seen, *, upload: Upload
) -> bool:
    """Put a file to a piece that was promised or named, or in place of the one it has.

    Returns:
        False where somebody changed the piece meanwhile: nothing was kept.

    Raises:
        NotFound: The actor may not, or there is no such piece.
        WrongState: Evidence is not changed any more.
        RefusedFileError: The files of the assessment would be more than the quota.
        StorageError: The database can't take it; nothing was kept.
    """

    def work(session: Session, access: Access) -> bool:
        row = find_own(session, access, seen.id)
        if row.version != seen.version:
            return False
        before: str | None = row.file_hash
        if before == upload.hash:
            return True
        columns = _keep(session, workspace, access, upload)
        rewrite(session, row, columns | {"kind": FILE, "state": RECEIVED})
        if before is not None:
            table.drop_file(session, before)
        note_act(session, (access, workspace.now()), "evidence_file_attached", row.id)
        return True

    return write_own(actor, workspace, assessment_id, work)


def _keep(
    session: Session, workspace: Workspace, access: Access, upload: Upload
) -> dict[str, object]:
    """Keep the bytes if the assessment has room for them; its lock is held, so the sum is true."""
    if not table.uses_file(session, access.row.id, upload.hash):
        total = table.sum_files(session, access.row.id) + len(upload.body)
        if total > workspace.settings.evidence_quota:
            raise RefusedFileError("quota")
    table.keep_file(session, _describe(upload, workspace.now()))
    return {"file_name": upload.name, "file_hash": upload.hash}


def _describe(upload: Upload, now: datetime) -> dict[str, object]:
    return {
        "hash": upload.hash,
        "media_type": upload.media_type,
        "size": len(upload.body),
        "body": upload.body,
        "created_at": now,
    }


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file to be saved by somebody's browser."""

    name: str
    media_type: str
    body: bytes


def open_file(actor: Actor, workspace: Workspace, assessment_id: str, evidence_id: str) -> KeptFile:
    """Give the file of a piece of evidence.

    Raises:
        NotFound: The actor may not, or there is no such piece, or it has no file.
    """
    require(actor, workspace, DOWNLOAD, assessment_id)
    with read_session(workspace.engine) as session:
        row = table.find_evidence(session, assessment_id, evidence_id)
        found = table.read_file(session, row.file_hash) if row and row.file_hash else None
    if row is None or found is None:
        raise NotFound
    return KeptFile(row.file_name, found.media_type, found.body)
