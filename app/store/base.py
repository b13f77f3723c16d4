"""What all tables share: names of constraints, and types that mean the same on both engines.

SQLite's tables are STRICT, so each type says how it is kept there: a moment as text of fixed width
that sorts by time, a day as `YYYY-MM-DD`, a switch as 0 or 1.
"""

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Dialect,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Text,
)
from sqlalchemy.dialects.sqlite import INTEGER, REAL, TEXT
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.store.error import TextError

NAMING: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}
_MOMENT_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


def check_text(text: str) -> str:
    """Give the text back if a database keeps it faithfully.

    Raises:
        TextError: It holds a NUL character or half a surrogate pair.
    """
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise TextError("text with a NUL character or half a surrogate pair")
    return text


def _check_content(value: object) -> None:
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_content(key)
            _check_content(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_content(item)


class SafeText(TypeDecorator[str]):
    """Text of any length; what can't be kept faithfully is refused before it is sent."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Refuse broken text."""
        return None if value is None else check_text(value)


class Json(TypeDecorator[Any]):
    """A JSON value as text, keys in order, so that equal values are equal texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write it; NaN and infinities are no JSON and refused."""
        if value is None:
            return None
        _check_content(value)
        return json.dumps(
            value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Read it."""
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC with its zone, exact to the microsecond."""

    impl = DateTime(timezone=True).with_variant(TEXT(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Turn it to UTC; one without a zone is refused, since nobody knows what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.strftime(_MOMENT_FORMAT) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """Read it in UTC."""
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        moment: datetime = value
        return moment.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day of the calendar."""

    impl = Date().with_variant(TEXT(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Write it."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ANN401, ARG002
        """Read it."""
        return date.fromisoformat(value) if isinstance(value, str) else value


Switch: TypeEngine[bool] = Boolean(create_constraint=False).with_variant(INTEGER(), "sqlite")
Real: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
JsonValue = Annotated[Any, mapped_column(Json)]


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it from the class
        str: SafeText,
        int: Integer,
        float: Real,
        bool: Switch,
        datetime: Moment,
        date: Day,
        bytes: LargeBinary,
    }
    __table_args__: Any = STRICT
