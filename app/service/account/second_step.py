"""The second step of signing in: codes of an app on one's phone (TOTP, RFC 6238), or spare codes.

The app's secret is kept encrypted with a key that is derived from the installation's secret: who
has only the database makes no codes. Twenty lines of RFC 6238 are written here rather than taken
from a package, since they are all of it; its test vectors are among the tests.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from app.service.secret import hash_secret
from app.service.workspace import Workspace
from app.store import account as table
from app.store.base import AnyRow
from app.store.engine import Session

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
DRIFT: Final = (0, -1, 1)
"""Steps of time that a phone's clock may be off."""
SPARE_CODES: Final = 10
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
SPARE_LENGTH: Final = 12


def needs_second_step(row: AnyRow) -> bool:
    """Tell whether an account asks for a code after the password."""
    return bool(row.totp)


def make_totp_secret() -> str:
    """Make a secret for an app, in the letters that apps take (base32)."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def totp_code(secret: str, step: int) -> str:
    """Return the code of one step of 30 seconds since 1970 (RFC 6238, HMAC-SHA-1, six digits)."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def find_step(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """Return the step a code is of; None for a wrong one, and one used or passed already."""
    present = int(now.timestamp()) // SECONDS
    found = None
    for drift in DRIFT:
        right = hmac.compare_digest(totp_code(secret, present + drift), code)
        if right and present + drift > after:
            found = present + drift
    return found


def write_key_uri(secret: str, *, email: str, issuer: str) -> str:
    """Return the address an app reads from a QR picture."""
    label = quote(f"{issuer}:{email}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": secret, "issuer": issuer})


def _cipher(workspace: Workspace) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415  # 30 ms, where a code is checked only

    key = hmac.new(workspace.settings.secret_key.encode(), b"second step", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def lock_secret(workspace: Workspace, secret: str) -> str:
    """Encrypt an app's secret for the database."""
    return _cipher(workspace).encrypt(secret.encode()).decode()


def unlock_secret(workspace: Workspace, kept: str) -> str | None:
    """Read it; None where the installation's secret is another one by now."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return _cipher(workspace).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def check_code(
    session: Session, workspace: Workspace, row: AnyRow, code: str, *, now: datetime
) -> bool:
    """Tell whether a code of the app, or a spare one, is right, and use it up.

    Runs inside the transaction that signs in, so that no code works twice.
    """
    plain = "".join(code[: 4 * SPARE_LENGTH].split()).replace("-", "").lower()
    if len(plain) == DIGITS and plain.isascii() and plain.isdigit():
        return _check_app(session, workspace, row, plain, now=now)
    return table.use_recovery_code(session, row.id, hash_secret(plain), now=now)


def _check_app(
    session: Session, workspace: Workspace, row: AnyRow, code: str, *, now: datetime
) -> bool:
    secret = unlock_secret(workspace, row.totp)
    step = find_step(secret, code, now=now, after=row.totp_step) if secret else None
    if step is None:
        return False
    return table.use_totp_step(session, row.id, step)


def make_spare_codes(session: Session, account_id: str) -> tuple[str, ...]:
    """Make new spare codes in place of all older ones; told once, kept as hashes.

    Each has 12 letters of 31, which is 59 bits: more than can be tried.
    """
    codes = tuple(
        "".join(secrets.choice(ALPHABET) for _ in range(SPARE_LENGTH)) for _ in range(SPARE_CODES)
    )
    table.replace_recovery_codes(session, account_id, [hash_secret(code) for code in codes])
    return tuple("-".join((code[:4], code[4:8], code[8:])) for code in codes)
