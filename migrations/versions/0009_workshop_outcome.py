"""Make the tables of what comes of a workshop."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")
DAY = sa.Date().with_variant(sqlite.TEXT(), "sqlite")


def create_workshop_action() -> None:
    op.create_table(
        "workshop_action",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", DAY, nullable=True),
        sa.Column("action_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_action_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_workshop_action")),
        sqlite_strict=True,
    )


def create_workshop_goal() -> None:
    op.create_table(
        "workshop_goal",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_goal_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "question", name=op.f("pk_workshop_goal")),
        sqlite_strict=True,
    )


def create_workshop_item() -> None:
    op.create_table(
        "workshop_item",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_item_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_workshop_item")),
        sqlite_strict=True,
    )


def create_workshop_note() -> None:
    op.create_table(
        "workshop_note",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_note_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workshop_id", "table_number", "question", name=op.f("pk_workshop_note")
        ),
        sqlite_strict=True,
    )


def create_workshop_promise() -> None:
    op.create_table(
        "workshop_promise",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("promised_by", sa.Text(), nullable=False),
        sa.Column("due", DAY, nullable=True),
        sa.Column("evidence_id", sa.Text(), nullable=True),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_promise_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_workshop_promise")),
        sqlite_strict=True,
    )


def create_workshop_feedback() -> None:
    op.create_table(
        "workshop_feedback",
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=True),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.id"],
            name=op.f("fk_workshop_feedback_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_feedback_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_workshop_feedback")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_workshop_feedback_workshop_id"), "workshop_feedback", ["workshop_id"], unique=False
    )


def create_workshop_rating() -> None:
    op.create_table(
        "workshop_rating",
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.id"],
            name=op.f("fk_workshop_rating_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_rating_workshop_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "item", name=op.f("pk_workshop_rating")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_workshop_rating_workshop_id"), "workshop_rating", ["workshop_id"], unique=False
    )


def upgrade() -> None:
    create_workshop_action()
    create_workshop_goal()
    create_workshop_item()
    create_workshop_note()
    create_workshop_promise()
    create_workshop_feedback()
    create_workshop_rating()


def downgrade() -> None:
    for table in (
        "workshop_rating",
        "workshop_feedback",
        "workshop_promise",
        "workshop_note",
        "workshop_item",
        "workshop_goal",
        "workshop_action",
    ):
        op.drop_table(table)
