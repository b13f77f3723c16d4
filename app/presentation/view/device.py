"""What a device is called in the list of those somebody is signed in on."""

from typing import Final

from app.presentation.language import Translator

BROWSERS: Final = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"), ("OPiOS/", "Opera"), ("OPT/", "Opera"), ("Opera", "Opera"),
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edge/", "Edge"),
    ("YaBrowser/", "Yandex Browser"),
    ("UCBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
"""A sign in what a browser calls itself -> its name. Nearly all say Safari, and many Chrome, to be
served alike: who says something of its own stands first."""
SYSTEMS: Final = (
    ("KAIOS/", "KaiOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"), ("iPad", "iOS"), ("iPod", "iOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip
"""A sign of a system -> its name. Android says Linux too."""


def name_device(agent: str, translator: Translator) -> str:
    """Name a device by what its browser calls itself: "Firefox on Android"."""
    browser, system = _find(BROWSERS, agent), _find(SYSTEMS, agent)
    if browser and system:
        return translator.gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or translator.gettext("Unknown device")


def _find(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
