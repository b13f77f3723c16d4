"""The site: HTTP in, pages out. `presentation` says what a page shows, `service` does the work."""

from app.web.factory import create_app

__all__ = ["create_app"]
