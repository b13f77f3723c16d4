"""A mail server in a thread that takes what it is told to take: enough of SMTP for our client."""

import base64
import datetime as dt
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER = "readiness"
PASSWORD = "of the mail server"


@dataclass
class MailServer:
    """What it was sent, and how it answers; `refuses` is a code for every recipient."""

    port: int = 0
    certificate: Path | None = None
    mails: list[bytes] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refuses: int = 0


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        told: MailServer = self.server.told  # type: ignore[attr-defined]
        self.is_safe, self.is_known, self.envelope = False, False, []
        self._say("220 mail.example.org")
        while line := self.rfile.readline():
            word = line.decode().rstrip("\r\n")
            told.said.append(word)
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(told, word)

    def _answer(self, told: MailServer, word: str) -> None:
        verb = word.split(" ", 1)[0].upper()
        if verb == "EHLO":
            more = "250-STARTTLS\r\n" if told.certificate and not self.is_safe else ""
            self._say(f"250-mail.example.org\r\n{more}250 AUTH PLAIN")
        elif verb == "STARTTLS":
            self._say("220 go on")
            self._wrap(told)
        elif verb == "AUTH":
            given = base64.b64decode(word.split(" ")[2]).decode()
            self.is_known = given == f"\0{USER}\0{PASSWORD}"
            self._say("235 welcome" if self.is_known else "535 no")
        elif verb == "RCPT" and told.refuses:
            self._say(f"{told.refuses} no such mailbox")
        elif verb in {"MAIL", "RCPT", "RSET"}:
            self.envelope = [*self.envelope, word]
            self._say("250 taken")
        elif verb == "DATA":
            self._say("354 go on")
            self._take(told)

    def _take(self, told: MailServer) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        told.mails.append(b"".join(lines))
        told.envelopes.append(self.envelope)
        told.signed_in.append(self.is_known)
        self._say("250 taken")

    def _wrap(self, told: MailServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(told.certificate))
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.is_safe = True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is none of our business."""


@contextmanager
def run_mail_server(certificate: Path | None = None) -> Iterator[MailServer]:
    told = MailServer(certificate=certificate)
    with Listener(("127.0.0.1", 0), Talk) as listener:
        listener.told = told  # type: ignore[attr-defined]
        told.port = listener.server_address[1]
        thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield told
        finally:
            listener.shutdown()
            thread.join()


def make_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
