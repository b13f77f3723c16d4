"""All routes of the author's site."""

from app.web.preview import asking, showing
from app.web.preview.page import AREAS

__all__ = ["AREAS", "asking", "showing"]
