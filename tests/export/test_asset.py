"""What a report may load: our own fonts and sheets, whatever somebody writes as an address."""

import pytest

from app.export.press.asset import ASSETS, RefusedAddressError, find_asset, name_type


def test_our_own_assets_are_found() -> None:
    path = find_asset(ASSETS + "css/report.css")
    assert path.is_file()
    assert name_type(path) == "text/css"
    assert find_asset(ASSETS + "vendor/fonts/NotoSans-Regular.ttf").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/health",
        "https://example.org/x.css",
        "file:///etc/passwd",
        "file:///etc/x.css",
        "ftp://example.org/x.css",
        "asset://host/css/report.css",
        "asset:///../app/settings.py",
        "asset:///css/../../app/x.css",
        "asset:///css/%2e%2e/%2e%2e/app/x.css",
        "asset:////etc/passwd.css",
        "asset:///css/report.css\0.css",
        "asset:///css/report.css%00.css",
        "asset:///js/app.js",
        "css/report.css",
        "//example.org/x.css",
        "",
    ],
)
def test_nothing_else_is(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        find_asset(url)
