"""Make the tables of quick-checks, jobs and records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")

# The trail is added to and never changed, by nobody who comes through the database's front door.
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
    for deed in ("UPDATE", "DELETE")
)
POSTGRES_GUARDS = (
    """
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$
    """,
    """
    CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
    """,
)


def create_definition() -> None:
    op.create_table(
        "definition",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("toolkit_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("pinned_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_definition")),
        sqlite_strict=True,
    )


def create_quick_check() -> None:
    op.create_table(
        "quick_check",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.Text(), nullable=False),
        sa.Column("toolkit_id", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("data_edition", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("visited_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["data_edition"], ["data_edition.id"], name=op.f("fk_quick_check_data_edition")
        ),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["definition.hash"], name=op.f("fk_quick_check_definition_hash")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quick_check")),
        sqlite_strict=True,
    )
    op.create_index("ix_quick_check_visited_at", "quick_check", ["visited_at"])


def create_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["quick_check.id"], name=op.f("fk_answer_check_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", "question", name=op.f("pk_answer")),
        sqlite_strict=True,
    )


def create_access_key() -> None:
    op.create_table(
        "access_key",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"],
            ["quick_check.id"],
            name=op.f("fk_access_key_check_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_access_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_key_check_id_purpose", "access_key", ["check_id", "purpose"])


def create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["quick_check.id"], name=op.f("fk_job_check_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_job_asked_by", "job", ["asked_by"])
    op.create_index("ix_job_check_id", "job", ["check_id"])
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])


def create_document() -> None:
    op.create_table(
        "document",
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_document_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_document")),
        sqlite_strict=True,
    )
    op.create_index("ix_document_used_at", "document", ["used_at"])


def create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("toolkit_id", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("useful", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_strict=True,
    )


def create_throttle() -> None:
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_index("ix_throttle_expires_at", "throttle", ["expires_at"])


def create_heartbeat() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_heartbeat")),
        sqlite_strict=True,
    )


def create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def guard_audit() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_GUARDS if is_sqlite else POSTGRES_GUARDS:
        op.execute(statement)


def upgrade() -> None:
    create_definition()
    create_quick_check()
    create_answer()
    create_access_key()
    create_job()
    create_document()
    create_feedback()
    create_throttle()
    create_heartbeat()
    create_audit()
    guard_audit()


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("heartbeat")
    op.drop_table("throttle")
    op.drop_table("feedback")
    op.drop_table("document")
    op.drop_table("job")
    op.drop_table("access_key")
    op.drop_table("answer")
    op.drop_table("quick_check")
    op.drop_table("definition")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
