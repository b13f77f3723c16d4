"""What pages about people share: fields of an invitation, the address of its link, parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import request

from app.presentation.language import LANGUAGES, N_, load_translator
from app.presentation.view.assessment.naming import name_unit
from app.service.assessment.people import Part
from app.service.mail import read_email
from app.service.permission import ROLES
from app.service.unit.inviting import Guest, Letterhead
from app.web.scene import translator, workspace

BY_MAIL = "mail"
BY_LINK = "link"

_ROLE = N_("Choose a role.")
_EMAIL = N_("Write a mail address such as name@example.org.")
_WAY = N_("Choose how the invitation gets there.")
_DAY = N_("This is no day. Write it as year, month and day, such as 2026-11-22.")


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """The form as it is shown: what was sent, and what is wrong by field."""

    role: str = ""
    way: str = BY_MAIL
    email: str = ""
    language: str = "en"
    nodes: tuple[str, ...] = ()
    due: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def read_invitation_form() -> tuple[Guest | None, InvitationForm]:
    """Read whom to invite; no guest where something is to be put right."""
    fields = {name: request.form.get(name, "").strip() for name in
              ("role", "way", "email", "language", "due")}  # fmt: skip
    nodes = tuple(dict.fromkeys(request.form.getlist("node")))
    is_mail = fields["way"] == BY_MAIL
    due = read_day(fields["due"])
    wrong = {
        "role": "" if fields["role"] in ROLES else _ROLE,
        "way": "" if fields["way"] in {BY_MAIL, BY_LINK} else _WAY,
        "email": _EMAIL if is_mail and read_email(fields["email"]) is None else "",
        "due": _DAY if fields["due"] and due is None else "",
    }
    problems = {name: translator().gettext(text) for name, text in wrong.items() if text}
    if fields["language"] not in LANGUAGES:
        fields["language"] = translator().code
    form = InvitationForm(**fields, nodes=nodes, problems=problems)
    if problems:
        return None, form
    email = fields["email"] if is_mail else ""
    return Guest(fields["role"], email, fields["language"], nodes, due), form


def read_day(text: str) -> date | None:
    """Read a day as a form sends it; None for what is none."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        return None


def list_languages() -> tuple[tuple[str, str], ...]:
    """Give the languages a mail can be written in, each by its own name."""
    return tuple((code, one.name) for code, one in LANGUAGES.items() if one.ready)


def list_roles() -> tuple[tuple[str, str], ...]:
    """Give all roles with their names in the reader's language."""
    return tuple((role, translator().gettext(name)) for role, name in ROLES.items())


def write_letterhead(country: str | None, name: str) -> Letterhead:
    """Say what an invitation is to, and where it leads."""
    reference = workspace().reference.current()

    def what(code: str) -> str:
        return name_unit(reference, load_translator(code), country=country, name=name)

    return Letterhead(invitation_address, what)


def invitation_address(secret: str) -> str:
    """Give the whole address of the page of an invitation."""
    base = workspace().settings.public_url.rstrip("/") or request.host_url.rstrip("/")
    return f"{base}/invitation/{secret}"


def read_part(text: str) -> Part | None:
    """Read a person with a part of an assessment, as a box of the matrix sends them."""
    account, dot, node = text.partition(".")
    return Part(account, node) if dot and account else None


def write_part(account: str, node: str) -> str:
    """Write a person with a part of an assessment, as a box of the matrix sends them."""
    return f"{account}.{node}"
