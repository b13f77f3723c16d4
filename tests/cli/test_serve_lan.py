"""`eready serve --lan`: a room reaches a laptop, and nobody else is the host."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from app.cli import main
from app.cli.lan import EVERYWHERE, Lan, draw_code, find_addresses, open_lan
from app.paths import ROOT
from app.service.secret import hash_secret
from app.service.workspace import open_workspace
from app.settings import load_settings
from tests.room import HOST, OpenRoom, open_alone

HERE = find_addresses()[:1] or ("127.0.0.1",)
"""An address of this machine that other machines see, where it is in a network."""
LINK = re.compile(r"http://(\S+):\d+/host/(\S+)")
WAIT = 10


@dataclass
class Laptop:
    process: subprocess.Popen[str]
    port: int
    said: str
    instance: Path

    @property
    def link(self) -> str:
        found = LINK.search(self.said)
        assert found, self.said
        return found[0]

    @property
    def own(self) -> dict[str, str]:
        """What a browser sends with a form from our own page."""
        return {"Origin": self.url("")}

    def url(self, path: str, address: str = HERE[0]) -> str:
        return f"http://{address}:{self.port}{path}"


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(instance: Path, *words: str) -> Iterator[Laptop]:
    """Serve the real site to a room until the host's link was printed."""
    port = find_port()
    spoiled = {"EREADY_ACCOUNTS": "yes", "EREADY_PUBLIC_URL": "https://elsewhere.example"}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--lan", "--port", str(port), *words],
        env=os.environ | {"EREADY_INSTANCE": str(instance), "PYTHONIOENCODING": "utf-8"} | spoiled,
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "ends with this server" in line:
                break
        assert process.poll() is None, lines
        yield Laptop(process, port, "".join(lines), instance)
    finally:
        process.terminate()
        process.wait(40)


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    with serving(tmp_path_factory.mktemp("lan"), "--host", HERE[0]) as started:
        yield started


def open_room(laptop: Laptop) -> OpenRoom:
    """Plan a workshop as the host does, in the database that is being served from."""
    settings = load_settings({"EREADY_INSTANCE": str(laptop.instance)})
    return open_alone(open_workspace(replace(settings, accounts=False)), "e-government", actor=HOST)


def test_somebody_joins_over_the_network(laptop: Laptop) -> None:
    room, phone = open_room(laptop), requests.Session()
    door = phone.get(laptop.url(f"/join/{room.code}"), timeout=WAIT)
    assert door.status_code == 200
    secret = re.search(r'name="secret" value="([^"]+)"', door.text)
    assert secret
    sent = phone.post(
        laptop.url(f"/join/{room.code}"),
        data={"secret": secret[1]},
        headers=laptop.own,
        timeout=WAIT,
    )
    assert sent.status_code == 200
    assert sent.url.startswith(laptop.url(f"/room/{room.id}"))
    assert not any(cookie.secure for cookie in phone.cookies)


def test_the_link_makes_one_the_host(laptop: Laptop) -> None:
    room, browser, other = open_room(laptop), requests.Session(), requests.Session()
    assert browser.get(laptop.url("/workshops"), timeout=WAIT).status_code == 404
    assert browser.get(laptop.link, timeout=WAIT).status_code == 200
    entered = browser.post(laptop.link, headers=laptop.own, timeout=WAIT)
    assert entered.status_code == 200
    assert entered.url == laptop.url("/host")
    assert laptop.url("/join") in entered.text, "the address stands beside its picture"
    assert room.id in browser.get(laptop.url("/workshops"), timeout=WAIT).text
    assert other.get(laptop.url("/workshops"), timeout=WAIT).status_code == 404
    assert other.get(laptop.url("/sign-in"), timeout=WAIT).status_code == 404


def test_only_what_was_printed_is_answered_to(laptop: Laptop) -> None:
    for host in ("localhost", "elsewhere.example", socket.gethostname(), "198.51.100.1"):
        if host != HERE[0]:
            sent = requests.get(laptop.url("/"), headers={"Host": host}, timeout=WAIT)
            assert sent.status_code == 400, host
    assert requests.get(laptop.url("/"), timeout=WAIT).status_code == 200


def test_it_prints_a_picture_and_ends_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path) as laptop:
        assert "█" in laptop.said
        for address in find_addresses():
            assert laptop.url("/join", address) in laptop.said
        secret = laptop.link.rpartition("/")[2]
        requests.get(laptop.link, timeout=WAIT)
        requests.post(laptop.link, headers=laptop.own, timeout=WAIT)
        laptop.process.send_signal(signal.SIGINT)
        assert laptop.process.stdout is not None
        rest = laptop.process.stdout.read()
        assert laptop.process.wait(40) == 0
        assert "route=/host/<token>" in rest
        assert secret not in rest, "the log holds the route, and not the secret in it"


def test_the_children_are_told_what_a_laptop_is() -> None:
    lan = Lan(EVERYWHERE, ("192.168.7.2", "10.42.0.1"), 8000, "a secret")
    told = lan.environ({"EREADY_HOSTS": "example.org", "EREADY_PROXY_COUNT": "2", "HOME": "/root"})
    assert told == {
        "HOME": "/root",
        "EREADY_ACCOUNTS": "no",
        "EREADY_HOST_KEY": hash_secret("a secret"),
        "EREADY_HOSTS": "192.168.7.2,10.42.0.1,127.0.0.1",
        "EREADY_PROXY_COUNT": "0",
        "EREADY_PUBLIC_URL": "http://192.168.7.2:8000",
    }


def test_everything_printed_is_answered_to(capsys: pytest.CaptureFixture[str]) -> None:
    lan = Lan(EVERYWHERE, ("192.168.7.2", "10.42.0.1"), 8000, "a-secret")
    lan.say()
    printed = set(re.findall(r"http://([\d.]+):8000", capsys.readouterr().out))
    assert printed == {"192.168.7.2", "10.42.0.1"}
    assert set(lan.hosts) == printed | {lan.ready_at}


def test_one_address_is_enough() -> None:
    lan = open_lan("192.168.7.2", 8000)
    assert (lan.bind, lan.hosts) == ("192.168.7.2", ("192.168.7.2",))
    assert open_lan("192.168.7.2", 8000).secret != lan.secret, "each start has a link of its own"


def test_a_laptop_in_no_network_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cli.lan.find_addresses", lambda: ())
    result = CliRunner().invoke(main, ["serve", "--lan"])
    assert result.exit_code == 2
    assert "in no network" in result.output


@pytest.mark.parametrize("host", ["::1", "laptop.local", "300.1.1.1"])
def test_an_address_no_phone_can_type_is_refused(host: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--lan", "--host", host])
    assert result.exit_code == 2
    assert "four numbers" in result.output


def test_it_is_nothing_for_the_public(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = {"ENVIRONMENT": "production", "OPERATOR": "The office", "HOSTS": "example.org",
             "CONTACT": "office@example.org", "PUBLIC_URL": "https://example.org",
             "INSTANCE": str(tmp_path)}  # fmt: skip
    for name, value in plain.items():
        monkeypatch.setenv(f"EREADY_{name}", value)
    result = CliRunner().invoke(main, ["serve", "--lan"])
    assert result.exit_code == 2
    assert "not for the public" in result.output


def test_a_terminal_that_has_no_blocks_gets_no_picture() -> None:
    assert "█" in draw_code("http://192.168.7.2:8000/join", "utf-8")
    assert draw_code("http://192.168.7.2:8000/join", "ascii") == "\n"


def test_no_loopback_is_offered_to_phones() -> None:
    assert not [address for address in find_addresses() if address.startswith(("127.", "0."))]
