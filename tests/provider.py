"""A small OpenID Connect service on this machine, with knobs to have it misbehave."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT = "eready-of-the-office"
SECRET = "a secret between two sites, of forty signs"
CALLBACK = "http://localhost/sign-in/other/back"


@cache
def make_keys() -> tuple[RSAKey, ECKey]:
    """Make the service's keys, once a run: it takes a while."""
    return RSAKey.generate_key(2048, {"kid": "old"}), ECKey.generate_key("P-256", {"kid": "new"})


class Provider:
    """What the service knows; tests set `claims`, `sign` and `place` to have it lie."""

    def __init__(self, issuer: str, now: datetime) -> None:
        self.issuer = issuer
        self.now = int(now.timestamp())
        self.old, self.key = make_keys()
        self.waiting: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}
        self.place: dict[str, Any] = {}
        self.sign = self.sign_well
        self.said: list[str] = []

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.place

    def publish(self) -> dict[str, Any]:
        keys = [key.as_dict(private=False) for key in (self.old, self.key)]
        return {"keys": [{"kty": "XX"}, *keys]}

    def approve(self, address: str, subject: str = "s-1", **claims: object) -> str:
        """Do what somebody does there: sign in and agree. Returns the code they come back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.waiting[code] = asked | {"subject": subject, "claims": json.dumps(claims)}
        return code

    def redeem(self, given: dict[str, str], authorization: str) -> dict[str, str] | None:
        """Give the token for a code: once, to the site it is for, with the verifier."""
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.waiting.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if asked is None or authorization != f"Basic {wanted}":
            return None
        if (
            asked["code_challenge"] != pack(digest)
            or asked["redirect_uri"] != given["redirect_uri"]
        ):
            return None
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": asked["subject"], "nonce": asked["nonce"],
            "iat": self.now, "exp": self.now + 300,
        }  # fmt: skip
        all_claims = claims | json.loads(asked["claims"]) | self.claims
        token = self.sign({name: value for name, value in all_claims.items() if value is not None})
        self.said.append(token)
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def sign_well(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": "new"}, claims, self.key)

    def sign_by_older_key(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256"}, claims, self.old)

    def sign_by_stranger(self, claims: dict[str, Any]) -> str:
        stranger = ECKey.generate_key("P-256")
        return jwt.encode({"alg": "ES256", "kid": "new"}, claims, stranger)

    def sign_by_shared_secret(self, claims: dict[str, Any]) -> str:
        return sign_by_hand("HS256", claims, SECRET.encode())

    def sign_by_public_key(self, claims: dict[str, Any]) -> str:
        """Take the published key for a shared secret, as broken libraries do."""
        return sign_by_hand("HS256", claims, self.old.as_pem(private=False))

    def sign_not(self, claims: dict[str, Any]) -> str:
        return sign_by_hand("none", claims, b"")


def sign_by_hand(algorithm: str, claims: dict[str, Any], key: bytes) -> str:
    """Write a token no careful library would."""
    parts = [pack(json.dumps(part).encode()) for part in ({"alg": algorithm}, claims)]
    text = ".".join(parts)
    return f"{text}.{pack(hmac.digest(key, text.encode(), 'sha256')) if key else ''}"


def pack(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def make_handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = {
                "/.well-known/openid-configuration": provider.describe,
                "/keys": provider.publish,
            }
            make = known.get(self.path)
            self._answer(make() if make else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(provider.redeem(given, self.headers.get("Authorization", "")))

        def _answer(self, found: dict[str, Any] | None) -> None:
            body = json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def run_provider(now: datetime) -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}", now)
    server.RequestHandlerClass = make_handler(provider)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
