"""Secrets that open one check, and the hashes that stand for them in the database."""

import hashlib
import hmac
import re
import secrets
from typing import Final

LONGEST: Final = 200
"""Characters: what a browser sends as a secret is never longer; more is not even hashed."""
_SHAPE: Final = re.compile("[A-Za-z0-9_-]{43}", re.ASCII)


def make_secret() -> str:
    """Make a secret of 256 random bits, as text for cookies and links."""
    return secrets.token_urlsafe(32)


def is_made_here(text: str) -> bool:
    """Whether a text has the shape of what `make_secret` makes: nothing short, nothing typed."""
    return _SHAPE.fullmatch(text) is not None


def hash_secret(secret: str | None) -> str:
    """Return the hash a secret is kept as; any hash no secret has for what can't be one.

    A plain SHA-256 is enough: secrets are random and long, so there is nothing to try out.
    """
    if not secret or len(secret) > LONGEST or not secret.isascii():
        return ""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def blind(key: str, *parts: str) -> str:
    """Hash what would tell who somebody is, such as an address, with the installation's secret."""
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
