from tests.rules.tool import run_tool


def test_arrows_point_one_way() -> None:
    content, said = run_tool("lint-imports", "--no-cache")
    assert content, said
