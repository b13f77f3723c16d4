"""Whatever the format can say can be read: every feature sample, hostile ones, large ones."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from app.paths import TOOLKITS
from app.presentation.language import load_translator
from app.presentation.view.wording import UNREVIEWED
from tests.scoring.sample import BANDS, SCALE, choice, level, pillar, topic
from tests.web.conftest import MakeApp
from tests.web.page import Page, check_page
from tests.web.walk import main_text, workspace_of

RIGHT = TOOLKITS / "_features" / "right"
MOST_BYTES = 60_000
HOSTILE = "<script>alert(1)</script> {7 * 7} %d \" onclick='x()'"


def fetch(client: FlaskClient, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status, path
    return check_page(response)


def write(folder: Path, *pillars: object, **head: object) -> None:
    folder.mkdir(exist_ok=True)
    raw = {
        "format": "eready-toolkit/1",
        "id": "written",
        "version": "1.0.0",
        "status": "final",
        "language": "en",
        "title": "Written",
        "summary": "A sample.",
        "scopes": ["country"],
        "scale": SCALE,
        "scoring": {
            "aggregate": {"topic": "mean", "pillar": "mean", "total": "mean"},
            "coverage": {"topic": 0.5, "pillar": 0.6, "total": 0.6},
            "unknown": "exclude",
            "bands": BANDS,
        },
        "pillars": list(pillars),
        **head,
    }
    text = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
    (folder / "written.yaml").write_text(text, encoding="utf-8")


def open_samples(folder: Path) -> list[str]:
    """Copy the feature samples of single files with an open status."""
    folder.mkdir()
    names = []
    for path in sorted(RIGHT.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if "format: eready-toolkit/" not in text:
            continue
        opened = text.replace("status: draft", "status: final", 1)
        (folder / path.name).write_text(opened, encoding="utf-8")
        names.append(path.stem)
    return names


def test_every_feature_sample_can_be_read(make_app: MakeApp, tmp_path: Path) -> None:
    names = open_samples(tmp_path / "kits")
    app = make_app(toolkits=tmp_path / "kits")
    client = app.test_client()
    shown = workspace_of(app).toolkits.list_shown()
    assert len(shown) == len(names)
    for toolkit in shown:
        fetch(client, f"/toolkits/{toolkit.id}")
        texts = ""
        for part in toolkit.pillars:
            texts += main_text(fetch(client, f"/toolkits/{toolkit.id}/pillars/{part.id}"))
        for question in toolkit.questions:
            assert question.id in texts
            assert client.get(f"/toolkits/{toolkit.id}/questions/{question.id}").status_code == 308


def test_drafts_and_ideas_are_not_there(make_app: MakeApp, tmp_path: Path) -> None:
    write(tmp_path / "kits", pillar("base", level("L-1")), status="draft")
    client = make_app(toolkits=tmp_path / "kits").test_client()
    assert "No toolkit is open here at the moment." in main_text(fetch(client, "/toolkits"))
    unknown = main_text(fetch(client, "/toolkits/another", status=404))
    draft = main_text(fetch(client, "/toolkits/written", status=404))
    assert draft == unknown.replace("another", "written")
    for rest in ("/pillars/base", "/questions/L-1", "/versions", "/versions/1.0.0", ".zip",
                 "/versions/1.0.0.zip", "/difference"):  # fmt: skip
        fetch(client, f"/toolkits/written{rest}", status=404)


def test_retired_toolkit_can_be_read_and_says_so(make_app: MakeApp, tmp_path: Path) -> None:
    quick = level("L-1", quick_check=True)
    write(tmp_path / "kits", pillar("base", quick), status="retired")
    page = fetch(make_app(toolkits=tmp_path / "kits").test_client(), "/toolkits/written")
    assert "No new check can be started." in main_text(page)
    assert not [item for item in page.find("a") if item.text == "Start a quick-check"]


def test_hostile_texts_stay_texts(make_app: MakeApp, tmp_path: Path) -> None:
    write(
        tmp_path / "kits",
        pillar(
            "main",
            topic("skip", level("L-1", why=HOSTILE, note=HOSTILE), title=HOSTILE, note=HOSTILE),
            level("L-2", when="level(L-1) >= 1", sources=["bad"], hint={"impact": 3}),
            choice("C-1", 0, 100, ask=[HOSTILE], when="answered(L-1)"),
            title=HOSTILE,
            definition=HOSTILE,
        ),
        title=HOSTILE,
        disclaimer=HOSTILE,
        sources={"bad": {"title": HOSTILE, "licence": HOSTILE}},
        references={HOSTILE: [HOSTILE]},
    )
    client = make_app(toolkits=tmp_path / "kits").test_client()
    head, page = fetch(client, "/toolkits/written"), fetch(client, "/toolkits/written/pillars/main")
    for text in (main_text(head), main_text(page)):
        assert HOSTILE in text
    assert "impact" not in main_text(page)


def test_large_toolkit_is_cut_into_light_pages(make_app: MakeApp, tmp_path: Path) -> None:
    many = [
        choice(f"Q-{number}", *range(20), text=f"Which of these does body {number} have?")
        for number in range(600)
    ]
    halves = [topic("one", *many[:300]), topic("two", *many[300:])]
    write(tmp_path / "kits", pillar("base", *halves))
    client = make_app(toolkits=tmp_path / "kits").test_client()
    first = fetch(client, "/toolkits/written/pillars/base")
    parts = [item for item in first.find("a") if item.text.startswith("Part ")]
    count = len(parts) // 2
    assert count > 2
    for part in range(1, count + 1):
        address = f"/toolkits/written/pillars/base?part={part}"
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert len(response.data) < MOST_BYTES
        assert f"Part {part} of {count}" in gzip.decompress(response.data).decode()
    last = client.get("/toolkits/written/questions/Q-599").location
    assert last == f"/toolkits/written/pillars/base?part={count}#Q-599"
    assert fetch(client, last.split("#")[0]).find("article", id="Q-599")


@pytest.mark.parametrize("part", ["0", "-1", "2", "99999999", "one", "1e3", "١", ""])
def test_part_that_is_not_there_is_refused(client: FlaskClient, part: str) -> None:
    fetch(client, f"/toolkits/e-government/pillars/policy?part={part}", status=404)
    fetch(client, f"/toolkits/e-government/difference?part={part}", status=404)


@pytest.mark.parametrize(
    "address",
    [
        "/toolkits/<script>alert(1)</script>",
        "/toolkits/e-governmen",
        "/toolkits/" + "a" * 500,
        "/toolkits/..%2f..%2fetc",
        "/toolkits/e-government/pillars/infrastructur",
        "/toolkits/e-government/questions/INF-011",
        "/toolkits/e-government/versions/" + "f" * 64,
        "/toolkits/e-government/versions/%00",
        "/toolkits/E-GOVERNMENT.zip",
    ],
)
def test_what_is_not_there_gets_a_page_that_helps(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in {400, 404}
    check_page(response)


def test_near_misses_are_named(client: FlaskClient) -> None:
    assert fetch(client, "/toolkits/e-governmen", 404).find("a", href="/toolkits/e-government")
    page = fetch(client, "/toolkits/e-government/questions/INF-011", 404)
    address = "/toolkits/e-government/pillars/infrastructure#INF-01"
    assert page.find("a", href=address)


def test_page_need_not_be_sent_twice(client: FlaskClient) -> None:
    for address in ("/toolkits", "/toolkits/e-government", "/toolkits/e-government/pillars/policy",
                    "/toolkits/e-government/versions"):  # fmt: skip
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        tag = {"If-None-Match": first.headers["ETag"], "Accept-Language": "ar"}
        other = client.get(address, headers=tag)
        assert other.status_code == 200


def test_translated_toolkit_is_read_in_the_readers_language(
    make_app: MakeApp, tmp_path: Path
) -> None:
    folder = tmp_path / "kits" / "translated"
    shutil.copytree(RIGHT / "translated", folder)
    head = folder / "toolkit.yaml"
    opened = re.sub(r"(?m)^status: \w+", "status: final", head.read_text(encoding="utf-8"))
    head.write_text(opened, encoding="utf-8")
    write(tmp_path / "kits", pillar("base", level("L-1")))
    app = make_app(toolkits=tmp_path / "kits")
    client = app.test_client()
    names = {toolkit.id for toolkit in workspace_of(app).toolkits.list_shown()}
    address = f"/toolkits/{(names - {'written'}).pop()}"
    english = main_text(fetch(client, f"{address}?lang=en"))
    assert "English, Arabic and Chinese" in english
    page = client.get(f"{address}?lang=zh").get_data(as_text=True)
    title = re.search(r"<h1>(.*?)</h1>", page)
    assert title is not None
    assert re.search(r"[\u4e00-\u9fff]", title[1])
    assert "lang=" not in title[1]
    unreviewed = load_translator("ar").gettext(UNREVIEWED)
    assert unreviewed in client.get(f"{address}?lang=ar").get_data(as_text=True)
    assert unreviewed not in client.get("/toolkits/written?lang=ar").get_data(as_text=True)
