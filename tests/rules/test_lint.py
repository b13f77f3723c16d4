from tests.rules.tool import run_tool


def test_code_is_formatted() -> None:
    content, said = run_tool("ruff", "format", "--check", ".")
    assert content, said


def test_code_is_free_of_lint() -> None:
    content, said = run_tool("ruff", "check", "--output-format=concise", ".")
    assert content, said
