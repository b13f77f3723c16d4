"""Who asks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor: the secret of the cookie for one check, and the address they come from.

    Attributes:
        key: The cookie's secret as the browser sent it, or None.
        address: Their network address as the trusted proxies tell it.
        minted: The key was made and signed by ourselves on an earlier page and opens nothing yet:
            a check created now takes it as its cookie, so that two tabs that save their first
            answer at the same moment share one check. Never set it for a key whose signature was
            not verified.
    """

    key: str | None = field(default=None, repr=False)
    address: str = ""
    minted: bool = False
