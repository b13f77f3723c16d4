"""What a unit answers: typed answers, the parsers that read them, and which questions are asked."""

from app.response.answer import STATES, Answer, Answers, State, Value, write_value
from app.response.csv_file import FileLimits, InputFileError
from app.response.file import AnswerFileError, read_answers_csv, stream_answers_csv
from app.response.kind import KINDS, measure_of
from app.response.kind.base import Kind
from app.response.message import AnswerError, Message, Problem
from app.response.parsing import RawAnswer, parse_answer
from app.response.routing import Asked, Progress, progress, questions_for
from app.response.setting import (
    Setting,
    SettingError,
    check_setting,
    fill_parameters,
    fill_references,
    parameter_words,
)

__all__ = [
    "KINDS",
    "STATES",
    "Answer",
    "AnswerError",
    "AnswerFileError",
    "Answers",
    "Asked",
    "FileLimits",
    "InputFileError",
    "Kind",
    "Message",
    "Problem",
    "Progress",
    "RawAnswer",
    "Setting",
    "SettingError",
    "State",
    "Value",
    "check_setting",
    "fill_parameters",
    "fill_references",
    "measure_of",
    "parameter_words",
    "parse_answer",
    "progress",
    "questions_for",
    "read_answers_csv",
    "stream_answers_csv",
    "write_value",
]
