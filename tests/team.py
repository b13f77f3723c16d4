"""A unit, an assessment of it and a team of people with accounts, put straight into a database."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import insert

from app.service.account.sign_in import begin_sign_in
from app.service.actor import Actor
from app.service.definition import describe_pin
from app.service.permission import ROLES
from app.service.secret import hash_secret
from app.service.workspace import Workspace
from app.store import account, unit
from app.store.assessment import insert_assessment, update_assessment
from app.store.definition import pin_definition
from app.store.engine import Session, run_write
from app.store.teamwork import AssignmentRow


@dataclass
class Team:
    """One unit's people; `people` maps a role to its account's id, and "stranger" has no role."""

    workspace: Workspace
    unit_id: str
    people: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        """Give somebody of this role, signed in."""
        secret = self.secret(role)
        admin = role == "admin"
        return Actor(
            address="203.0.113.9",
            account=self.people[role],
            is_admin=admin,
            sign_in=hash_secret(secret),
        )

    def secret(self, role: str) -> str:
        """Give the secret of their cookie."""
        if role not in self.secrets:
            self.secrets[role] = run_write(
                self.workspace.engine,
                lambda session: begin_sign_in(
                    session, self.workspace, self.people[role], device="a test"
                ),
            )
        return self.secrets[role]

    def begin(self, toolkit_id: str = "", **more: object) -> str:
        """Put an assessment of the unit into the database; returns its id."""
        shelf = self.workspace.toolkits
        toolkit = shelf.get(toolkit_id) if toolkit_id else shelf.list()[0]
        assert toolkit is not None
        now, assessment_id = self.workspace.now(), uuid4().hex
        row: dict[str, object] = {
            "id": assessment_id,
            "unit_id": self.unit_id,
            "toolkit_id": toolkit.id,
            "definition_hash": toolkit.content_hash,
            "title": "",
            "scope": "country",
            "parameters": {},
            "period_start": date(2026, 1, 1),
            "period_end": date(2026, 12, 31),
            "round": 1,
            "state": "collecting",
            "begun_from": "nothing",
            "previous_id": None,
            "data_edition": None,
            "language": "en",
            "assisted": None,
            "version": 1,
            "created_by": self.people["focal-point"],
            "created_at": now,
            "saved_at": now,
            "deleted_at": None,
        }

        def work(session: Session) -> None:
            pin_definition(session, describe_pin(toolkit, now))
            insert_assessment(session, row | more)

        run_write(self.workspace.engine, work)
        return assessment_id

    def assign(
        self, assessment_id: str, role: str, node: str = "", due: date | None = None
    ) -> None:
        """Give a part of an assessment (all of it without a node) to somebody to answer."""
        row: dict[str, object] = {
            "assessment_id": assessment_id,
            "node": node,
            "account_id": self.people[role],
            "due": due,
            "assigned_by": self.people["focal-point"],
            "assigned_at": self.workspace.now(),
        }
        run_write(
            self.workspace.engine,
            lambda session: session.execute(insert(AssignmentRow), [row]),
        )

    def set_state(self, assessment_id: str, state: str) -> None:
        """Put an assessment into a state, without the steps that lead there."""
        run_write(
            self.workspace.engine,
            lambda session: update_assessment(session, assessment_id, {"state": state}),
        )


def make_account(workspace: Workspace, name: str, **more: object) -> str:
    """Put an account into the database; returns its id."""
    account_id = uuid4().hex
    row: dict[str, object] = {
        "id": account_id,
        "email": f"{name}-{account_id[:6]}@example.org",
        "email_confirmed_at": workspace.now() - timedelta(days=1),
        "name": name.replace("-", " ").title(),
        "language": "en",
        "organisation_id": None,
        "password": "",
        "password_at": None,
        "totp": "",
        "totp_step": 0,
        "is_admin": False,
        "state": account.ACTIVE,
        "created_at": workspace.now() - timedelta(days=1),
        "seen_at": None,
        "deleted_at": None,
    }
    run_write(workspace.engine, lambda session: account.insert_account(session, row | more))
    return account_id


def make_team(workspace: Workspace, country: str = "KEN") -> Team:
    """Make a country's unit with one person for each role, an administrator and a stranger."""
    unit_id, now = uuid4().hex, workspace.now()
    row: dict[str, object] = {
        "id": unit_id,
        "kind": "country",
        "country": country,
        "name": "",
        "created_by": None,
        "created_at": now,
        "deleted_at": None,
    }
    run_write(workspace.engine, lambda session: unit.insert_unit(session, row))
    team = Team(workspace, unit_id)
    for role in ROLES:
        account_id = make_account(workspace, role)
        team.people[role] = account_id
        granted: dict[str, object] = {
            "unit_id": unit_id,
            "account_id": account_id,
            "role": role,
            "granted_by": None,
            "granted_at": now,
        }
        run_write(
            workspace.engine,
            lambda session, granted=granted: unit.grant_unit_role(session, granted),
        )
    team.people["stranger"] = make_account(workspace, "stranger")
    team.people["admin"] = make_account(workspace, "admin", is_admin=True)
    return team
