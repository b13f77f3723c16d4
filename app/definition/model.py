"""The base of all definition models, and the types that turn text into numbers and truth values.

Every scalar of a definition arrives as text. A field says whether it is a number (JSON's number
grammar), a whole number or a truth value (`true`, `false`); everything else stays what the author
wrote. The same fields also take real JSON numbers and truth values, so that a pinned definition can
be read back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Annotated, Any, ClassVar, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}")
TOOLKIT_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
VERSION: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){2}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_TRUTH: Final[Mapping[object, bool]] = {"true": True, "false": False}


def _read_number(value: object) -> float | int:
    if isinstance(value, str):
        if NUMBER.fullmatch(value) is None:
            raise PydanticCustomError("number", "is not a number")
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "is not a number")
    return value


def read_answer_value(value: object) -> object:
    """Read what an answer counts as: a finite number, or the word skip."""
    if value == "skip":
        return value
    try:
        number = _read_number(value)
    except PydanticCustomError:
        raise PydanticCustomError("number", "is neither a number nor skip") from None
    if not isfinite(number):
        raise PydanticCustomError("number", "is too large")
    return number


def _read_whole(value: object) -> object:
    if isinstance(value, str):
        if WHOLE.fullmatch(value) is None:
            raise PydanticCustomError("whole", "is not a whole number")
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole", "is not a whole number")
    return value


def _read_truth(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _TRUTH:
        return _TRUTH[value]
    raise PydanticCustomError("truth", "is neither true nor false")


def _read_text(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "is not a text")
    if not value.strip():
        raise PydanticCustomError("empty", "is empty")
    return value


def _matching(pattern: re.Pattern[str], kind: str) -> AfterValidator:
    def match(value: str) -> str:
        if pattern.fullmatch(value) is None:
            raise PydanticCustomError("pattern", "is not {kind}", {"kind": kind})
        return value

    return AfterValidator(match)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _also_text(kind: str, pattern: re.Pattern[str]) -> WithJsonSchema:
    """Say to editors that a number may be written with or without quotes."""
    text = {"type": "string", "pattern": f"^(?:{pattern.pattern})$"}
    return WithJsonSchema({"anyOf": [{"type": kind}, text]})


def _text_like(pattern: re.Pattern[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern.pattern})$"})


_SCALAR: Final = ["string", "number", "boolean"]
_IDENTIFIER: Final = {"type": _SCALAR, "pattern": f"^(?:{IDENTIFIER.pattern})$"}

Number = Annotated[
    float,
    BeforeValidator(_read_number),
    Field(allow_inf_nan=False),
    _also_text("number", NUMBER),
]
Whole = Annotated[int, BeforeValidator(_read_whole), _also_text("integer", WHOLE)]
Truth = Annotated[
    bool,
    BeforeValidator(_read_truth),
    WithJsonSchema({"enum": [True, False, "true", "false"]}),
]
Text = Annotated[
    str, BeforeValidator(_read_text), WithJsonSchema({"type": _SCALAR, "minLength": 1})
]
Identifier = Annotated[
    Text,
    _matching(IDENTIFIER, "an id: letters, digits, - _ . : and a letter or digit first"),
    WithJsonSchema(_IDENTIFIER),
]
ToolkitId = Annotated[
    Text,
    _matching(TOOLKIT_ID, "a toolkit id: small letters and digits, words joined by -"),
    _text_like(TOOLKIT_ID),
]
Version = Annotated[
    Text,
    _matching(VERSION, "a version: three whole numbers without leading zeros, such as 1.0.0"),
    _text_like(VERSION),
]
LanguageCode = Annotated[
    Text, _matching(LANGUAGE, "a language code such as en"), _text_like(LANGUAGE)
]
Texts = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ShortForm:
    """Says to editors that a text may stand for the whole mapping or list: one of some words."""

    words: tuple[str, ...] = ()

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the schema of the long form beside that of the short one."""
        short: JsonSchemaValue = {"enum": [*self.words]} if self.words else {"type": _SCALAR}
        return {"anyOf": [short, handler(core)]}


OneOrMore = Annotated[tuple[Text, ...], BeforeValidator(_listed), Field(min_length=1), ShortForm()]
"""A list of texts; a single text stands for a list of one."""


class TooManyFaultsError(Exception):
    """So much is wrong that naming all of it would take long and help nobody."""


class Tally:
    """Counts the models that are tried and those that are sure to fail; stops at `most` of these.

    Given as the context of a validation. Its exception is no ValueError: it ends the validation
    itself, where pydantic would go on and gather a hundred thousand faults.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.models = 0
        self.failing = 0

    def look_at(self, data: object, required: frozenset[str]) -> None:
        """Count one model that is about to be read from some data."""
        self.models += 1
        if not isinstance(data, dict) or not required <= data.keys():
            self.failing += 1
            if self.failing > self.most:
                raise TooManyFaultsError


class Model(BaseModel):
    """A frozen part of a definition with closed keys, but for the two open doors.

    `notes` is kept with the definition and shown to authors, and never scored. Keys that begin with
    `x-` belong to other programs: they are kept under `extensions`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    notes: Mapping[str, Any] = Field(default_factory=dict)
    extensions: Mapping[str, Any] = Field(default_factory=dict, alias="x-")

    _required: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Note which keys must be there."""
        fields = cls.model_fields.items()
        cls._required = frozenset(info.alias or name for name, info in fields if info.is_required())

    @model_validator(mode="before")
    @classmethod
    def _gather_extensions(cls, data: object, info: ValidationInfo) -> object:
        if isinstance(info.context, Tally):
            info.context.look_at(data, cls._required)
        if not isinstance(data, dict):
            return data
        extra = [key for key in data if key.startswith("x-") and key != "x-"]
        if not extra:
            return data
        kept = {key: value for key, value in data.items() if key not in extra}
        return {**kept, "x-": {key: data[key] for key in extra}}
