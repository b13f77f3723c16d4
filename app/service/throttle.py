"""Limits that count failures: shared by all workers, and still there after a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta

from limits import RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from app.service.error import TooMany
from app.service.secret import blind
from app.service.workspace import Workspace
from app.store import throttle as counter
from app.store.engine import Engine, read_session, run_write
from app.store.error import StorageError

PREFIX_LENGTH = 8
"""Characters of a secret that tell one link from another, far from enough to guess it."""
SHARED_FACTOR = 10
"""An address may be a whole room: it fails this many times as often as one link may."""


class DatabaseStorage(Storage):
    """Counters of the `limits` package in our own database; keys are hashed with our secret."""

    STORAGE_SCHEME = None

    def __init__(self, engine: Engine, *, secret: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._engine = engine
        self._secret = secret
        self._now = now

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What may go wrong underneath."""
        return StorageError

    def _hide(self, key: str) -> str:
        return blind(self._secret, "throttle", key)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter whose window lasts `expiry` seconds from its first count."""
        now, hidden = self._now(), self._hide(key)
        end = now + timedelta(seconds=expiry)
        return run_write(
            self._engine,
            lambda session: counter.add_count(
                session, hidden, amount=amount, now=now, expires_at=end
            ),
        )

    def _read(self, key: str) -> tuple[int, datetime]:
        with read_session(self._engine) as session:
            return counter.read_count(session, self._hide(key), self._now())

    def get(self, key: str) -> int:
        """Return a counter."""
        return self._read(key)[0]

    def get_expiry(self, key: str) -> float:
        """Return when a counter's window ends, in seconds since 1970."""
        return self._read(key)[1].timestamp()

    def check(self) -> bool:
        """Tell whether counting works."""
        try:
            self._read("check")
        except StorageError:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all counters."""
        return run_write(self._engine, counter.clear_counts)

    def clear(self, key: str) -> None:
        """Forget one counter."""
        hidden = self._hide(key)
        run_write(self._engine, lambda session: counter.clear_count(session, hidden))


class FailureLimit:
    """Failed tries with secrets of one kind, for one secret from one address and for the address.

    Each kind (`link`, `sign-in` ...) counts apart.
    """

    def __init__(
        self, workspace: Workspace, kind: str = "link", *, shared_factor: int = SHARED_FACTOR
    ) -> None:
        settings = workspace.settings
        storage = DatabaseStorage(workspace.engine, secret=settings.secret_key, now=workspace.now)
        minutes = settings.link_failure_minutes
        prefix = "" if kind == "link" else f"{kind}-"
        self._now = workspace.now
        self._limiter = FixedWindowRateLimiter(storage)
        self._link = RateLimitItemPerMinute(settings.link_failures, minutes, f"{prefix}link")
        shared = settings.link_failures * shared_factor
        self._address = RateLimitItemPerMinute(shared, minutes, f"{prefix}address")

    def check(self, address: str, secret: str) -> None:
        """Go on unless there were too many failures.

        Raises:
            TooMany: with the seconds to wait.
        """
        for item, names in self._counters(address, secret):
            if not self._limiter.test(item, *names):
                end = self._limiter.get_window_stats(item, *names).reset_time
                raise TooMany(max(1, round(end - self._now().timestamp())))

    def is_shut(self, address: str, name: str) -> bool:
        """Tell whether one name failed too often from an address, whatever else the address did."""
        item, names = self._counters(address, name)[0]
        return not self._limiter.test(item, *names)

    def check_address(self, address: str) -> None:
        """Go on unless an address failed too often with all it tried.

        Raises:
            TooMany: with the seconds to wait.
        """
        if not self._limiter.test(self._address, address):
            end = self._limiter.get_window_stats(self._address, address).reset_time
            raise TooMany(max(1, round(end - self._now().timestamp())))

    def count(self, address: str, secret: str, *, everywhere: bool = False) -> None:
        """Count one failure; `everywhere` counts the name whatever address it came from."""
        (link, names), (shared, where) = self._counters("" if everywhere else address, secret)
        self._limiter.hit(link, *names)
        self._limiter.hit(shared, *((address,) if everywhere else where))

    def count_name_once(self, address: str, name: str) -> None:
        """Count one failure; for the address only the first of each name.

        Who tries the same wrong name again learns nothing by it.
        """
        (link, names), (shared, where) = self._counters(address, name)
        is_first = self._limiter.get_window_stats(link, *names).remaining == link.amount
        self._limiter.hit(link, *names)
        if is_first:
            self._limiter.hit(shared, *where)

    def _counters(
        self, address: str, secret: str
    ) -> tuple[tuple[RateLimitItemPerMinute, tuple[str, ...]], ...]:
        return (
            (self._link, (address, secret[:PREFIX_LENGTH])),
            (self._address, (address,)),
        )
