"""Several versions of a toolkit beside each other: which one is used, and what is never lost."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from app.definition.toolkit import Toolkit
from app.service import toolkit_pinned
from app.service.definition import ToolkitShelf, pin_toolkits
from app.service.quick_check import open_check
from app.store.definition import pin_definition
from app.store.engine import Engine, run_write
from tests.service.conftest import START, House, change
from tests.service.packing import write_small

SPOILT = "f" * 64


@dataclass
class Room:
    """Two folders of toolkits, shipped and installed, and the database behind them."""

    root: Path
    engine: Engine

    def open(self, *, kept: bool = False) -> ToolkitShelf:
        return ToolkitShelf(
            self.root / "shipped",
            self.engine,
            installed=self.root / "installed",
            kept=self.root / "kept" if kept else None,
            pause=0.0,
        )

    def ship(self, version: str, status: str = "circulated", **changes: str) -> Path:
        name = f"{changes.get('id', 'small')}-{version}.yaml"
        return self._write(self.root / "shipped" / name, version, status, **changes)

    def install(self, version: str, status: str = "circulated", **changes: str) -> Path:
        folder = self.root / "installed" / changes.get("id", "small") / version
        return self._write(folder / "toolkit.yaml", version, status, **changes).parent

    @staticmethod
    def _write(path: Path, version: str, status: str, **changes: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_small(version, status, **changes), encoding="utf-8")
        return path


@pytest.fixture
def room(house: House, tmp_path: Path) -> Room:
    return Room(tmp_path / "room", house.workspace.engine)


def named(toolkit: Toolkit | None) -> tuple[str, str] | None:
    return toolkit and (toolkit.version, toolkit.status)


def versions(shelf: ToolkitShelf) -> list[str]:
    return [toolkit.version for toolkit in shelf.versions("small")]


@pytest.mark.parametrize(
    ("installed", "current", "shown"),
    [
        ([], ("1.0.0", "circulated"), ("1.0.0", "circulated")),
        ([("1.9.0", "revised"), ("1.10.0", "final")], ("1.10.0", "final"), ("1.10.0", "final")),
        ([("0.9.0", "final")], ("1.0.0", "circulated"), ("1.0.0", "circulated")),
        ([("2.0.0", "draft")], ("1.0.0", "circulated"), ("1.0.0", "circulated")),
        ([("2.0.0", "idea")], ("1.0.0", "circulated"), ("1.0.0", "circulated")),
        ([("2.0.0", "retired")], None, ("2.0.0", "retired")),
        ([("2.0.0", "retired"), ("3.0.0", "draft")], None, ("2.0.0", "retired")),
        ([("0.9.0", "retired")], ("1.0.0", "circulated"), ("1.0.0", "circulated")),
        ([("2.0.0", "retired"), ("2.0.1", "final")], ("2.0.1", "final"), ("2.0.1", "final")),
    ],
)
def test_the_highest_version_that_is_no_draft_counts(
    room: Room,
    installed: list[tuple[str, str]],
    current: tuple[str, str] | None,
    shown: tuple[str, str],
) -> None:
    room.ship("1.0.0")
    for version, status in installed:
        room.install(version, status)
    shelf = room.open()
    assert named(shelf.get("small")) == named(shelf.begin("small")) == current
    assert named(shelf.shown("small")) == shown
    assert [named(one) for one in shelf.list()] == ([current] if current else [])
    assert [named(one) for one in shelf.list_shown()] == [shown]
    public = [version for version, status in installed if status not in {"idea", "draft"}]
    assert set(versions(shelf)) == {"1.0.0", *public}
    assert versions(shelf)[0] == shown[0]
    assert shelf.knows("small")


@pytest.mark.parametrize("status", ["idea", "draft"])
def test_an_idea_or_a_draft_is_reached_by_nothing(room: Room, status: str) -> None:
    room.ship("1.0.0", status)
    shelf = room.open()
    (item,) = shelf.list_files()
    assert item.toolkit is not None
    assert shelf.get("small") is shelf.shown("small") is shelf.begin("small") is None
    assert shelf.by_hash(item.toolkit.content_hash) is None
    assert shelf.folder_of(item.toolkit) is None
    assert shelf.versions("small") == shelf.list() == shelf.list_shown() == shelf.list_all() == ()
    assert not shelf.knows("small")


def test_toolkits_stand_in_the_order_of_their_ids(room: Room) -> None:
    for name in ("small", "other", "zebra", "ant"):
        room.ship("1.0.0", id=name)
    room.install("2.0.0", id="bee")
    assert [one.id for one in room.open().list()] == ["ant", "bee", "other", "small", "zebra"]


def test_of_one_version_with_two_contents_the_installed_one_counts(room: Room) -> None:
    room.ship("1.0.0", title="Shipped")
    room.install("1.0.0", title="Installed")
    shelf = room.open()
    assert [one.title for one in shelf.versions("small")] == ["Installed"]
    assert len(shelf.list_files()) == 2


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_broken_leaves_the_others_alone(room: Room, *, kept: bool) -> None:
    room.ship("1.0.0")
    (room.root / "shipped" / "broken.yaml").write_text("format: eready-toolkit/1\nid: [")
    (room.root / "shipped" / "bytes.yaml").write_bytes(b"\xff\xfe\0")
    (room.root / "shipped" / "empty.yaml").write_text("")
    (room.root / "shipped" / "folder.yaml").mkdir()
    (room.root / "shipped" / "loop").symlink_to("loop")
    (room.root / "shipped" / "nowhere.yaml").symlink_to("/nowhere/at/all")
    # A file that every look finds in order, and that can't be read.
    (room.root / "shipped" / "memory.yaml").symlink_to("/proc/self/mem")
    room.install("1.1.0")
    (room.install("1.2.0") / "toolkit.yaml").write_text("pillars: *nothing")
    (room.install("1.3.0") / "toolkit.yaml").unlink()
    (room.root / "installed" / "a file").write_text("")
    shelf = room.open(kept=kept)
    assert named(shelf.get("small")) == ("1.1.0", "circulated")
    assert versions(shelf) == ["1.1.0", "1.0.0"]
    left_out = {item.path.name: item for item in shelf.list_files() if item.toolkit is None}
    assert set(left_out) == {"broken.yaml", "bytes.yaml", "empty.yaml", "memory.yaml", "1.2.0"}
    assert all(item.faults and item.reason for item in left_out.values())


@pytest.mark.parametrize("kept", [True, False])
def test_no_folder_is_an_empty_shelf(room: Room, *, kept: bool) -> None:
    shelf = room.open(kept=kept)
    assert shelf.list() == shelf.list_files() == ()
    (room.root).mkdir(exist_ok=True)
    (room.root / "installed").write_text("a file where a folder should be")
    assert shelf.list() == room.open().list() == ()


def test_every_process_sees_what_is_installed_and_taken_away(room: Room) -> None:
    room.ship("1.0.0")
    one, two = room.open(), room.open()
    folder = room.install("1.1.0")
    assert versions(one) == versions(two) == ["1.1.0", "1.0.0"]
    first = one.get("small")
    room.install("0.1.0", id="other")
    assert named(one.get("other")) == named(two.get("other")) == ("0.1.0", "circulated")
    # What was there already was not read again.
    assert one.get("small") is first
    shutil.rmtree(folder)
    assert named(one.get("small")) == named(two.get("small")) == ("1.0.0", "circulated")
    shutil.rmtree(room.root / "installed")
    assert [toolkit.id for toolkit in one.list()] == ["small"]


def test_another_folder_in_the_place_of_one_is_read(room: Room) -> None:
    shelf = room.open()
    folder = room.install("1.0.0", title="First")
    assert [one.title for one in shelf.list()] == ["First"]
    shutil.rmtree(folder)
    room.install("1.0.0", title="Second")
    assert [one.title for one in shelf.list()] == ["Second"]


def test_what_is_not_whole_yet_is_not_seen(room: Room) -> None:
    folder = room.install("1.0.0")
    folder.rename(folder.with_name(".new-1"))
    (room.root / "installed" / ".new-2").mkdir()
    assert room.open().list_files() == ()


def test_looking_is_seldom_and_never_stops_a_reader(house: House, room: Room) -> None:
    shelf = ToolkitShelf(room.root, house.workspace.engine, installed=room.root / "installed")
    room.install("1.0.0")
    assert shelf.list() == ()  # within the pause
    shelf.look_again()
    assert versions(shelf) == ["1.0.0"]


def test_readers_and_installers_do_not_get_in_each_other_s_way(room: Room) -> None:
    shelf, seen = room.open(), set()
    failures: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(300):
                found = shelf.get("small")
                seen.add(found and found.version)
        except Exception as error:  # noqa: BLE001  # told below
            failures.append(error)

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(8):
        room.install(f"1.{number}.0").rename(room.root / "installed" / "small" / f"{number}")
    for reader in readers:
        reader.join()
    assert failures == []
    assert named(shelf.get("small")) == ("1.7.0", "circulated")


# --- What somebody answered -----------------------------------------------------------------------


def test_a_version_somebody_answered_is_never_lost(house: House, room: Room) -> None:
    holder, saved = house.begin()
    assert saved.check is not None
    pinned = saved.check.toolkit
    room.ship("1.1.0", plan="a good plan?")
    shelf = room.open()
    assert versions(shelf) == ["1.1.0", "1.0.0"]
    assert shelf.by_hash(pinned.content_hash) == pinned
    assert shelf.first_seen("small") == {pinned.content_hash: START}
    shutil.rmtree(room.root / "shipped")
    shelf = room.open()
    assert shelf.get("small") is None
    assert versions(shelf) == ["1.0.0"]
    assert shelf.knows("small")
    assert not shelf.knows("other")
    assert open_check(holder, house.workspace, "small", "KEN") is not None


def test_what_was_open_is_pinned_once_and_stays_in_history(room: Room) -> None:
    file = room.ship("1.0.0")
    room.install("1.1.0", "final")
    room.install("1.2.0", "draft")
    room.install("1.3.0", "retired")
    assert pin_toolkits(room.engine, room.open().list_all(), START) == 3
    assert pin_toolkits(room.engine, room.open().list_all(), START) == 0
    assert pin_toolkits(room.engine, [], START) == 0
    file.unlink()
    shutil.rmtree(room.root / "installed")
    assert versions(room.open()) == ["1.3.0", "1.1.0", "1.0.0"]


def test_two_contents_of_one_version_are_both_told_the_one_in_use_first(room: Room) -> None:
    file = room.ship("1.0.0", title="First")
    pin_toolkits(room.engine, room.open().list_all(), START)
    file.unlink()
    room.ship("1.0.0", title="Second")
    assert [one.title for one in room.open().versions("small")] == ["Second", "First"]


def test_a_spoilt_pin_is_left_out(room: Room) -> None:
    room.ship("1.0.0")
    row: dict[str, object] = {
        "hash": SPOILT, "toolkit_id": "small", "version": "0.9.0", "body": "{", "pinned_at": START,
    }  # fmt: skip
    run_write(room.engine, lambda session: pin_definition(session, row))
    shelf = room.open()
    assert versions(shelf) == ["1.0.0"]
    assert shelf.by_hash(SPOILT) is None


def test_only_so_many_old_versions_are_held_in_memory(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        room.ship(f"1.{number}.0")
    pin_toolkits(room.engine, room.open().list_all(), START)
    shutil.rmtree(room.root / "shipped")
    monkeypatch.setattr(toolkit_pinned, "MOST_PINNED", 2)
    shelf = room.open()
    assert len(versions(shelf)) == 6
    assert len(shelf._pinned._held) == 2
    monkeypatch.setattr(toolkit_pinned, "MOST_TEXT", 10)
    newest = shelf.versions("small")[0]
    assert len(shelf._pinned._held) == 1
    assert shelf.by_hash(newest.content_hash) == newest
    monkeypatch.setattr(toolkit_pinned, "MOST_VERSIONS", 3)
    assert versions(shelf) == ["1.5.0", "1.4.0", "1.3.0"]


def test_a_check_begins_with_the_version_that_was_seen(house: House, room: Room) -> None:
    room.ship("1.0.0")
    room.ship("1.0.0", id="other")
    shelf = room.open()
    old, other = shelf.get("small"), shelf.get("other")
    assert old is not None
    assert other is not None
    new = room.install("1.1.0")
    assert named(shelf.begin("small")) == ("1.1.0", "circulated")
    assert named(shelf.begin("small", old.content_hash)) == ("1.0.0", "circulated")
    for strange in (other.content_hash, "nothing", "\ud800", SPOILT):
        assert named(shelf.begin("small", strange)) == ("1.1.0", "circulated")
    (new / "toolkit.yaml").unlink()
    room.install("1.2.0", "retired")
    assert shelf.begin("small", old.content_hash) is None
    holder, _ = house.begin()
    assert house.save(holder, change("basics.plan", 2, 1)).check is not None


def test_the_folder_of_a_version_holds_its_catalogues(room: Room) -> None:
    file = room.ship("1.0.0")
    shelf = room.open()
    single = shelf.get("small")
    assert single is not None
    pin_toolkits(room.engine, [single], START)
    assert shelf.folder_of(single) is None
    folder = room.install("1.1.0")
    newer = shelf.get("small")
    assert newer is not None
    assert shelf.folder_of(newer) == folder
    file.unlink()
    later = room.open()
    assert later.folder_of(single) == folder
