"""The areas of the site."""

from typing import Final

from app.web.area import Area
from app.web.route.about import area as about_area
from app.web.route.account import area as account_area
from app.web.route.admin import area as admin_area
from app.web.route.admin_toolkit import area as admin_toolkit_area
from app.web.route.admin_trail import area as admin_trail_area
from app.web.route.admin_unit import area as admin_unit_area
from app.web.route.admin_user import area as admin_user_area
from app.web.route.answer import area as answer_area
from app.web.route.assessment import area as assessment_area
from app.web.route.assessment_answer import area as assessment_answer_area
from app.web.route.assessment_history import area as assessment_history_area
from app.web.route.assessment_report import area as assessment_report_area
from app.web.route.assessment_result import area as assessment_result_area
from app.web.route.assessment_setting import area as assessment_setting_area
from app.web.route.assessment_version import area as assessment_version_area
from app.web.route.assessment_workbook import area as assessment_workbook_area
from app.web.route.claim import area as claim_area
from app.web.route.comment import area as comment_area
from app.web.route.data import area as data_area
from app.web.route.deleting import area as deleting_area
from app.web.route.demo import area as demo_area
from app.web.route.desk import area as desk_area
from app.web.route.evidence import area as evidence_area
from app.web.route.evidence_file import area as evidence_file_area
from app.web.route.form import area as form_area
from app.web.route.goal import area as goal_area
from app.web.route.home import area as home_area
from app.web.route.host import area as host_area
from app.web.route.indicator import area as indicator_area
from app.web.route.invitation import area as invitation_area
from app.web.route.join import area as join_area
from app.web.route.oidc import area as oidc_area
from app.web.route.own_data import area as own_data_area
from app.web.route.password import area as password_area
from app.web.route.people import area as people_area
from app.web.route.plan import area as plan_area
from app.web.route.plan_calendar import area as plan_calendar_area
from app.web.route.publication import area as publication_area
from app.web.route.published import area as published_area
from app.web.route.registration import area as registration_area
from app.web.route.report import area as report_area
from app.web.route.result import area as result_area
from app.web.route.review import area as review_area
from app.web.route.room import area as room_area
from app.web.route.round import area as round_area
from app.web.route.second_step import area as second_step_area
from app.web.route.sign_in import area as sign_in_area
from app.web.route.step import area as step_area
from app.web.route.system import area as system_area
from app.web.route.toolkit import area as toolkit_area
from app.web.route.unit import area as unit_area
from app.web.route.version import area as version_area
from app.web.route.visit import area as visit_area
from app.web.route.workshop_action import area as workshop_action_area
from app.web.route.workshop_agree import area as workshop_agree_area
from app.web.route.workshop_control import area as workshop_control_area
from app.web.route.workshop_document import area as workshop_document_area
from app.web.route.workshop_feedback import area as workshop_feedback_area
from app.web.route.workshop_goal import area as workshop_goal_area
from app.web.route.workshop_paper import area as workshop_paper_area
from app.web.route.workshop_people import area as workshop_people_area
from app.web.route.workshop_plan import area as workshop_plan_area
from app.web.route.workshop_plenary import area as workshop_plenary_area
from app.web.route.workshop_practice import area as workshop_practice_area
from app.web.route.workshop_priority import area as workshop_priority_area
from app.web.route.workshop_report import area as workshop_report_area
from app.web.route.workshop_screen import area as workshop_screen_area
from app.web.route.workshop_sheet import area as workshop_sheet_area

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
    sign_in_area,
    invitation_area,
    password_area,
    registration_area,
    account_area,
    second_step_area,
    own_data_area,
    oidc_area,
    assessment_area,
    assessment_answer_area,
    assessment_history_area,
    assessment_setting_area,
    step_area,
    assessment_result_area,
    assessment_report_area,
    review_area,
    publication_area,
    published_area,
    comment_area,
    evidence_area,
    evidence_file_area,
    round_area,
    claim_area,
    assessment_version_area,
    assessment_workbook_area,
    people_area,
    unit_area,
    deleting_area,
    admin_area,
    admin_user_area,
    admin_unit_area,
    admin_toolkit_area,
    admin_trail_area,
    desk_area,
    goal_area,
    plan_area,
    plan_calendar_area,
    workshop_plan_area,
    workshop_paper_area,
    workshop_sheet_area,
    workshop_practice_area,
    workshop_control_area,
    workshop_agree_area,
    workshop_plenary_area,
    workshop_document_area,
    workshop_people_area,
    workshop_goal_area,
    workshop_priority_area,
    workshop_action_area,
    workshop_feedback_area,
    join_area,
    room_area,
    host_area,
    workshop_screen_area,
    workshop_report_area,
    demo_area,
    about_area,
    system_area,
)
