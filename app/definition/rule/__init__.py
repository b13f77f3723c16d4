"""The rules of the checker, one function each, in one registry."""

from app.definition.rule import (
    archive,
    asking,
    bound,
    condition,
    form,
    identity,
    level,
    method,
    reading,
    reference,
    span,
    translation,
    value,
    version,
)
from app.definition.rule.registry import RULES, Rule, checks

__all__ = [
    "RULES",
    "Rule",
    "archive",
    "asking",
    "bound",
    "checks",
    "condition",
    "form",
    "identity",
    "level",
    "method",
    "reading",
    "reference",
    "span",
    "translation",
    "value",
    "version",
]
