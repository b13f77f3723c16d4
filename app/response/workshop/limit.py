"""How large a workshop may be, and how long its parts take."""

from typing import Final

MOST_PEOPLE: Final = 200
MOST_TABLES: Final = 12
MOST_MINUTES: Final = 60
"""For one question."""
MOST_ROLES: Final = 20
MOST_CHOICES: Final = 20
LONGEST_CHOICE: Final = 80
"""Characters of a role, a sector, a sex or a region."""

PRACTICE_MINUTES: Final = 10
GOAL_MINUTES: Final = 20
PRIORITY_MINUTES: Final = 20
PLAN_MINUTES: Final = 20
OTHER_MINUTES: Final = PRACTICE_MINUTES + GOAL_MINUTES + PRIORITY_MINUTES + PLAN_MINUTES
"""All that is not a question."""
LONGEST_DAY: Final = 360
"""Minutes of work after which nobody decides well."""
