"""Writing plain values as YAML, each text in the style that reads best and can't be misread.

The text is that of PyYAML's emitter, whose way to it takes a hundred times as long: it looks at
each character of each text by itself. What is seldom written is left to it, text by text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import yaml

WIDTH: Final = 110
LONG: Final = 80
"""A longer text gets lines of its own, folded."""

Raw = Any

# Whatever any reader of YAML could take for a number, a date, a truth value or nothing.
_MISREAD: Final = re.compile(
    r"[-+.\d][\d_.,:eExXoOabcdfABCDF+-]*|[-+]?\.?(?:inf|nan)"
    r"|~|null|true|false|yes|no|on|off|y|n|=|<<",
    re.IGNORECASE,
)
_BREAKS: Final = frozenset("\r\t\x85\u2028\u2029\ufeff")
# What PyYAML writes as it is; lines are looked at one by one.
_PRINTED: Final = re.compile(
    "[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
# What begins, stands within or ends a text that needs quotes.
_MARKED: Final = re.compile(r"[#,\[\]{}&*!|>'\"%@`]|[?:-](?:\s|$)|---|\.\.\.|.*(?::(?: |$)| #)")
_RESOLVERS: Final[Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]] = (
    yaml.SafeDumper.yaml_implicit_resolvers
)


class _OddKeyError(Exception):
    """A key that is too long, or too odd, to be written here."""


def emit(raw: Mapping[str, Raw]) -> str:
    """Write a mapping of texts, numbers, truth values, lists and mappings in block style."""
    try:
        return "".join(_emit_mapping(raw, 0))
    except _OddKeyError:
        return _dump(raw)


def _emit_mapping(raw: Mapping[str, Raw], indent: int) -> Iterator[str]:
    """Write keys and values; the first key stands where the line is."""
    is_first = True
    for key, value in raw.items():
        head = _emit_key(key) + ":"
        yield head if is_first else " " * indent + head
        is_first = False
        if isinstance(value, Mapping) and value:
            yield "\n" + " " * (indent + 2)
            yield from _emit_mapping(value, indent + 2)
        elif isinstance(value, list) and value:
            yield "\n"
            yield from _emit_list(value, indent + 2)
        else:
            yield " " + _emit_scalar(value, indent, len(head)) + "\n"


def _emit_list(raw: Sequence[Raw], indent: int) -> Iterator[str]:
    for value in raw:
        yield " " * indent + "-"
        if isinstance(value, Mapping) and value:
            yield " "
            yield from _emit_mapping(value, indent + 2)
        elif isinstance(value, list) and value:
            yield " " + "".join(_emit_list(value, indent + 2)).removeprefix(" " * (indent + 2))
        else:
            yield " " + _emit_scalar(value, indent, 1) + "\n"


@lru_cache(maxsize=1024)
def _emit_key(key: str) -> str:
    found = _write_line(key) if key and _style_of(key) in {None, "'"} else None
    if found is None or len(found) > LONG:
        raise _OddKeyError
    return found


def _emit_scalar(value: Raw, indent: int, used: int) -> str:
    """Write a value behind `used` characters of a line that begins at `indent`."""
    if not isinstance(value, str):
        return _emit_other(value)
    style = _style_of(value)
    found = None
    if style == ">":
        found = _fold(value, indent + 2)
    elif style == "|":
        found = _keep_lines(value, indent + 2)
    elif style != '"':
        found = _write_line(value)
        if found is not None and indent + used + 1 + len(found) > WIDTH:
            found = None
    return _ask(value, indent, used) if found is None else found


def _emit_other(value: Raw) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, Mapping | list):
        return "[]" if isinstance(value, list) else "{}"
    return str(value) if isinstance(value, int) else _number_text(value)


def _number_text(number: float) -> str:
    return repr(number).removesuffix(".0")


# --- Styles -------------------------------------------------------------------------------------


def _style_of(text: str) -> str | None:
    """Give YAML's sign of a style; None for the plain one, quoted where it needs to be."""
    if not text or _MISREAD.fullmatch(text):
        return "'"
    body = text.removesuffix("\n")
    if _BREAKS.intersection(body) or not _is_block(body):
        return '"'
    if "\n" in body:
        return "|"
    return ">" if body != text or len(text) > LONG else None


def _is_block(text: str) -> bool:
    """Whether lines can stand as they are, and be folded without losing a space."""
    lines = text.split("\n")
    if not lines[0] or not lines[-1]:
        return False
    return all(line == line.strip() and "  " not in line for line in lines)


def _write_line(text: str) -> str | None:
    """Write a text in a line, plain or in quotes; None where that can't be."""
    if not _PRINTED.fullmatch(text):
        return None
    if not text or _MISREAD.fullmatch(text) or _MARKED.match(text) or _is_resolved(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def _is_resolved(text: str) -> bool:
    """Whether a reader of YAML 1.1 would take a plain text for something else."""
    return any(rule.match(text) for _, rule in _RESOLVERS.get(text[0], ()))


def _fold(text: str, indent: int) -> str | None:
    """Write one line of text as several: each ends at the first space beyond the width."""
    body = text.removesuffix("\n")
    if not _PRINTED.fullmatch(body):
        return None
    lines = [">" if body != text else ">-"]
    start = 0
    while (end := body.find(" ", start + max(WIDTH - indent + 1, 0))) >= 0:
        lines.append(body[start:end])
        start = end + 1
    lines.append(body[start:])
    return ("\n" + " " * indent).join(lines)


def _keep_lines(text: str, indent: int) -> str | None:
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not all(map(_PRINTED.fullmatch, lines)):
        return None
    head = "|" if body != text else "|-"
    return "\n".join([head, *(" " * indent + line if line else "" for line in lines)])


# --- The library --------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """The library's own emitter, in the styles above."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 (the library's signature)
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))


def _represent_number(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    text = _number_text(number)
    # Left plain: what has an exponent alone is a number to this format, a text to YAML 1.1.
    kind = "float" if "." in text else "str" if "e" in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)


def _dump(raw: Mapping[str, Raw]) -> str:
    text = yaml.dump(
        dict(raw),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )
    return str(text)


def _ask(text: str, indent: int, used: int) -> str:
    """Write one text as the library does at this place of a file."""
    raw: Raw = {"x" * (used - 1): text} if used > 1 else [text]
    depth = indent // 2 - (used == 1)
    for _ in range(depth):
        raw = {"x": raw}
    written = _dump({"x": raw} if used == 1 else raw)
    return written.split("\n", depth + (used == 1))[-1][indent + used + 1 :].removesuffix("\n")
