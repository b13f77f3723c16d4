"""The rules of the checker, one function each, in one registry."""

from app.definition.rule import reading
from app.definition.rule.registry import RULES, Rule, checks

__all__ = ["RULES", "Rule", "checks", "reading"]
