"""A laptop that serves a room by its own Wi-Fi: its addresses, and what it prints for its host."""

import io
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Final, NoReturn

import click

from app.service.secret import hash_secret, make_secret

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104  # the room has to reach it
THIS_MACHINE: Final = "127.0.0.1"
DOOR: Final = "/join"
OWN: Final = ("ACCOUNTS", "HOST_KEY", "HOSTS", "PROXY_COUNT", "PUBLIC_URL")
"""Settings that a laptop decides itself, whatever stands in its environment."""

_ASK_ADDRESS: Final = {"linux": 0x8915, "darwin": 0xC0206921}
"""What asks the system for the address of one of its networks, by system."""
_REQUEST_BYTES: Final = 256
_ADDRESS_AT: Final = slice(20, 24)
_INSIDE: Final = ("docker", "br-", "veth", "virbr", "lxc", "cni")
"""How networks within the machine are named: no phone reaches them."""


@dataclass(frozen=True, slots=True)
class Lan:
    """How a room reaches this laptop.

    Attributes:
        bind: Address to listen on.
        addresses: Those a phone can type, the likeliest first.
        port: Of all of them.
        secret: In the link for the host.
    """

    bind: str
    addresses: tuple[str, ...]
    port: int
    secret: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names the site answers to: exactly those that are printed."""
        return tuple(dict.fromkeys((*self.addresses, self.ready_at)))

    @property
    def ready_at(self) -> str:
        """Where the site is first looked for, and said to be ready."""
        return THIS_MACHINE if self.bind == EVERYWHERE else self.bind

    def url(self, address: str, path: str = "") -> str:
        """Give a whole address."""
        return f"http://{address}:{self.port}{path}"

    def environ(self, given: Mapping[str, str]) -> dict[str, str]:
        """Give the settings of the site: no accounts, its own names, plain http."""
        own = {
            "ACCOUNTS": "no",
            "HOST_KEY": hash_secret(self.secret),
            "HOSTS": ",".join(self.hosts),
            "PROXY_COUNT": "0",
            "PUBLIC_URL": self.url(self.addresses[0]),
        }
        return dict(given) | {f"EREADY_{name}": own[name] for name in OWN}

    def say(self) -> None:
        """Print the addresses, the picture for phones, and the host's link."""
        first = self.addresses[0]
        click.echo("\nFor the phones in the room, in the same Wi-Fi as this laptop:\n")
        for address in self.addresses:
            click.echo(f"    {self.url(address, DOOR)}")
        click.echo(draw_code(self.url(first, DOOR), sys.stdout.encoding or "ascii"), nl=False)
        if len(self.addresses) > 1:
            click.echo(f"The picture is for {first}. For another network: --host ADDRESS\n")
        click.echo("For you, who run the workshop; keep it to yourself:\n")
        click.echo(f"    {self.url(first, '/host/' + self.secret)}\n")
        click.echo("It can be opened on more than one device and ends with this server.")


def open_lan(host: str | None, port: int) -> Lan:
    """Find how a room reaches this laptop, or end with one plain line.

    `host` is the one address to listen on; None takes all the machine has.
    """
    if host in {None, EVERYWHERE}:
        addresses = find_addresses()
        if not addresses:
            _end("this machine is in no network: join or open a Wi-Fi first")
        return Lan(EVERYWHERE, addresses, port, make_secret())
    try:
        own = str(IPv4Address(host))
    except AddressValueError:
        _end("--lan takes an address of four numbers as its --host, such as 192.168.1.10")
    return Lan(own, (own,), port, make_secret())


def _end(why: str) -> NoReturn:
    click.echo(f"eready: {why}", err=True)
    raise SystemExit(2)


def draw_code(text: str, encoding: str) -> str:
    """Draw a QR picture in letters; nothing where the terminal's encoding has none for it."""
    # Here, since most starts print none.
    import segno  # noqa: PLC0415

    stream = io.StringIO()
    segno.make(text, micro=False).terminal(out=stream, compact=True)
    drawn = f"\n{stream.getvalue()}\n"
    try:
        drawn.encode(encoding)
    except UnicodeEncodeError:
        return "\n"
    return drawn


def find_addresses() -> tuple[str, ...]:
    """Find the machine's own addresses, wireless first, then the one it would go out by.

    Nothing is sent: the system is asked about its own networks.
    """
    found = dict(_list_networks())
    wireless = [address for name, address in found.items() if _is_wireless(name)]
    first = [*wireless, *_find_usual()]
    return tuple(dict.fromkeys(a for a in (*first, *found.values()) if _can_be_reached(a)))


def _list_networks() -> list[tuple[str, str]]:
    """List the machine's networks with its address in each; nothing where that can't be asked."""
    code = _ASK_ADDRESS.get(sys.platform)
    if code is None:
        return []
    import fcntl  # noqa: PLC0415  # not on every system

    listed = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            if name.startswith(_INSIDE):
                continue
            request = struct.pack(f"{_REQUEST_BYTES}s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), code, request)
            except OSError:
                continue
            listed.append((name, socket.inet_ntoa(answer[_ADDRESS_AT])))
    return listed


def _is_wireless(name: str) -> bool:
    return Path(f"/sys/class/net/{name}/wireless").exists()


def _find_usual() -> tuple[str, ...]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks which of our addresses would be used.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ()
        return (str(probe.getsockname()[0]),)


def _can_be_reached(address: str) -> bool:
    found = IPv4Address(address)
    return not (found.is_loopback or found.is_unspecified or found.is_multicast)
