"""The report of a workshop on a phone and on a desk, in either direction."""

import pytest

from app.web.sign_in import COOKIE
from tests.browser.conftest import PHONE, WIDE, OpenVisit, Site
from tests.team import make_team
from tests.workshop_day import hold_day

pytestmark = pytest.mark.needs_chromium


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_and_bars_nobody(site: Site, open_visit: OpenVisit, language: str) -> None:
    team = make_team(site.workspace)
    day = hold_day(site.workspace, actor=team.actor("facilitator"))
    for size in (PHONE, WIDE):
        visit = open_visit(language=language, width=size)
        cookie = {"name": COOKIE, "value": team.secret("facilitator"), "url": visit.url}
        visit.context.add_cookies([cookie])  # type: ignore[list-item]
        visit.go(f"/workshop/{day.room.id}/report")
        assert visit.width_needed <= size
        assert visit.find_barriers() == []
