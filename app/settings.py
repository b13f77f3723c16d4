"""Settings of one installation, read once from the environment.

Every setting is a field of `Settings` that says its meaning; `docs/reference/settings.md` is
written from these fields. The variable is the field's name in capitals after `EREADY_`.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, Final, get_origin, get_type_hints
from urllib.parse import urlsplit

from app.paths import INSTANCE, REFERENCE, TOOLKITS

PREFIX: Final = "EREADY_"
ENVIRONMENTS: Final = ("development", "production")
LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
NEEDED_IN_PRODUCTION: Final = ("operator", "contact", "public_url", "hosts")
SECRET_CHARACTERS: Final = 32


class SettingsError(Exception):
    """Settings that can't be used; `problems` holds one sentence for each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def _read_list(text: str) -> tuple[str, ...]:
    return tuple(part for part in (raw.strip() for raw in text.split(",")) if part)


def _read_switch(text: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "on": True}
    words |= {"0": False, "no": False, "false": False, "off": False}
    if text.lower() not in words:
        raise ValueError("must be yes or no")
    return words[text.lower()]


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError("must be a whole number")
    return int(text)


def _read_seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("must be a number of seconds") from None
    if not 0.01 <= value <= 86_400:
        raise ValueError("must be between 0.01 and 86400 seconds")
    return value


READERS: Final[Mapping[type, Callable[[str], Any]]] = {
    str: str,
    int: _read_count,
    float: _read_seconds,
    bool: _read_switch,
    Path: Path,
    tuple: _read_list,
}


@dataclass(frozen=True, slots=True)
class Say:
    """What the table of settings says of one: its meaning, and its default where that is long."""

    meaning: str
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one installation may decide. Frozen; `read_settings` makes it from the environment."""

    environment: Annotated[
        str,
        Say(
            "`development` or `production`. Production refuses to start without operator, "
            "contact, public URL and hosts."
        ),
    ] = "development"
    instance: Annotated[
        Path, Say("Folder of database, secret and installed toolkits.", "`instance/` beside `app/`")
    ] = INSTANCE
    database_url: Annotated[
        str,
        Say(
            "Database: `sqlite:////path/to/file` or `postgresql+psycopg://user@host/name`.",
            "SQLite file `eready.sqlite3` in the instance folder",
        ),
    ] = field(default="", repr=False)
    secret_key: Annotated[
        str,
        Say(
            "Secret that signs cookies, 32 characters or more. Must be the same on every machine "
            "of one installation.",
            "made once and kept in the instance folder, readable by its owner only",
        ),
    ] = field(default="", repr=False)
    hosts: Annotated[
        tuple[str, ...],
        Say(
            "Host names the site answers to, separated by commas; `.example.org` takes all names "
            "below it. Needed in production.",
            "this machine's own names in development",
        ),
    ] = ()
    public_url: Annotated[
        str,
        Say(
            "Address people use, such as `https://readiness.example.org`; cookies are marked "
            "secure when it begins with https. Needed in production."
        ),
    ] = ""
    operator: Annotated[
        str, Say("Who runs the site, named on the privacy page. Needed in production.")
    ] = ""
    contact: Annotated[
        str, Say("Mail or web address of the operator, shown on pages. Needed in production.")
    ] = ""
    retention_days: Annotated[
        int, Say("Days after its last visit when an anonymous check is deleted.")
    ] = 180
    document_days: Annotated[
        int, Say("Days after its last download when a made document is deleted.")
    ] = 7
    grace_days: Annotated[
        int,
        Say(
            "Days for which a deleted assessment, unit or account can be brought back; after them "
            "it is gone."
        ),
    ] = 30
    proxy_count: Annotated[
        int, Say("Trusted proxies in front: how many `X-Forwarded-…` values are believed.")
    ] = 0
    toolkits: Annotated[Path, Say("Folder of toolkits.", "`toolkits/` beside `app/`")] = TOOLKITS
    reference: Annotated[
        Path,
        Say(
            "Folder of reference data, loaded when it is newer than what the database holds.",
            "`reference/` beside `app/`",
        ),
    ] = REFERENCE
    drop_licences: Annotated[
        tuple[str, ...],
        Say(
            "Licences whose figures are left out, separated by commas. The pages say what is gone "
            "and why."
        ),
    ] = ()
    migrate_on_start: Annotated[
        bool, Say("Whether `eready serve` brings the database up to date before it starts.")
    ] = True
    request_bytes: Annotated[int, Say("Largest request body taken, in bytes.")] = 1_000_000
    form_fields: Annotated[int, Say("Most fields taken in one form.")] = 2_000
    evidence_bytes: Annotated[
        int, Say("Largest file taken as evidence of an assessment, in bytes.")
    ] = 10_000_000
    evidence_quota: Annotated[
        int, Say("Bytes of all files of one assessment, each content counted once.")
    ] = 200_000_000
    accounts: Annotated[
        bool,
        Say("Whether people can sign in. Off, the site is the quick-check and what is public."),
    ] = True
    host_key: Annotated[
        str,
        Say(
            "Hash of the secret in the link for the host of a laptop that serves a room; "
            "`eready serve --lan` sets it. Only without accounts, and not in production."
        ),
    ] = field(default="", repr=False)
    sign_in_idle_hours: Annotated[
        int, Say("Hours without a visit after which somebody is signed out.")
    ] = 12
    sign_in_days: Annotated[
        int, Say("Days after which somebody must sign in again, however busy they were.")
    ] = 14
    registration: Annotated[
        bool,
        Say(
            "Whether anybody may make an account by confirming a mail address. It gives no role; "
            "off, accounts come by invitation or from the command line."
        ),
    ] = False
    invitation_days: Annotated[int, Say("Days for which an invitation can be accepted.")] = 14
    smtp_host: Annotated[
        str,
        Say(
            "Server that takes mails. Without one they are written to the `mail` folder of the "
            "instance."
        ),
    ] = ""
    smtp_port: Annotated[int, Say("Its port.")] = 587
    smtp_security: Annotated[
        str, Say("`starttls`, `tls` (from the first byte) or `none` (only on the same machine).")
    ] = "starttls"
    smtp_user: Annotated[str, Say("Name to sign in to it with, if it asks for one.")] = ""
    smtp_password: Annotated[str, Say("Password to sign in to it with.")] = field(
        default="", repr=False
    )
    mail_from: Annotated[str, Say("Address mails come from.", "`eready@` and the public host")] = ""
    reminder_days: Annotated[
        int,
        Say(
            "Days before an action of a plan is due when a mail reminds the person responsible; "
            "another one follows when it is overdue."
        ),
    ] = 14
    oidc_issuer: Annotated[
        str,
        Say(
            "Address of a service that may sign people in by OpenID Connect, exactly as it calls "
            "itself. People link it to their account, or join by an invitation with it. Register "
            "`/sign-in/other/back` of the public URL there."
        ),
    ] = ""
    oidc_client_id: Annotated[str, Say("What that service calls this site.")] = ""
    oidc_client_secret: Annotated[
        str, Say("The secret it gave to this site; none for a public client.")
    ] = field(default="", repr=False)
    oidc_name: Annotated[str, Say("How the button names the service.", "its host name")] = ""
    link_failures: Annotated[
        int,
        Say(
            "Wrong private links one address may try in `EREADY_LINK_FAILURE_MINUTES` before it "
            "must wait."
        ),
    ] = 20
    link_failure_minutes: Annotated[int, Say("Minutes after which failed tries are forgotten.")] = (
        15
    )
    waiting_documents: Annotated[int, Say("Documents one address may have waiting to be made.")] = 5
    worker_poll: Annotated[
        float, Say("Seconds an idle worker waits before it looks for work again.")
    ] = 0.5
    job_lease: Annotated[
        float, Say("Seconds after which a job whose worker fell silent is taken again.")
    ] = 60.0
    log_level: Annotated[str, Say("Least level logged: `debug`, `info`, `warning` or `error`.")] = (
        "info"
    )

    @property
    def is_production(self) -> bool:
        """Whether the strict rules for a public site hold."""
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """Whether people come over https, so that cookies are marked secure."""
        return self.public_url.startswith("https://")

    @property
    def oidc_label(self) -> str:
        """How the other sign-in service is named."""
        return self.oidc_name or urlsplit(self.oidc_issuer).hostname or ""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One line of the table of settings."""

    variable: str
    default: str
    meaning: str


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _says() -> dict[str, Say]:
    hints = get_type_hints(Settings, include_extras=True)
    return {item.name: hints[item.name].__metadata__[0] for item in fields(Settings)}


def _reader(name: str) -> Callable[[str], Any]:
    kind = get_type_hints(Settings)[name]
    return READERS[get_origin(kind) or kind]


def _show_default(value: object) -> str:
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    return f"`{value}`" if value or value == 0 else "—"


def describe_settings() -> tuple[SettingRow, ...]:
    """Every setting in the order of the class: variable, default and meaning in words."""
    says = _says()
    return tuple(
        SettingRow(
            _variable(item.name),
            says[item.name].shown or _show_default(item.default),
            says[item.name].meaning,
        )
        for item in fields(Settings)
    )


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    # EREADY_REQUIRE belongs to `make test`.
    known = {_variable(item.name) for item in fields(Settings)} | {PREFIX + "REQUIRE"}
    return [name for name in sorted(environ) if name.startswith(PREFIX) and name not in known]


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read settings from variables; an empty one counts as not set.

    Raises:
        SettingsError: with every value that can't be read and every unknown `EREADY_` variable.
    """
    values: dict[str, Any] = {}
    problems = [f"{name} is no setting" for name in _unknown_variables(environ)]
    for item in fields(Settings):
        text = environ.get(_variable(item.name), "").strip()
        if not text:
            continue
        try:
            values[item.name] = _reader(item.name)(text)
        except ValueError as error:
            problems.append(f"{_variable(item.name)} {error}")
    if problems:
        raise SettingsError(tuple(problems))
    return fill_settings(Settings(**values))


def fill_settings(settings: Settings) -> Settings:
    """Fill what follows from other settings: the database's place, and hosts on a laptop."""
    if not settings.database_url:
        path = settings.instance.resolve() / "eready.sqlite3"
        settings = replace(settings, database_url=f"sqlite:///{path}")
    if not settings.hosts and not settings.is_production:
        settings = replace(settings, hosts=LOCAL_HOSTS)
    return settings


def check_settings(settings: Settings) -> list[str]:
    """Problems that keep this installation from starting, one sentence each; empty if none."""
    problems = [
        f"{PREFIX}{name.upper()} must be set in production"
        for name in NEEDED_IN_PRODUCTION
        if settings.is_production and not getattr(settings, name)
    ]
    if settings.environment not in ENVIRONMENTS:
        problems.append(f"{PREFIX}ENVIRONMENT must be " + " or ".join(ENVIRONMENTS))
    problems += _check_public_url(settings)
    if 0 < len(settings.secret_key) < SECRET_CHARACTERS:
        problems.append(f"{PREFIX}SECRET_KEY must have {SECRET_CHARACTERS} characters or more")
    if not settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        problems.append(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        problems.append(f"{PREFIX}LOG_LEVEL must be debug, info, warning or error")
    if settings.smtp_security not in {"starttls", "tls", "none"}:
        problems.append(f"{PREFIX}SMTP_SECURITY must be starttls, tls or none")
    problems += _check_oidc(settings) + _check_host_key(settings)
    problems += [
        f"{PREFIX}{name.upper()} must be 1 or more"
        for name in ("retention_days", "invitation_days", "sign_in_days", "sign_in_idle_hours")
        if getattr(settings, name) < 1
    ]
    return problems


def _check_oidc(settings: Settings) -> list[str]:
    if not settings.oidc_issuer:
        return []
    parts = urlsplit(settings.oidc_issuer)
    is_near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or (parts.scheme != "https" and not is_near):
        return [f"{PREFIX}OIDC_ISSUER must be an address that begins with https"]
    if not settings.oidc_client_id:
        return [f"{PREFIX}OIDC_CLIENT_ID must be set with {PREFIX}OIDC_ISSUER"]
    return []


def _check_host_key(settings: Settings) -> list[str]:
    if settings.host_key and (settings.accounts or settings.is_production):
        return [f"{PREFIX}HOST_KEY is for a laptop without accounts, and not for production"]
    return []


def _check_public_url(settings: Settings) -> list[str]:
    if not settings.public_url:
        return []
    parts = urlsplit(settings.public_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return [f"{PREFIX}PUBLIC_URL must be an address such as https://readiness.example.org"]
    if parts.query or parts.fragment or parts.path not in {"", "/"}:
        return [f"{PREFIX}PUBLIC_URL must hold no path"]
    return []


def ensure_secret(settings: Settings) -> Settings:
    """Give the settings a secret key: theirs, else the one kept in the instance folder.

    The file is made on the first call, whole and readable by its owner only; of several processes
    that start together the first one's stays.
    """
    if settings.secret_key:
        return settings
    path = settings.instance / "secret"
    if not path.exists():
        _make_secret(path)
    return replace(settings, secret_key=path.read_text(encoding="ascii").strip())


def _make_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"secret.{secrets.token_hex(8)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
        try:
            os.link(partial, path)
        except FileExistsError:
            return
    finally:
        partial.unlink()


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read, check and complete the settings of this process.

    Raises:
        SettingsError: with every problem at once, or because the instance folder can't be used.
    """
    settings = read_settings(os.environ if environ is None else environ)
    problems = check_settings(settings)
    if problems:
        raise SettingsError(tuple(problems))
    try:
        return ensure_secret(settings)
    except OSError as error:
        place = f"{PREFIX}INSTANCE: the folder {settings.instance} can't be used"
        raise SettingsError((f"{place}: {error.strerror}",)) from None
