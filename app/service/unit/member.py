"""People as those who work with them see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.store.account import ACTIVE
from app.store.engine import Session
from app.store.member import list_members, list_people_around


@dataclass(frozen=True, slots=True)
class Member:
    """One person: `name` and `email` are empty for a former member, `organisation` may be."""

    account: str
    name: str
    email: str = field(repr=False)
    organisation: str
    is_active: bool


def read_members(session: Session, accounts: Iterable[str]) -> Mapping[str, Member]:
    """Give people by their accounts, sorted by name."""
    wanted = sorted(set(accounts))
    rows = list_members(session, wanted) if wanted else ()
    return {
        row.id: Member(
            row.id, row.name, row.email or "", row.organisation or "", row.state == ACTIVE
        )
        for row in rows
    }


def read_people_around(session: Session, unit_id: str) -> Mapping[str, Member]:
    """Give everybody who has a role on a unit or on one of its assessments and can sign in."""
    found = read_members(session, list_people_around(session, unit_id))
    return {account: member for account, member in found.items() if member.is_active}
