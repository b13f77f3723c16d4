"""Every kind of page of the site, each with a way to open it; in this order, for some change much.

A new page is one line here. A route that sends no page is in `NO_PAGE`, with what it sends.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from tests.browser.gallery import KENYA

Act = Callable[[Page], None]

NO_PAGE: Final = {
    "demo.show_parts": "in the demonstration only",
    "oidc.come_back": "leads back to where one was",
    "oidc.leave": "leads to another service",
    "published.list_all": "tried with what a team published: test_member_page",
    "published.show_published": "the same",
    "published.show_report": "the same",
    "answer.begin": "leads to the first page of questions, or asks first: see choose",
    "form.send_form": "a PDF",
    "form.send_workbook": "a workbook",
    "assessment_answer.begin": "leads to the first topic",
    "data.show_data_figure": "a figure as JSON",
    "indicator.download_indicator": "a CSV",
    "report.download_data": "a file",
    "report.download_result": "a file",
    "report.send_data_report": "a PDF",
    "report.send_report": "a PDF",
    "result.show_result_figure": "a figure as JSON",
    "static": "a file",
    "system.show_health": "a word",
    "system.show_icon": "a picture",
    "system.show_robots": "plain text",
    "system.show_security": "plain text",
    "toolkit.download_toolkit": "a ZIP file",
    "toolkit.download_version": "a ZIP file",
    "toolkit.show_question": "leads to the question's place on its pillar's page",
    "toolkit.show_version_question": "leads to the question's place on its pillar's page",
}
"""Routes that are no pages of their own: endpoint -> what they send."""


@dataclass(frozen=True)
class PageKind:
    """A kind of page: `act` is what a person does on `path` to come to it."""

    name: str
    endpoint: str
    path: str
    status: int = 200
    act: Act | None = None
    shows: str = "h1"
    """What tells the page from others of its template."""


def submit(selector: str, fields: Mapping[str, str | bool] | None = None) -> Act:
    """Send a form with some fields changed, as without script."""
    change = """([form, fields]) => {
      const found = document.querySelector(form);
      for (const [selector, value] of Object.entries(fields)) {
        const field = found.querySelector(selector);
        if (typeof value === "boolean") field.checked = value; else field.value = value;
      }
      found.submit();
    }"""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.evaluate(change, [selector, dict(fields or {})])

    return act


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true; })")


SMALL: Final = "/check/small/KEN"
FORM: Final = "form[data-answers]"
READ: Final = "/toolkits/e-government"

PUBLIC_KINDS: Final = (
    PageKind("signing in", "sign_in.show_sign_in", "/sign-in"),
    PageKind(
        "signing in, refused",
        "sign_in.sign_in",
        "/sign-in",
        422,
        submit("main form"),
        shows="[role=alert]",
    ),
    PageKind("code", "sign_in.show_code", "/sign-in/code"),
    PageKind("forgotten", "password.show_forgotten", "/forgotten"),
    PageKind("forgotten, sent", "password.show_sent", "/forgotten/sent"),
    PageKind("new password", "password.show_reset", "/reset/nobody-has-this-key", 404),
    PageKind("invitation", "invitation.show_invitation", "/invitation/nobody-has-this-key", 404),
    PageKind("registration", "registration.show_registration", "/registration", 404),
    PageKind("registration, sent", "registration.show_sent", "/registration/sent", 404),
    PageKind(
        "registration, code", "registration.show_form", "/registration/nobody-has-this-key", 404
    ),
    PageKind("new address", "account.show_new_email", "/account/email/nobody-has-this-key", 404),
    PageKind("host of a laptop", "host.show_host", "/host", 404),
    PageKind("link for the host", "host.show_key", "/host/nobody-has-this-key", 404),
    PageKind("account deleted", "own_data.show_deleted", "/account/deleted"),
    PageKind("home", "home.show_home", "/"),
    PageKind(
        "home, refused", "home.choose", "/check?toolkit=no&country=no", 400, shows="[aria-invalid]"
    ),
    PageKind("about", "about.show_about", "/about"),
    PageKind("accessibility", "about.show_accessibility", "/accessibility"),
    PageKind("languages", "about.show_languages", "/languages"),
    PageKind("privacy", "about.show_privacy", "/privacy"),
    PageKind("data and licences", "about.show_data", "/data"),
    PageKind("indicators", "indicator.list_indicators", "/indicators"),
    PageKind("indicator", "indicator.show_indicator", "/indicators/adult_literacy_pct"),
    PageKind("no indicator", "indicator.show_indicator", "/indicators/egd", 404),
    PageKind("toolkits", "toolkit.show_all", "/toolkits"),
    PageKind("toolkit", "toolkit.show_toolkit", READ),
    PageKind("no toolkit to read", "toolkit.show_toolkit", "/toolkits/e-govern", 404),
    PageKind("pillar", "toolkit.show_pillar", f"{READ}/pillars/policy", act=open_all),
    PageKind("no pillar", "toolkit.show_pillar", f"{READ}/pillars/polic", 404),
    PageKind("versions", "toolkit.list_versions", "/toolkits/small/versions", shows="form.card"),
    PageKind("version", "toolkit.show_version", "/toolkits/small/versions/1.0.0"),
    PageKind("no version", "toolkit.show_version", "/toolkits/small/versions/9", 404),
    PageKind(
        "pillar of a version",
        "toolkit.show_version_pillar",
        "/toolkits/small/versions/1.0.0/pillars/basics",
    ),
    PageKind(
        "difference", "toolkit.show_difference", "/toolkits/small/difference", shows=".question"
    ),
    PageKind("form", "form.show_form", f"{READ}/form"),
    PageKind(
        "form, refused",
        "form.show_form",
        "/toolkits/sector-e-strategy/form?asked=1",
        shows="[aria-invalid]",
    ),
    PageKind("form, being made", "form.show_form", f"{READ}/form?in=fr", shows="progress"),
    PageKind("questions", "data.show_questions", "/check/e-government/questions"),
    PageKind("no such toolkit", "data.choose_country", "/check/nothing/KEN", 404),
    PageKind("no such country", "data.show_data", "/check/e-government/Keny", 404),
    PageKind("retired", "data.show_data", "/check/gone/KEN", 404),
    PageKind("by data", "data.show_data", f"{KENYA}?compare=RWA&compare=PRK", shows="table.peers"),
    PageKind("by data, with gaps", "data.show_data", "/check/e-government/VAT"),
    PageKind("by judgement only", "data.show_data", "/check/small/KEN"),
    PageKind("a figure explained", "data.explain_data", f"{KENYA}/figures/data-management"),
    PageKind("data report", "report.show_data_report", f"{KENYA}/data-report?in=es"),
    PageKind(
        "data report, being made",
        "report.show_data_report",
        f"{KENYA}/data-report?in=fr",
        shows="progress",
    ),
    PageKind(
        "data report, failed",
        "report.show_data_report",
        f"{KENYA}/data-report",
        shows="[role=status] .notice",
    ),
    PageKind("first choose", "answer.begin", "/check/sector-e-strategy/KEN/answers"),
    PageKind("questions, untouched", "answer.show_page", "/check/e-government/UGA/answers/policy"),
    PageKind("questions with numbers", "answer.show_page", f"{KENYA}/answers/infrastructure"),
    PageKind("no check", "result.show_result", f"{KENYA}/result", 404),
    PageKind("door of a room", "join.show_door", "/join"),
    PageKind("no code", "join.show_door", "/join?code=", 422, shows="[aria-invalid]"),
    PageKind("no room", "join.show_room_door", "/join/ABC234", 404),
    PageKind("closed door", "visit.show_door", "/r/nothing", 404),
    PageKind("no page", "error", "/nothing", 404),
)
"""What a stranger sees."""

OWN_KINDS: Final = (
    PageKind("questions, answered", "answer.show_page", f"{KENYA}/answers/policy"),
    PageKind(
        "result", "result.show_result", f"{KENYA}/result", act=open_all, shows=".pillar-result",
    ),
    PageKind("a result explained", "result.explain_result", f"{KENYA}/result/policy"),
    PageKind("report", "report.show_report", f"{KENYA}/report?in=es"),
    PageKind("report, being made", "report.show_report", f"{KENYA}/report?in=fr", shows="progress"),
    PageKind("report, made", "report.show_report", f"{KENYA}/report", shows="a[download]"),
    PageKind("link", "visit.show_link", f"{KENYA}/link", shows="#link"),
    PageKind("door", "visit.show_door", "/r/{link}", shows="main form"),
    PageKind(
        "thanks", "visit.take_feedback", f"{KENYA}/result", 200,
        submit("form[action$='feedback']", {"[name=useful][value='4']": True}),
    ),
    PageKind(
        "questions, refused", "answer.save_page", f"{KENYA}/answers/infrastructure", 422,
        submit(FORM, {
            "[name='INF-01']": "many",
            "[name='INF-11'][value='not-applicable']": True,
            "[name='INF-11.link']": "nowhere",
        }),
        shows="[aria-invalid]",
    ),
    PageKind(
        "questions, answered elsewhere", "answer.save_page", f"{KENYA}/answers/policy", 409,
        submit(FORM, {
            "[name='POL-01'][value='=1']": True,
            "[name='POL-01.version']": "0",
            "[name='POL-01.was']": "",
        }),
        shows=".clash",
    ),
    PageKind(
        "version ahead", "version.show_version", f"{SMALL}/version", act=open_all,
        shows="form select",
    ),
    PageKind(
        "version ahead, refused", "version.move", f"{SMALL}/version", 422,
        submit("form[action$='version']"),
        shows="[aria-invalid]",
    ),
    PageKind(
        "version moved", "version.show_version", f"{SMALL}/version", 200,
        submit("form[action$='version']", {"select": "north"}),
    ),
    PageKind(
        "questions to confirm", "answer.show_page", f"{SMALL}/answers/basics",
        shows="[data-confirm]",
    ),
    PageKind("delete", "visit.ask_delete", f"{SMALL}/delete"),
    PageKind("deleted", "visit.delete", f"{SMALL}/delete", act=submit("form[action$='delete']")),
)  # fmt: skip
"""What the holder of a check sees."""

ASSESSMENT: Final = "/assessments/{assessment}"
NEW: Final = "/assessments/new"

TEAM_KINDS: Final = (
    PageKind("assessments", "assessment.list_assessments", "/assessments"),
    PageKind("assessment, to begin", "assessment.show_new", NEW),
    PageKind(
        "assessment, to set", "assessment.show_new", f"{NEW}?toolkit=sector-e-strategy",
        shows="#title",
    ),
    PageKind(
        "assessment, refused", "assessment.begin", f"{NEW}?toolkit=sector-e-strategy", 422,
        submit("main form[method=post]"), shows="[aria-invalid]",
    ),
    PageKind("assessment", "assessment.show_assessment", ASSESSMENT),
    PageKind("topic", "assessment_answer.show_topic", f"{ASSESSMENT}/topics/ES-VIS"),
    PageKind(
        "topic, refused", "assessment_answer.save_topic", f"{ASSESSMENT}/topics/ES-VIS", 422,
        submit(FORM, {"[name='ES-VIS-1'][value='not-applicable']": True}), shows="[aria-invalid]",
    ),
    PageKind("one's own questions", "assessment.list_mine", f"{ASSESSMENT}/mine"),
    PageKind(
        "history of an answer", "assessment_history.show_history",
        f"{ASSESSMENT}/questions/ES-VIS-1/history",
    ),
    PageKind(
        "settings of an assessment", "assessment_setting.show_settings", f"{ASSESSMENT}/settings"
    ),
)  # fmt: skip
"""What a team sees that answers together."""

GROUPS: Final = {"stranger": PUBLIC_KINDS, "holder": OWN_KINDS, "team": TEAM_KINDS}
KINDS: Final = PUBLIC_KINDS + OWN_KINDS + TEAM_KINDS
