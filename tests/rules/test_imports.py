"""Who may know whom: each package's imports compared with the table of the house.

Imports that only type checkers read are left aside: naming a type binds nobody while running.
"""

import ast
import subprocess
import sys
from functools import cache

import grimp
import pytest

from app.paths import ROOT
from tests.rules.source import place, python_files, tree_of

PURE = ("definition", "exchange", "reference", "response", "scoring", "presentation")

# Single modules beside the packages: where files are is for all, settings are for the outer ones.
MODULES = {"paths", "settings"}
OUTER = ("store", "export", "service", "web", "cli")

# package -> the packages of app/ it may import.
INSIDE = {
    "definition": set(),
    "exchange": {"definition"},
    "reference": {"definition"},
    "response": {"definition"},
    "scoring": {"definition", "response"},
    "presentation": {"definition", "reference", "response", "scoring"},
    "store": set(PURE),
    "export": set(PURE) - {"exchange"},
    "service": {*PURE, "store", "export"},
    "web": {"service", "presentation"},
    "cli": {*PURE, "service"},
}

# package -> the packages from outside it may import, by the name one imports.
OUTSIDE = {
    "definition": {"pydantic", "pydantic_core", "yaml", "lark", "babel"},
    "exchange": {"python_calamine", "xlsxwriter", "defusedxml"},
    "reference": {"pydantic", "pydantic_core", "yaml"},
    "response": {"pydantic"},
    # Dask and what comes with it are an extra: only inside the functions of app/scoring/cluster.py.
    "scoring": {"numpy", "pandas", "scipy", "dask", "cloudpickle"},
    "presentation": {"babel", "markupsafe", "jinja2"},
    "store": {"sqlalchemy", "alembic", "psycopg", "limits"},
    "export": {
        "fontTools", "jinja2", "markupsafe", "pydyf", "python_calamine", "segno", "weasyprint",
        "xlsxwriter",
    },
    "service": {
        "argon2", "authlib", "cryptography", "joserfc", "limits", "requests", "structlog", "zxcvbn",
    },
    "web": {
        "brotli", "itsdangerous",
        "babel", "flask", "flask_wtf", "jinja2", "limits", "markupsafe", "segno", "structlog",
        "werkzeug", "wtforms",
    },
    # Its own public face, which `eready docs` writes a page of.
    "cli": {"click", "granian", "segno", "structlog", "eready"},
}  # fmt: skip

# Loaded when first needed, since each costs every start a third of a second.
ONLY_INSIDE_FUNCTIONS = {
    "pandas", "scipy", "weasyprint", "dask", "cloudpickle", "argon2", "authlib", "cryptography",
    "joserfc", "requests", "zxcvbn",
}  # fmt: skip

HEAVY = {"flask", "sqlalchemy", "pandas", "scipy", "weasyprint", "werkzeug", "granian", "click"}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "app",
        "eready",
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def packages() -> list[str]:
    return sorted(name.removeprefix("app.") for name in graph().find_children("app"))


def imports_of(package: str) -> set[tuple[str, str]]:
    """Return (module, what it imports) for every module of a package of app/."""
    root = f"app.{package}"
    modules = {root, *graph().find_descendants(root)}
    return {
        (module, imported)
        for module in modules
        for imported in graph().find_modules_directly_imported_by(module)
    }


def test_every_package_is_in_the_table() -> None:
    assert set(packages()) <= {*INSIDE, *MODULES}
    assert INSIDE.keys() == OUTSIDE.keys()


@pytest.mark.parametrize("package", INSIDE)
def test_package_imports_only_who_it_may_know(package: str) -> None:
    if package not in packages():
        return
    allowed = INSIDE[package] | {package} | (MODULES if package in OUTER else {"paths"})
    wrong = {
        f"{module} -> {imported}"
        for module, imported in imports_of(package)
        if imported.split(".")[0] == "app"
        and imported.split(".")[1:2] not in [[a] for a in allowed]
    }
    assert not wrong, sorted(wrong)


@pytest.mark.parametrize("package", OUTSIDE)
def test_package_imports_only_libraries_it_may_use(package: str) -> None:
    if package not in packages():
        return
    allowed = OUTSIDE[package] | {"app", *sys.stdlib_module_names}
    wrong = {
        f"{module} -> {imported}"
        for module, imported in imports_of(package)
        if imported.split(".")[0] not in allowed
    }
    assert not wrong, sorted(wrong)


def imports_on_loading(tree: ast.Module) -> set[tuple[str, int]]:
    """Return (top-level name, line) of the imports a module makes when it is loaded."""
    found: set[tuple[str, int]] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {(alias.name.split(".")[0], node.lineno) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add((node.module.split(".")[0], node.lineno))
    return found


def test_slow_libraries_are_imported_where_they_are_used() -> None:
    wrong = [
        f"{place(path, line)} imports {name}"
        for path in python_files("app", "eready")
        for name, line in imports_on_loading(tree_of(path))
        if name in ONLY_INSIDE_FUNCTIONS
    ]
    assert not wrong, wrong


LOADER = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
        importlib.import_module(module.name)
print("\\n".join(sorted(name for name in sys.modules if "." not in name)))
"""


def test_pure_packages_load_neither_web_nor_database() -> None:
    names = ["eready", *(f"app.{package}" for package in PURE if package in packages())]
    command = [sys.executable, "-c", LOADER, *names]
    result = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    assert "eready" in loaded
    assert not loaded & HEAVY
