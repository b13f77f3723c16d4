from tests.rules.tool import run_tool


def test_types_hold_in_strict_mode() -> None:
    content, said = run_tool("mypy", "--no-error-summary")
    assert content, said
