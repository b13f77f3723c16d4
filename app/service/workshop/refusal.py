"""Why something can't be done at a table now, for those who tell it."""

from app.response.workshop.table import ActRefusedError
from app.service.workshop.steering import StaleError

__all__ = ["ActRefusedError", "StaleError"]
