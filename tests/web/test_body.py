"""Bodies of requests that no form of ours sends."""

import io

import pytest

from tests.web.conftest import MakeApp

PAGE = "/check/e-government/KEN/answers/policy"
OWN = {"Origin": "http://localhost"}


class Counted(io.BytesIO):
    """A body that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on."""
        piece = super().read(size)
        self.taken += len(piece)
        return piece


@pytest.mark.parametrize(("size", "taken"), [(300_000, 300_000), (20_000_000, 16_000_000)])
def test_a_body_that_is_too_large_is_read_before_it_is_refused(
    make_app: MakeApp, size: int, taken: int
) -> None:
    body = Counted(b"x" * size)
    response = (
        make_app(request_bytes=10_000)
        .test_client()
        .post(
            PAGE,
            input_stream=body,
            content_length=size,
            content_type="application/x-www-form-urlencoded",
            headers=OWN | {"Accept-Language": "ar"},
        )
    )
    assert response.status_code == 413
    assert '<html lang="ar" dir="rtl">' in response.get_data(as_text=True)
    assert body.taken == taken


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_a_body_that_is_no_form_is_refused(make_app: MakeApp, kind: str) -> None:
    client = make_app().test_client()
    response = client.post(PAGE, data=b'{"POL-01": 3}', content_type=kind, headers=OWN)
    assert response.status_code == 400
    assert "Nothing was changed" in response.get_data(as_text=True)
    assert client.get_cookie("check", path="/check/e-government/KEN") is None
