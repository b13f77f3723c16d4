"""Build `static/vendor` from the npm and Debian packages that are pinned here.

`make vendor` runs it. Everything is made in a temporary folder and then put in place of what was
there, so a failed build changes nothing, and the same pins give the same bytes. It needs Node with
npm, and Debian's apt-get and dpkg-deb.

`script/build_vendor.py --lock` writes `script/vendor/package-lock.json` anew after a version in
`script/vendor/package.json` was changed.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont
from readable_font import cut_ligatures, part_characters

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "script" / "vendor"
TARGET: Final = ROOT / "static" / "vendor"
LARGEST: Final = 12 * 1024 * 1024

LOCALES: Final = ("ar", "es", "fr", "ru", "zh-cn")

DEBIAN_PACKAGE: Final = "fonts-noto-core"
DEBIAN_VERSION: Final = "20201225-1"
DEBIAN_SHA256: Final = "58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba"

HAN_PACKAGE: Final = "@fontsource/noto-sans-sc"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: how style sheets name it, and the file of a package it is made from.

    `origin` is the file in the npm package; without one it is the Debian package's `file`. `kept`
    lists the characters that stay when only a few are wanted.
    """

    family: str
    weight: int
    file: str
    style: str = "normal"
    origin: str = ""
    kept: str = ""

    @property
    def package(self) -> str:
        """The package the file comes from."""
        return HAN_PACKAGE if self.origin else DEBIAN_PACKAGE

    @property
    def rule(self) -> str:
        """The rule that declares the font, with an address relative to its sheet."""
        return (
            f'@font-face {{\n  font-family: "{self.family}";\n  font-style: {self.style};\n'
            f"  font-weight: {self.weight};\n"
            f'  src: url("{self.file}") format("truetype");\n}}\n'
        )


# Every font keeps its space, because Pango takes the space after a sign from the sign's own font.
MINUS: Final = " −"
SIGNS: Final = " ←↑→↓↔↕↖↗↘↙⇐⇒⇔≈≠≤≥∞√∑∆∈"
MARKS: Final = " ■□▪▫▲△▶▷▼▽◀◁◆◇○●◐◑◦☆★☐☑☒⚠✓✔✗✘"

ARABIC: Final = "Report Sans Arabic"
HAN_FILE: Final = "noto-sans-sc-chinese-simplified-{}-normal.woff2"

FACES: Final = (
    Face("Report Sans", 400, "NotoSans-Regular.ttf"),
    Face("Report Sans", 700, "NotoSans-Bold.ttf"),
    Face("Report Sans", 400, "NotoSans-Italic.ttf", style="italic"),
    Face("Report Sans", 700, "NotoSans-BoldItalic.ttf", style="italic"),
    Face(ARABIC, 400, "NotoSansArabic-Regular.ttf"),
    Face(ARABIC, 700, "NotoSansArabic-Bold.ttf"),
    Face("Report Sans Chinese", 400, "NotoSansSC-Regular.ttf", origin=HAN_FILE.format(400)),
    Face("Report Sans Chinese", 700, "NotoSansSC-Bold.ttf", origin=HAN_FILE.format(700)),
    # Noto Sans of this age has no minus sign; that of the Tamil font was drawn for the same digits.
    Face("Report Sans Minus", 400, "NotoSansTamil-Regular.ttf", kept=MINUS),
    Face("Report Sans Minus", 700, "NotoSansTamil-Bold.ttf", kept=MINUS),
    Face("Report Sans Signs", 400, "NotoSansMath-Regular.ttf", kept=SIGNS),
    Face("Report Sans Marks", 400, "NotoSansSymbols2-Regular.ttf", kept=MARKS),
)

OTHERS: Final = (
    '"Report Sans Arabic", "Report Sans Minus", "Report Sans Signs",\n    "Report Sans Marks"'
)
FONTS_CSS: Final = f"""\
/* The fonts of PDF and print. Made by script/build_vendor.py; a screen page must not link this.

   The families have names of their own, because a font that is installed on the machine would win
   over a declared one of the same name, and a report has to look the same everywhere. In Chinese
   the Chinese font comes first, for its quotation marks, dashes and dots. */

:root,
[lang] {{
  font-family:
    "Report Sans",
    {OTHERS},
    "Report Sans Chinese", sans-serif;
}}

:root:lang(zh),
[lang]:lang(zh) {{
  font-family:
    "Report Sans Chinese", "Report Sans",
    {OTHERS},
    sans-serif;
}}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the MANIFEST, without the checksum."""

    file: str
    package: str
    version: str
    licence: str


def run(*command: str, cwd: Path) -> str:
    """Run a build tool and return what it printed; raise with its errors shown if it fails."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout


def write_lock() -> None:
    """Resolve `package.json` into a lock file without the addresses packages came from."""
    run(
        "npm",
        "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--omit-lockfile-registry-resolved",
        cwd=SOURCE,
    )
    path = SOURCE / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def install_npm(work: Path) -> Path:
    """Install the locked npm packages and return the folder they and the build scripts are in."""
    folder = work / "npm"
    shutil.copytree(SOURCE, folder)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
    return folder


def unpack_debian(work: Path) -> Path:
    """Fetch the pinned Debian package, check its sum and return the folder it is unpacked in."""
    folder = work / "debian"
    folder.mkdir()
    run("apt-get", "download", f"{DEBIAN_PACKAGE}={DEBIAN_VERSION}", cwd=folder)
    (package,) = folder.glob("*.deb")
    if (found := sha256_of(package)) != DEBIAN_SHA256:
        raise SystemExit(f"{package.name} has the checksum {found}, not {DEBIAN_SHA256}.")
    run("dpkg-deb", "--extract", package.name, "unpacked", cwd=folder)
    return folder / "unpacked"


def build_plotly(npm: Path, out: Path) -> list[Entry]:
    """Make the bundle, its style sheet and locales, and the licences of all that went in."""
    package = npm / "node_modules" / "plotly.js"
    used = run("node", "bundle.mjs", str(out / "plotly.min.js"), cwd=npm).split()
    abouts = [read_about(npm / folder) for folder in used]
    texts = [licence_of(npm / folder) for folder in used]
    (out / "licences" / "plotly.txt").write_text("\n\n".join(texts), encoding="utf-8")
    copied = ["plotly.css", *(f"plotly-locale-{locale}.js" for locale in LOCALES)]
    for name in copied:
        shutil.copyfile(package / "dist" / name, out / name)
    version = read_about(package)["version"]
    licences = " AND ".join(sorted({about["license"] for about in abouts}))
    return [
        Entry("plotly.min.js", "plotly.js", version, licences),
        Entry("licences/plotly.txt", "plotly.js", version, licences),
        *(Entry(name, "plotly.js", version, "MIT") for name in copied),
    ]


def licence_of(package: Path) -> str:
    """Return name, version and licence text of an unpacked npm package, or at least its author."""
    about = read_about(package)
    title = f"{about['name']} {about['version']} ({about['license']})"
    files = sorted(
        path for path in package.iterdir() if path.stem.upper() in {"LICENSE", "LICENCE"}
    )
    texts = [path.read_text(encoding="utf-8") for path in files]
    parts = [title, "=" * len(title), *(texts or [f"Copyright (c) {author_of(about)}"])]
    return "\n".join(part.strip() for part in parts) + "\n"


def build_fonts(npm: Path, debian: Path, out: Path) -> list[Entry]:
    """Make the font files, their licences and the sheet that declares them."""
    han = npm / "node_modules" / HAN_PACKAGE
    folders = {
        DEBIAN_PACKAGE: debian / "usr" / "share" / "fonts" / "truetype" / "noto",
        HAN_PACKAGE: han / "files",
    }
    versions = {DEBIAN_PACKAGE: DEBIAN_VERSION, HAN_PACKAGE: read_about(han)["version"]}
    entries = []
    for face in FACES:
        make_font(
            face, folders[face.package] / (face.origin or face.file), out / "fonts" / face.file
        )
        name = f"fonts/{face.file}"
        entries.append(Entry(name, face.package, versions[face.package], "OFL-1.1"))
    licences = {
        DEBIAN_PACKAGE: debian / "usr" / "share" / "doc" / DEBIAN_PACKAGE / "copyright",
        HAN_PACKAGE: han / "LICENSE",
    }
    for package, source in licences.items():
        name = f"licences/{package.rpartition('/')[2]}.txt"
        shutil.copyfile(source, out / name)
        entries.append(Entry(name, package, versions[package], "OFL-1.1"))
    sheet = "\n".join((FONTS_CSS, *(face.rule for face in FACES)))
    (out / "fonts" / "fonts.css").write_text(sheet, encoding="utf-8")
    entries.append(Entry("fonts/fonts.css", "eready", "-", "Apache-2.0"))
    return entries


def make_font(face: Face, source: Path, target: Path) -> None:
    """Write one TrueType file: as it is, unwrapped, with a few characters, or ligatures cut.

    WeasyPrint takes eight seconds over a Chinese woff2 and one over the same font unwrapped.
    """
    is_arabic = face.family == ARABIC
    if source.suffix == ".ttf" and not face.kept and not is_arabic:
        shutil.copyfile(source, target)
        return
    with TTFont(source, recalcTimestamp=False) as font:
        if face.kept:
            options = subset.Options(layout_features=[], notdef_outline=True, name_IDs=["*"])
            cutter = subset.Subsetter(options)
            cutter.populate(text=face.kept)
            cutter.subset(font)
        if is_arabic:
            cut_ligatures(font)
        elif not face.kept:
            part_characters(font)
        font.flavor = None
        font.save(target)
        missing = sorted(set(face.kept) - {chr(code) for code in font.getBestCmap()})
    if missing:
        raise SystemExit(f"{source.name} lacks {' '.join(missing)}")


def author_of(about: dict[str, Any]) -> str:
    """Return the author a `package.json` names, without any address."""
    author = about["author"]
    name: str = author["name"] if isinstance(author, dict) else author
    return name.partition("<")[0].strip()


def read_about(package: Path) -> dict[str, Any]:
    """Return the `package.json` of an unpacked npm package."""
    about: dict[str, Any] = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return about


def sha256_of(path: Path) -> str:
    """Return the checksum of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(entries: Iterable[Entry], out: Path) -> None:
    """Write the MANIFEST: one line for each file, sorted, with the header first."""
    lines = ["file\tpackage\tversion\tlicence\tsha256"]
    for entry in sorted(entries, key=lambda entry: entry.file):
        fields = (entry.file, entry.package, entry.version, entry.licence)
        lines.append("\t".join((*fields, sha256_of(out / entry.file))))
    (out / "MANIFEST").write_text("\n".join(lines) + "\n", encoding="utf-8")


def build(work: Path) -> Path:
    """Make everything in a folder below `work` and return that folder."""
    out = work / "out"
    for folder in ("fonts", "licences"):
        (out / folder).mkdir(parents=True)
    npm, debian = install_npm(work), unpack_debian(work)
    write_manifest([*build_plotly(npm, out), *build_fonts(npm, debian, out)], out)
    return out


def main() -> None:
    """Read the command line, then write the lock or build."""
    parser = argparse.ArgumentParser(description="Build static/vendor from pinned packages.")
    parser.add_argument("--lock", action="store_true", help="write package-lock.json anew")
    if parser.parse_args().lock:
        write_lock()
        return
    with tempfile.TemporaryDirectory(prefix="eready-vendor-") as work:
        out = build(Path(work))
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        if size > LARGEST:
            raise SystemExit(f"static/vendor would hold {size:,} bytes, more than {LARGEST:,}.")
        shutil.rmtree(TARGET, ignore_errors=True)
        shutil.copytree(out, TARGET)
    print(f"static/vendor holds {size:,} bytes.")


if __name__ == "__main__":
    main()
