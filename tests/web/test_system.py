"""What machines ask."""

from datetime import datetime

from flask.testing import FlaskClient

from app.store.engine import run_write
from app.store.heartbeat import write_beat
from tests.web.conftest import NOW, MakeApp


def test_health_is_told_as_json(client: FlaskClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["status"] == "ok"
    assert response.json["migration"]
    assert response.headers["Cache-Control"] == "no-store"


def test_health_tells_the_age_of_the_worker(make_app: MakeApp) -> None:
    app = make_app()
    engine = app.extensions["eready"].engine
    beat = NOW.replace(minute=0, second=0)
    began = datetime(2026, 11, 22, 8, 59, 18, tzinfo=NOW.tzinfo)
    run_write(engine, lambda session: write_beat(session, "w", started_at=beat, now=began))
    health = app.test_client().get("/health").json
    assert health is not None
    assert health["worker_age_seconds"] == 42


def test_health_fails_with_the_database(make_app: MakeApp) -> None:
    app = make_app()
    engine = app.extensions["eready"].engine
    engine.dispose()
    path = engine.url.database
    with open(path, "wb") as stream:  # noqa: PTH123  # what is there is ruined on purpose
        stream.write(b"no database" * 1000)
    response = app.test_client().get("/health")
    assert response.status_code == 503
    assert response.json is not None
    assert response.json["database"] == "failing"


def test_security_contact(client: FlaskClient, make_app: MakeApp) -> None:
    text = client.get("/.well-known/security.txt").get_data(as_text=True)
    assert "Contact: mailto:office@example.org\n" in text
    assert "Expires: 2027-05-21T09:00:00Z\n" in text
    unnamed = make_app(contact="").test_client()
    assert unnamed.get("/.well-known/security.txt").status_code == 404


def test_private_links_are_kept_out_of_search(client: FlaskClient) -> None:
    assert "Disallow: /r/" in client.get("/robots.txt").get_data(as_text=True)


def test_icon(client: FlaskClient) -> None:
    response = client.get("/favicon.ico", follow_redirects=True)
    assert response.mimetype == "image/svg+xml"
    assert "immutable" in response.headers["Cache-Control"]
