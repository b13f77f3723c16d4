"""Note when an account's mail address was confirmed.

Every account that is there keeps what it can do: its address counts as confirmed since it was made.
Those made on the console, by registration and by an invitation sent to their address were; of one
made by a link without an address, or by another sign-in service, nothing that is kept for good says
how it came to its address. To doubt them all would take the way back in (a link for a new password)
from people who have worked here for months. An account that was erased has no address to confirm.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")


def upgrade() -> None:
    op.add_column("account", sa.Column("email_confirmed_at", MOMENT, nullable=True))
    op.execute("UPDATE account SET email_confirmed_at = created_at WHERE email IS NOT NULL")


def downgrade() -> None:
    op.drop_column("account", "email_confirmed_at")
