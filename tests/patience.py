"""A guard against input that takes ages. How fast things really are, `benchmarks/` says."""

from typing import Final

AGES: Final = 10.0
"""Processor seconds that only a blow-up takes, on any machine and however busy it is."""
