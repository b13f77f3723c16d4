"""Talking to another sign-in service by OpenID Connect: leaving for it, and what it says on return.

The code flow with PKCE, state and nonce. Authlib and its kin are loaded only where it is used: most
installations have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from app.service.account.token import OIDC, make_token, use_token
from app.service.error import ServiceError
from app.service.mail import read_email
from app.service.secret import make_secret
from app.service.workspace import Workspace
from app.settings import Settings
from app.store.base import AnyRow
from app.store.engine import run_write

SCOPE: Final = "openid profile email"
DISCOVERY: Final = "/.well-known/openid-configuration"
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
SECONDS: Final = 10.0
LEEWAY: Final = 60
"""Seconds by which the other service's clock may differ from ours."""
FRESH: Final = timedelta(hours=1)
"""How long what the service says of itself is kept in memory."""
LONGEST: Final = 255
"""Characters of a subject, as the specification bounds them."""
ALGORITHMS: Final = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
"""Signatures by a key only the service has: never `none`, never our own shared secret."""

_known: dict[str, tuple[datetime, dict[str, Any]]] = {}


class OidcError(ServiceError):
    """The other service did not prove who somebody is; why is for the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send somebody, and the secret their browser keeps until they return."""

    address: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came back in the address, and what the browser kept."""

    code: str = field(repr=False)
    state: str = field(repr=False)
    kept: str = field(repr=False)
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is there; `email` only where the service says that it was verified."""

    issuer: str
    subject: str
    name: str = ""
    email: str = field(default="", repr=False)


def is_configured(settings: Settings) -> bool:
    """Tell whether another service may sign people in."""
    return bool(settings.oidc_issuer and settings.oidc_client_id and settings.accounts)


def depart(workspace: Workspace, *, callback: str, account_id: str | None = None) -> Departure:
    """Prepare to leave for the service; `account_id` is whose account is to be linked.

    Raises:
        OidcError: The service does not answer as it should.
    """
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

    settings = workspace.settings
    place = _discover(settings, workspace.now())
    nonce, verifier = make_secret(), make_secret()
    state = run_write(
        workspace.engine,
        lambda session: make_token(
            session, workspace, OIDC, account_id=account_id, nonce=nonce, verifier=verifier
        ),
    )
    with OAuth2Session(
        settings.oidc_client_id, scope=SCOPE, redirect_uri=callback, code_challenge_method="S256"
    ) as client:
        address, _ = client.create_authorization_url(
            place["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Departure(str(address), state)


def arrive(workspace: Workspace, arrival: Arrival, *, callback: str) -> tuple[Identity, str | None]:
    """Find out who returned; each departure is good for one return.

    Returns:
        Who they are there, and the account that was to be linked, if one was.

    Raises:
        OidcError: Anything is not as it should be.
    """
    settings = workspace.settings
    if not arrival.state or arrival.state != arrival.kept:
        raise OidcError("another browser left")
    if arrival.issuer and arrival.issuer != settings.oidc_issuer:
        raise OidcError("another service answered")
    left = run_write(
        workspace.engine, lambda session: use_token(session, workspace, OIDC, arrival.state)
    )
    if left is None or not arrival.code:
        raise OidcError("no such departure")
    place = _discover(settings, workspace.now())
    token = _fetch_token(settings, place, arrival.code, left=left, callback=callback)
    claims = _read_token(settings, place, token, nonce=left.detail["nonce"], now=workspace.now())
    return _identify(claims), left.account_id


def _discover(settings: Settings, now: datetime) -> dict[str, Any]:
    kept = _known.get(settings.oidc_issuer)
    if kept is not None and now - FRESH < kept[0] <= now:
        return kept[1]
    place = _get(settings.oidc_issuer.rstrip("/") + DISCOVERY)
    if place.get("issuer") != settings.oidc_issuer:
        raise OidcError("the service calls itself otherwise")
    schemes = {"https", urlsplit(settings.oidc_issuer).scheme}
    for name in ENDPOINTS:
        if urlsplit(str(place.get(name, ""))).scheme not in schemes:
            raise OidcError(f"{name} is no address")
    _known[settings.oidc_issuer] = (now, place)
    return place


def _get(address: str) -> dict[str, Any]:
    import requests  # noqa: PLC0415

    try:
        response = requests.get(address, timeout=SECONDS, allow_redirects=False)
        found = response.json() if response.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError) as error:
        raise OidcError(type(error).__name__) from error
    if not isinstance(found, dict):
        raise OidcError("the service does not answer as it should")
    return found


def _fetch_token(
    settings: Settings, place: Mapping[str, Any], code: str, *, left: AnyRow, callback: str
) -> str:
    import requests  # noqa: PLC0415
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

    method = _choose_method(settings, place)
    try:
        with OAuth2Session(
            settings.oidc_client_id,
            settings.oidc_client_secret,
            token_endpoint_auth_method=method,
            redirect_uri=callback,
        ) as client:
            given = client.fetch_token(
                place["token_endpoint"], grant_type="authorization_code", code=code,
                code_verifier=left.detail["verifier"], timeout=SECONDS, allow_redirects=False,
            )  # fmt: skip
        return str(given["id_token"])
    except (requests.RequestException, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
        raise OidcError(type(error).__name__) from error


def _choose_method(settings: Settings, place: Mapping[str, Any]) -> str:
    """Choose how our secret is shown: in a header, as the specification has it, where taken."""
    if not settings.oidc_client_secret:
        return "none"
    taken = place.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"


def _read_token(
    settings: Settings, place: Mapping[str, Any], token: str, *, nonce: str, now: datetime
) -> dict[str, Any]:
    """Check the signature and every claim that makes a token ours, new and from there."""
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwt import JWTClaimsRegistry  # noqa: PLC0415

    client = settings.oidc_client_id
    claims = _verify(token, _get(place["jwks_uri"]))
    rules = JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        rules.validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise OidcError(type(error).__name__) from error
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", "" if is_shared else client) != client:
        raise OidcError("made for another site")
    return claims


def _verify(token: str, published: dict[str, Any]) -> dict[str, Any]:
    """Return the claims if one of the service's published keys signed them."""
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import import_key  # noqa: PLC0415

    for key in published.get("keys", ()):
        try:
            if key["kty"] in {"RSA", "EC"} and key.get("use", "sig") == "sig":
                return dict(jwt.decode(token, import_key(key), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise OidcError("no key of the service signed this")


def _identify(claims: Mapping[str, Any]) -> Identity:
    subject, email = str(claims["sub"]), claims.get("email")
    if not subject or len(subject) > LONGEST:
        raise OidcError("no subject")
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    return Identity(
        str(claims["iss"]),
        subject,
        str(claims.get("name") or ""),
        (read_email(str(email)) or "") if is_verified else "",
    )
