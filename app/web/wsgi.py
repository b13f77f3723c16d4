"""The application a server loads: `granian --interface wsgi app.web.wsgi:application`."""

from app.service.log import set_up_log
from app.service.workspace import open_workspace
from app.settings import load_settings
from app.web.factory import create_app
from app.web.warming import warm_up

settings = load_settings()
set_up_log(settings)
application = create_app(open_workspace(settings))
warm_up(application)
