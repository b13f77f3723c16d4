"""The areas of the site."""

from typing import Final

from app.web.area import Area
from app.web.route.about import area as about_area
from app.web.route.answer import area as answer_area
from app.web.route.data import area as data_area
from app.web.route.form import area as form_area
from app.web.route.home import area as home_area
from app.web.route.indicator import area as indicator_area
from app.web.route.report import area as report_area
from app.web.route.result import area as result_area
from app.web.route.system import area as system_area
from app.web.route.toolkit import area as toolkit_area
from app.web.route.version import area as version_area
from app.web.route.visit import area as visit_area

AREAS: Final[tuple[Area, ...]] = (
    home_area,
    data_area,
    answer_area,
    result_area,
    report_area,
    visit_area,
    version_area,
    toolkit_area,
    form_area,
    indicator_area,
    about_area,
    system_area,
)
