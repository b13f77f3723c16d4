"""Make the table of checks that were moved to another version of their toolkit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "check_move",
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_hash", sa.Text(), nullable=False),
        sa.Column("to_hash", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("confirm", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["quick_check.id"],
            name=op.f("fk_check_move_check_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_hash"], ["definition.hash"], name=op.f("fk_check_move_from_hash")
        ),
        sa.ForeignKeyConstraint(
            ["to_hash"], ["definition.hash"], name=op.f("fk_check_move_to_hash")
        ),
        sa.PrimaryKeyConstraint("check_id", "number", name=op.f("pk_check_move")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("check_move")
