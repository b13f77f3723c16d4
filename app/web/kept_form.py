"""What somebody sent when their session had ended, carried through signing in to be sent again.

It travels in the page, signed: nothing of it is kept on the server, and nobody else can put a form
into somebody's hands this way.
"""

from dataclasses import dataclass
from typing import Final

from flask import request, session
from itsdangerous import BadData, URLSafeSerializer

from app.service.secret import blind
from app.web.guard.origin import FIELD as TOKEN
from app.web.own_path import read_own_path
from app.web.scene import workspace

NAME: Final = "kept"
"""Field of the forms it is carried in."""
WHO: Final = "who"
"""Label in the browser's cookie of who was signed in last: tells nobody who that is."""
MOST: Final = 500_000
"""Characters that are carried; a form that is sent again must stay below the most a form may be."""
SECRET: Final = ("password", "code", "current")
"""Parts of names of fields that hold a secret; `current` is one's password, asked for again."""
HIDDEN: Final = (".version", ".was")
HIDDEN_NAMES: Final = frozenset({"definition", "seen", "begun"})
"""Fields by which a form notices what others did meanwhile: they are sent again, but not shown."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was refused because nobody was signed in.

    Attributes:
        path: Where it was sent.
        fields: Its fields in order, without token, passwords and files.
        who: Label of who was signed in before; empty if unknown.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    who: str

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """What somebody typed or chose."""
        return tuple(
            (name, value)
            for name, value in self.fields
            if value.strip() and not name.endswith(HIDDEN) and name not in HIDDEN_NAMES
        )

    def pack(self) -> str:
        """Write it for a hidden field; empty where it is too long to be carried."""
        text: str = _serializer().dumps([self.path, self.fields, self.who])
        return text if len(text) <= MOST else ""


def label_of(account: str) -> str:
    """Give the label by which a browser remembers whose it was."""
    return blind(workspace().settings.secret_key, "who", account)[:32]


def keep_form() -> KeptForm:
    """Take the form of this request."""
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != TOKEN and not any(word in name.lower() for word in SECRET)
    )
    return KeptForm(request.path, fields, str(session.get(WHO, "")))


def read_kept(account: str) -> KeptForm | None:
    """Read what this request carries, if it is that person's; None for nothing."""
    raw = request.form.get(NAME, "")
    if not raw or len(raw) > MOST:
        return None
    try:
        path, fields, who = _serializer().loads(raw)
        found = KeptForm(path, tuple((str(name), str(value)) for name, value in fields), str(who))
    except (BadData, ValueError, TypeError):
        return None
    if not read_own_path(found.path) or found.who not in {"", label_of(account)}:
        return None
    return found


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(workspace().settings.secret_key, salt="kept-form")
