"""A row in every table of accounts, units, assessments and teamwork, made from the columns."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Table, insert
from sqlalchemy.orm import Session

from app.store.table import METADATA

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TABLES = (
    "organisation", "account", "sign_in", "one_time_token", "recovery_code", "identity", "unit",
    "unit_role", "assessment", "assessment_role", "state_change", "approval", "publication",
    "assessment_move", "assessment_answer", "answer_history", "assignment", "comment",
    "review_comment", "desk_value", "goal", "plan_action", "plan_follower",
    "evidence_file", "evidence", "toolkit_choice", "workshop", "workshop_table", "workshop_act",
    "workshop_participant", "workshop_vote", "workshop_finish", "workshop_tally",
    "workshop_agreement", "workshop_note", "workshop_promise", "workshop_goal", "workshop_item",
    "workshop_rating", "workshop_action", "workshop_feedback",
)  # fmt: skip
KNOWN: Mapping[str, object] = {"definition_hash": "h", "from_hash": "h", "to_hash": "h"}
PLAIN: Mapping[type, object] = {
    str: "x",
    int: 1,
    float: 0.5,
    bool: False,
    bytes: b"x",
    datetime: NOW,
    date: NOW.date(),
}


def populate_team(session: Session) -> None:
    """Fill each table with two rows, "a" and "b"; a row points to the row of its own name."""
    for name in TABLES:
        table = METADATA.tables[name]
        for letter in ("a", "b"):
            row = {column.name: _value(table, column, letter) for column in table.columns}
            session.execute(insert(table), [row])


def _value(table: Table, column: Column[Any], letter: str) -> object:
    if column.name in KNOWN:
        return KNOWN[column.name]
    own = any(key.column.table is table for key in column.foreign_keys)
    if own or column.name == "data_edition":
        return None
    if column.foreign_keys or column.primary_key or column.unique:
        return 1 if column.type.python_type is int else letter
    kind = getattr(column.type, "impl_instance", column.type)
    try:
        return PLAIN[kind.python_type]
    except NotImplementedError:
        return "x"
