"""Devices by what real browsers call themselves."""

import pytest

from app.presentation.language import load_translator
from app.presentation.view.device import name_device

KIT, MOZILLA = "AppleWebKit/537.36 (KHTML, like Gecko)", "Mozilla/5.0"
MAC, PHONE = "Macintosh; Intel Mac OS X 10_15_7", "iPhone; CPU iPhone OS 17_5_1 like Mac OS X"
WINDOWS, WEB = "Windows NT 10.0; Win64; x64", "AppleWebKit/605.1.15 (KHTML, like Gecko)"
AGENTS = {
    f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox on Linux",
    f"{MOZILLA} ({WINDOWS}; rv:127.0) Gecko/20100101 Firefox/127.0": "Firefox on Windows",
    f"{MOZILLA} (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0": "Firefox on Android",
    f"{MOZILLA} ({PHONE}) {WEB} FxiOS/127.0 Mobile/15E148 Safari/605.1.15": "Firefox on iOS",
    f"{MOZILLA} ({WINDOWS}) {KIT} Chrome/126.0.0.0 Safari/537.36": "Chrome on Windows",
    f"{MOZILLA} ({MAC}) {KIT} Chrome/126.0.0.0 Safari/537.36": "Chrome on macOS",
    f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/126.0.0.0 Safari/537.36":
        "Chrome on ChromeOS",
    f"{MOZILLA} (Linux; Android 10; K) {KIT} Chrome/126.0.0.0 Mobile Safari/537.36":
        "Chrome on Android",
    f"{MOZILLA} ({PHONE}) {WEB} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1": "Chrome on iOS",
    f"{MOZILLA} ({MAC}) {WEB} Version/17.5 Safari/605.1.15": "Safari on macOS",
    f"{MOZILLA} ({PHONE}) {WEB} Version/17.5 Mobile/15E148 Safari/604.1": "Safari on iOS",
    f"{MOZILLA} (iPad; CPU OS 12_5 like Mac OS X) {WEB} Version/12.1 Mobile/15E148 Safari/604.1":
        "Safari on iOS",
    f"{MOZILLA} ({WINDOWS}) {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68":
        "Edge on Windows",
    f"{MOZILLA} (Linux; Android 10; HD1913) {KIT} Chrome/126.0 Mobile Safari/537.36 EdgA/125.0":
        "Edge on Android",
    f"{MOZILLA} ({PHONE}) {WEB} Version/17.0 EdgiOS/125.2535 Mobile/15E148 Safari/604.1":
        "Edge on iOS",
    f"{MOZILLA} (Linux; Android 13; SAMSUNG SM-A515F) {KIT} SamsungBrowser/25.0 Chrome/121.0.0.0"
    " Mobile Safari/537.36": "Samsung Internet on Android",
    f"{MOZILLA} (X11; Linux x86_64) {KIT} Chrome/126.0.0.0 Safari/537.36 OPR/111.0.0.0":
        "Opera on Linux",
    f"{MOZILLA} (Linux; Android 10; M2006C3LG) {KIT} Chrome/126.0 Mobile Safari/537.36 OPR/76.2":
        "Opera on Android",
    "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16":
        "Opera on Android",
    f"{MOZILLA} (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5":
        "Firefox on KaiOS",
    f"{MOZILLA} (Linux; U; Android 11; en) {KIT} Chrome/100.0 UCBrowser/13.4 Mobile Safari/537.36":
        "UC Browser on Android",
    "SomeFeedReader/1.0 (Linux)": "Linux",
    "Firefox/99": "Firefox",
    "curl/8.7.1": "Unknown device",
    "": "Unknown device",
    "<b>a telephone": "Unknown device",
}  # fmt: skip


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_a_device_is_named_by_browser_and_system(agent: str, name: str) -> None:
    assert name_device(agent, load_translator("en")) == name
