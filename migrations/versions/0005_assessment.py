"""Make the tables of full assessments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")
DAY = sa.Date().with_variant(sqlite.TEXT(), "sqlite")


def create_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("toolkit_id", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("period_start", DAY, nullable=True),
        sa.Column("period_end", DAY, nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begun_from", sa.Text(), nullable=False),
        sa.Column("previous_id", sa.Text(), nullable=True),
        sa.Column("data_edition", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("assisted", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["data_edition"], ["data_edition.id"], name=op.f("fk_assessment_data_edition")
        ),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definition.hash"], name=op.f("fk_assessment_definition_hash")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_previous_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assessment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sqlite_strict=True,
    )
    op.create_index("ix_assessment_definition_hash", "assessment", ["definition_hash"])
    op.create_index("ix_assessment_deleted_at", "assessment", ["deleted_at"])
    op.create_index("ix_assessment_previous_id", "assessment", ["previous_id"])
    op.create_index("ix_assessment_state", "assessment", ["state"])
    op.create_index("ix_assessment_unit_id", "assessment", ["unit_id"])


def create_answer_history() -> None:
    op.create_table(
        "answer_history",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("to_confirm", sa.Boolean().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_answer_history_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "assessment_id", "question", "version", name=op.f("pk_answer_history")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_answer_history_assessment_id_saved_at", "answer_history", ["assessment_id", "saved_at"]
    )


def create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.Text(), nullable=False),
        sa.Column("data_edition", sa.Text(), nullable=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_approval_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["data_edition"], ["data_edition.id"], name=op.f("fk_approval_data_edition")
        ),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definition.hash"], name=op.f("fk_approval_definition_hash")
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_approval")),
        sqlite_strict=True,
    )


def create_assessment_answer() -> None:
    op.create_table(
        "assessment_answer",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("to_confirm", sa.Boolean().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_answer_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "question", name=op.f("pk_assessment_answer")),
        sqlite_strict=True,
    )


def create_assessment_move() -> None:
    op.create_table(
        "assessment_move",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_hash", sa.Text(), nullable=False),
        sa.Column("to_hash", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("moved_by", sa.Text(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_move_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_hash"], ["definition.hash"], name=op.f("fk_assessment_move_from_hash")
        ),
        sa.ForeignKeyConstraint(
            ["to_hash"], ["definition.hash"], name=op.f("fk_assessment_move_to_hash")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_assessment_move")),
        sqlite_strict=True,
    )


def create_assessment_role() -> None:
    op.create_table(
        "assessment_role",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=True),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_assessment_role_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_role_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "assessment_id", "account_id", "role", name=op.f("pk_assessment_role")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_assessment_role_account_id", "assessment_role", ["account_id"])


def create_publication() -> None:
    op.create_table(
        "publication",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_publication_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_publication")),
        sqlite_strict=True,
    )


def create_state_change() -> None:
    op.create_table(
        "state_change",
        sa.Column("assessment_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_state_change_assessment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_state_change")),
        sqlite_strict=True,
    )


def upgrade() -> None:
    create_assessment()
    create_answer_history()
    create_approval()
    create_assessment_answer()
    create_assessment_move()
    create_assessment_role()
    create_publication()
    create_state_change()
    op.add_column("job", sa.Column("about", sa.Text(), nullable=True))
    op.create_index("ix_job_about", "job", ["about"])


def downgrade() -> None:
    op.drop_index("ix_job_about", "job")
    op.drop_column("job", "about")
    for table in (
        "state_change",
        "publication",
        "assessment_role",
        "assessment_move",
        "assessment_answer",
        "approval",
        "answer_history",
        "assessment",
    ):
        op.drop_table(table)
