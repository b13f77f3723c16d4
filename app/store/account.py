"""People with an account: who they are, where they are signed in, and what proves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.store.base import AnyRow, Base, JsonValue

ACTIVE: Final = "active"
DISABLED: Final = "disabled"


class OrganisationRow(Base):
    """A ministry, agency or other body that people belong to."""

    __tablename__ = "organisation"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str | None]
    created_at: Mapped[datetime]


class AccountRow(Base):
    """One person.

    `email` is kept in lower case and is empty once the person's data were deleted; the row stays,
    so that what they did keeps an author without a name. It is empty too where somebody else proved
    that the address is theirs. `email_confirmed_at` is empty until its owner did. `password` is an
    argon2id hash, empty for somebody who signs in elsewhere only. `totp` is the secret of the
    second step, encrypted; `totp_step` the last time step that was used, so that no code works
    twice.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    email_confirmed_at: Mapped[datetime | None]
    name: Mapped[str]
    language: Mapped[str]
    organisation_id: Mapped[str | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    password: Mapped[str]
    password_at: Mapped[datetime | None]
    totp: Mapped[str]
    totp_step: Mapped[int]
    is_admin: Mapped[bool]
    state: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class SignInRow(Base):
    """One device somebody is signed in on; `hash` is that of the cookie's secret.

    `seen_at` is written every few minutes at most. `ends_at` is the absolute end.
    """

    __tablename__ = "sign_in"

    hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    device: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class OneTimeTokenRow(Base):
    """The hash of a secret sent to somebody, good for one purpose, once, for a while.

    `account_id` is whose it is, where an account exists; `detail` what it is about.
    """

    __tablename__ = "one_time_token"

    hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[str | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    detail: Mapped[JsonValue]
    created_by: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """The hash of a code that stands in for the second step once."""

    __tablename__ = "recovery_code"

    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class IdentityRow(Base):
    """Who somebody is at another sign-in service (OpenID Connect)."""

    __tablename__ = "identity"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]


_ACCOUNT: Final = AccountRow.__table__
_SIGN_IN: Final = SignInRow.__table__


# Built once: every page of somebody signed in asks it.
_FIND_SIGN_IN: Final = (
    select(*(item.label(f"sign_in_{item.name}") for item in _SIGN_IN.c), *_ACCOUNT.c)
    .select_from(_SIGN_IN.join(_ACCOUNT, _SIGN_IN.c.account_id == _ACCOUNT.c.id))
    .where(_SIGN_IN.c.hash == bindparam("key_hash"))
)
_NAMES: Final = select(_ACCOUNT.c.id, _ACCOUNT.c.name).where(
    _ACCOUNT.c.id.in_(bindparam("ids", expanding=True))
)


def insert_account(session: Session, values: dict[str, object]) -> None:
    """Keep a new account."""
    session.execute(insert(AccountRow), [values])


def update_account(session: Session, account_id: str, values: dict[str, object]) -> None:
    """Change columns of an account."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(values))


def find_account(session: Session, account_id: str) -> AnyRow | None:
    """Return an account by its id."""
    return session.execute(select(*_ACCOUNT.c).where(AccountRow.id == account_id)).first()


def find_account_by_email(session: Session, email: str) -> AnyRow | None:
    """Return an account by its address, however it is written.

    Whoever made it may have typed any address: what gives something asks for
    `find_confirmed_account`.
    """
    mine = AccountRow.email == email.strip().lower()
    return session.execute(select(*_ACCOUNT.c).where(mine)).first()


def find_confirmed_account(session: Session, email: str) -> AnyRow | None:
    """Return an account by an address that its owner has confirmed."""
    row = find_account_by_email(session, email)
    return row if row is not None and row.email_confirmed_at is not None else None


def list_accounts(session: Session, ids: Sequence[str]) -> Sequence[AnyRow]:
    """Return accounts by their ids, to name who did what."""
    return session.execute(select(*_ACCOUNT.c).where(AccountRow.id.in_(ids))).all()


def list_all_accounts(session: Session) -> Sequence[AnyRow]:
    """Return every account whose data were not deleted, by address."""
    query = select(*_ACCOUNT.c).where(AccountRow.email.is_not(None))
    return session.execute(query.order_by(AccountRow.email)).all()


def read_account_names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of accounts by their ids; empty for somebody whose data were deleted."""
    return {row.id: row.name for row in session.execute(_NAMES, {"ids": ids})}


def insert_sign_in(session: Session, values: dict[str, object]) -> None:
    """Keep that somebody is signed in on a device."""
    session.execute(insert(SignInRow), [values])


def find_sign_in(session: Session, key_hash: str) -> AnyRow | None:
    """Return a device's sign-in with the columns of its account."""
    return session.execute(_FIND_SIGN_IN, {"key_hash": key_hash}).first()


def touch_sign_in(session: Session, key_hash: str, now: datetime) -> None:
    """Note that a device was used."""
    session.execute(update(SignInRow).where(SignInRow.hash == key_hash).values(seen_at=now))


def delete_sign_in(session: Session, key_hash: str) -> None:
    """Sign one device out."""
    session.execute(delete(SignInRow).where(SignInRow.hash == key_hash))


def delete_sign_ins(session: Session, account_id: str, *, but: str = "") -> None:
    """Sign somebody out everywhere, but for one device if it is named."""
    mine = (SignInRow.account_id == account_id, SignInRow.hash != but)
    session.execute(delete(SignInRow).where(*mine))


def delete_old_sign_ins(session: Session, now: datetime) -> None:
    """Forget what ended."""
    session.execute(delete(SignInRow).where(SignInRow.ends_at <= now))


def insert_token(session: Session, values: dict[str, object]) -> None:
    """Keep the hash of a secret that was sent to somebody."""
    session.execute(insert(OneTimeTokenRow), [values])


def find_token(session: Session, key_hash: str, *, purpose: str, now: datetime) -> AnyRow | None:
    """Return what a secret is good for, if it is for this purpose, unused and not too old."""
    living = (
        OneTimeTokenRow.hash == key_hash,
        OneTimeTokenRow.purpose == purpose,
        OneTimeTokenRow.used_at.is_(None),
        OneTimeTokenRow.expires_at > now,
    )
    return session.execute(select(*OneTimeTokenRow.__table__.c).where(*living)).first()


def use_token(session: Session, key_hash: str, *, purpose: str, now: datetime) -> AnyRow | None:
    """Use a secret up; None if somebody was quicker, or it never was good for this."""
    living = (
        OneTimeTokenRow.hash == key_hash,
        OneTimeTokenRow.purpose == purpose,
        OneTimeTokenRow.used_at.is_(None),
        OneTimeTokenRow.expires_at > now,
    )
    used = update(OneTimeTokenRow).where(*living).values(used_at=now)
    return session.execute(used.returning(*OneTimeTokenRow.__table__.c)).first()


def drop_tokens(session: Session, account_id: str, *, purpose: str) -> None:
    """Make all secrets of one purpose that were sent to somebody open nothing."""
    mine = (OneTimeTokenRow.account_id == account_id, OneTimeTokenRow.purpose == purpose)
    session.execute(delete(OneTimeTokenRow).where(*mine))


def delete_old_tokens(session: Session, moment: datetime) -> None:
    """Forget secrets that ended before a moment."""
    session.execute(delete(OneTimeTokenRow).where(OneTimeTokenRow.expires_at < moment))


def list_tokens(session: Session, *, purpose: str, now: datetime) -> Sequence[AnyRow]:
    """Return what is still good for a purpose, the oldest first."""
    living = (
        OneTimeTokenRow.purpose == purpose,
        OneTimeTokenRow.used_at.is_(None),
        OneTimeTokenRow.expires_at > now,
    )
    query = select(*OneTimeTokenRow.__table__.c).where(*living)
    return session.execute(query.order_by(OneTimeTokenRow.created_at, OneTimeTokenRow.hash)).all()


def delete_token(session: Session, key_hash: str) -> None:
    """Take a secret back before it was used."""
    session.execute(delete(OneTimeTokenRow).where(OneTimeTokenRow.hash == key_hash))


def use_totp_step(session: Session, account_id: str, step: int) -> bool:
    """Note the step of time whose code was used; False if it, or a later one, was already."""
    mine = (AccountRow.id == account_id, AccountRow.totp_step < step)
    used = update(AccountRow).where(*mine).values(totp_step=step).returning(AccountRow.id)
    return session.execute(used).first() is not None


def use_recovery_code(session: Session, account_id: str, code_hash: str, *, now: datetime) -> bool:
    """Use a spare code up; False for one that is not there or was used."""
    mine = (
        RecoveryCodeRow.account_id == account_id,
        RecoveryCodeRow.hash == code_hash,
        RecoveryCodeRow.used_at.is_(None),
    )
    used = update(RecoveryCodeRow).where(*mine).values(used_at=now).returning(RecoveryCodeRow.hash)
    return session.execute(used).first() is not None


def replace_recovery_codes(session: Session, account_id: str, hashes: Sequence[str]) -> None:
    """Keep new spare codes in place of all older ones."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))
    rows = [{"account_id": account_id, "hash": item, "used_at": None} for item in hashes]
    if rows:
        session.execute(insert(RecoveryCodeRow), rows)
