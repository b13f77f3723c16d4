"""Who asks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at a browser, or at the command line.

    Attributes:
        key: The secret of the cookie for one quick-check as the browser sent it, or None.
        address: Their network address as the trusted proxies tell it.
        minted: The key was made and signed by ourselves on an earlier page and opens nothing yet:
            a check created now takes it as its cookie, so that two tabs that save their first
            answer at the same moment share one check. Never set it for a key whose signature was
            not verified.
        account: Id of the account they are signed in with; None for a visitor.
        is_admin: Whether that account administers the installation.
        sign_in: Hash of the secret of the device they are signed in on.
        seat: The secret of the cookie for one workshop as the browser sent it, or None.
        is_host: Whether they sit at the laptop that serves a room without accounts.
    """

    key: str | None = field(default=None, repr=False)
    address: str = ""
    minted: bool = False
    account: str | None = None
    is_admin: bool = False
    sign_in: str = field(default="", repr=False)
    seat: str | None = field(default=None, repr=False)
    is_host: bool = False
