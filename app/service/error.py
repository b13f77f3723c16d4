"""What can go wrong when a person asks for something, told without database or HTTP words."""

from app.store.error import PendingMigration, StorageError, TextError

__all__ = [
    "Hopeless",
    "Moved",
    "NotAChoice",
    "NotFound",
    "PendingMigration",
    "ServiceError",
    "SignedOut",
    "StorageError",
    "TextError",
    "TooMany",
    "WrongState",
]


class ServiceError(Exception):
    """A request that can't be met."""


class Hopeless(ServiceError):  # noqa: N818  # what it is
    """Work in the background that would fail each time it is tried."""


class NotFound(ServiceError):  # noqa: N818  # the word a page says
    """There is no such thing for this actor; the same whether it exists for another or not."""


class TooMany(ServiceError):  # noqa: N818  # the word a page says
    """Too many failures; ask again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again after {retry_after} s")
        self.retry_after = retry_after


class Moved(ServiceError):  # noqa: N818  # what it is
    """The check uses another version of its toolkit than the page that was sent."""


class NotAChoice(ServiceError):  # noqa: N818  # what it is
    """A question, parameter or choice the toolkit does not have."""


class SignedOut(ServiceError):  # noqa: N818  # what it is
    """Only somebody who is signed in may do this."""


class WrongState(ServiceError):  # noqa: N818  # what it is
    """The assessment is in a state in which this is not done; `state` says in which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state
