"""The application a server loads: `granian --interface wsgi app.web.wsgi:application`."""

from app.service.workspace import open_workspace
from app.settings import load_settings
from app.web.factory import create_app

application = create_app(open_workspace(load_settings()))
