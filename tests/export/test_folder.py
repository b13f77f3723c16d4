"""Archives of folders: the same bytes each time, read by everybody, taken by the installer."""

import io
import zipfile

import pytest

from app.definition.loading import load_toolkit
from app.definition.writing import toolkit_files
from app.export.folder import pack_folder
from app.paths import TOOLKITS
from app.service.toolkit_archive import read_archive

FILES = {"toolkit.yaml": b"id: one\n", "pillars/a.yaml": "état\n".encode(), "LICENSE": b""}


def test_files_come_back_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_folder("one", FILES))) as archive:
        assert archive.namelist() == [f"one/{name}" for name in FILES]
        assert [archive.read(name) for name in archive.namelist()] == list(FILES.values())
        assert {item.external_attr >> 16 for item in archive.infolist()} == {0o100644}


def test_bytes_depend_on_the_files_alone() -> None:
    assert pack_folder("one", FILES) == pack_folder("one", dict(FILES))
    assert pack_folder("one", FILES) != pack_folder("two", FILES)


@pytest.mark.parametrize("name", ["e-government", "e-environment", "sector-e-strategy"])
def test_archive_of_a_toolkit_is_taken_by_the_installer(name: str) -> None:
    files = toolkit_files(load_toolkit(TOOLKITS / name))
    packed = pack_folder(name, {path: text.encode() for path, text in files.items()})
    archive = read_archive(packed, f"{name}.zip")
    assert not archive.findings
    assert {path: data.decode() for path, data in archive.files.items()} == files
