"""Files read while they are scored: the rows of each unit stand together."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from app.response import AnswerFileError, Answers, FileLimits, read_answers_csv, stream_answers_csv
from tests.scoring.sample import level, number, pillar, toolkit

KIT = toolkit(pillar("P", level("A"), number("N")))
HEAD = "unit,question,value\n"


def stream(text: str, units: int = 2) -> Iterator[dict[str, Answers]]:
    return stream_answers_csv(io.BytesIO(text.encode()), KIT, units=units, name="a.csv")


def rows(units: int) -> str:
    return "".join(f"u{unit},A,{unit % 5}\nu{unit},N,{unit / 8}\n" for unit in range(units))


@pytest.mark.parametrize("units", [1, 2, 3, 7, 100])
def test_blocks_hold_what_the_whole_file_holds(units: int) -> None:
    whole = read_answers_csv(io.BytesIO((HEAD + rows(7)).encode()), KIT)
    blocks = list(stream(HEAD + rows(7), units))
    assert {len(block) for block in blocks[:-1]} <= {units}
    found = [(unit, dict(answers)) for block in blocks for unit, answers in block.items()]
    assert found == [(unit, dict(answers)) for unit, answers in whole.items()]


def test_a_file_without_rows_has_no_blocks() -> None:
    assert list(stream(HEAD)) == []


def test_a_unit_that_comes_back_is_told_once_for_each_return() -> None:
    text = HEAD + rows(5) + "u0,A,1\nu0,N,1\nu1,A,1\n"
    with pytest.raises(AnswerFileError) as caught:
        list(stream(text))
    places = [(one.rule, one.line, one.column) for one in caught.value.findings]
    assert places == [("scattered-unit", 12, 1), ("scattered-unit", 14, 1)]


def test_nothing_comes_after_the_first_error_and_all_errors_are_told() -> None:
    more = "".join(f"x{unit},A,1\n" for unit in range(9))
    text = HEAD + rows(3) + "w,A,9\n" + more + "z,N,x\n"
    blocks: list[dict[str, Answers]] = []
    with pytest.raises(AnswerFileError) as caught:
        blocks.extend(stream(text))
    assert [list(block) for block in blocks] == [["u0", "u1"]]
    assert [(one.line, one.column) for one in caught.value.findings] == [(8, 3), (18, 3)]


def test_at_least_one_unit_is_read_at_a_time() -> None:
    with pytest.raises(ValueError, match="one unit"):
        stream(HEAD, 0)


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless(io.RawIOBase):
        """As many units as are read, made while they are read."""

        def __init__(self, units: int) -> None:
            self.left = iter([HEAD, *(f"u{n},A,3\nu{n},N,{n}\n" for n in range(units))])
            self.rest = b""

        def read(self, size: int = -1) -> bytes:
            while len(self.rest) < size and (text := next(self.left, "")):
                self.rest += text.encode()
            block, self.rest = self.rest[:size], self.rest[size:]
            return block

    def peak(units: int) -> int:
        source = Endless(units)
        tracemalloc.start()
        count = sum(len(block) for block in stream_answers_csv(source, KIT, units=10))  # type: ignore[arg-type]
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == units
        return found

    # The names of the units and the text made here are all that grows.
    assert peak(4_000) - peak(2_000) < 2_000 * 600


def test_a_file_larger_than_its_limit_is_refused_before_it_is_read() -> None:
    data = io.BytesIO((HEAD + "u,A,wrong\n").encode())
    with pytest.raises(AnswerFileError) as caught:
        read_answers_csv(data, KIT, limits=FileLimits(bytes=10))
    assert [one.rule for one in caught.value.findings] == ["too-large"]
    assert data.tell() == 0


def test_the_place_of_a_byte_that_is_no_text_is_exact_far_into_a_file() -> None:
    before = (HEAD + rows(40_000)).encode()
    with pytest.raises(AnswerFileError) as caught:
        read_answers_csv(io.BytesIO(b"\xef\xbb\xbf" + before + b"u,A,\xff\n"), KIT)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.line) == ("not-utf-8", 80_002)
    assert f"Byte {len(before) + 3 + 5} " in finding.message
