"""Passwords: what is taken as one, the hash that stands for it, and whether somebody has it right.

The hash is argon2id with 19 MiB, two passes and one lane: the least that OWASP's cheat sheet on
password storage names, chosen for machines with two cores. One check was measured at 24 ms there,
so that a room of sixty people signs in within a few seconds and the memory of all threads together
stays below 200 MiB; who stole the table still tries only some forty a second on such a core. Hashes
made with other parameters are made anew when their owner signs in.
"""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.presentation.language import N_

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FEWEST: Final = 8
MOST: Final = 1_000

SHORT: Final = N_("Use 8 characters or more.")
LONG: Final = N_("Use 1,000 characters or fewer.")
COMMON: Final = N_("This password is on the lists that are tried first. Choose another one.")
OWN_NAME: Final = N_("Choose a password that is not your name or your mail address.")


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415  # only where somebody signs in

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The 30,000 passwords that leaked most often, as the package zxcvbn carries them."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  # 4 MB of lists

    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if len(word) >= FEWEST)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password has: checked where there is none, so that it takes as long."""
    return _hasher().hash("nobody has this password")


def normalise(password: str) -> str:
    """Give a password as it is hashed: the same whichever keyboard composed its characters.

    What is longer than any password is cut first, so that nobody keeps us busy with it.
    """
    return unicodedata.normalize("NFKC", password[: 4 * MOST])[: MOST + 1]


def find_fault(password: str, *, name: str = "", email: str = "") -> str:
    """Say why a password is not taken, as a message id; empty if it is.

    No rule on which characters it must have: length and not being known are what counts.
    """
    plain = normalise(password)
    if len(plain) < FEWEST:
        return SHORT
    if len(plain) > MOST:
        return LONG
    folded = plain.casefold()
    own = {name.casefold(), email.casefold(), email.casefold().partition("@")[0]}
    if folded in own - {""}:
        return OWN_NAME
    if folded in _common() or len(set(folded)) == 1:
        return COMMON
    return ""


def hash_password(password: str) -> str:
    """Return the hash a password is kept as."""
    return _hasher().hash(normalise(password))


def is_right(kept: str, password: str) -> bool:
    """Tell whether a password is the one a hash stands for.

    Always works out one hash, also where `kept` is empty because there is no such account or it
    has no password: how long it takes tells nothing.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    usable = kept or _nobody()
    try:
        _hasher().verify(usable, normalise(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with other parameters and should be made anew."""
    return _hasher().check_needs_rehash(kept)
