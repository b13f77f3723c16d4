"""A small site for one author: form, score and report of one toolkit, read anew when it is saved.

It shares guards, templates and style with the site, has no database and writes nothing.
"""

from app.web.preview.factory import create_preview

__all__ = ["create_preview"]
