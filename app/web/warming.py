"""What the first visitors would have to wait for is done beside the start."""

from threading import Thread
from typing import Final

import structlog
from flask import Flask

from app.service.definition import pin_toolkits
from app.service.desk import open_desk
from app.service.error import StorageError
from app.service.language_coverage import list_coverage
from app.service.workspace import Workspace
from app.web import static_file
from app.web.scene import workspace

ELSEWHERE: Final = ("form/coded", "form/print", "form/question", "preview/", "report/")
"""Templates of printed forms, previews and reports, which have filters of their own."""
logger = structlog.get_logger()


def warm_up(app: Flask) -> Thread:
    """Do it in a thread.

    Reads the reference data, pins the open toolkits, scores the indices, compiles the templates,
    compresses the files that pages load, counts the translations.
    """
    with app.app_context():
        here = workspace()
    thread = Thread(target=_warm, args=(app, here), daemon=True, name="warming")
    thread.start()
    return thread


def _warm(app: Flask, here: Workspace) -> None:
    try:
        here.reference.current()
        pin_toolkits(here.engine, here.toolkits.list_all(), here.now())
        for toolkit in here.toolkits.list():
            open_desk(here, toolkit)
    except StorageError:
        # The first visitor will be told; a start is no place to fail for it.
        logger.warning("not_warmed")
    for name in app.jinja_env.list_templates():
        if name.endswith(".html") and not name.startswith(ELSEWHERE):
            app.jinja_env.get_template(name)
    static_file.warm()
    _count_translations(here)


def _count_translations(here: Workspace) -> None:
    """Count them last: the page that shows them is seldom the first that is asked for."""
    try:
        list_coverage(here)
    except StorageError:
        logger.warning("translations_not_counted")
