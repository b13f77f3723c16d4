"""What is asked: quick-check or all questions, for which kind of unit, with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.definition.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Setting:
    """How a toolkit is used for one unit; frozen and hashable.

    Attributes:
        quick: Whether only the quick-check's questions are asked.
        scope: country, subnational, city or organisation; questions of other scopes are not asked.
        parameters: The option chosen for each parameter of the toolkit.
    """

    quick: bool = False
    scope: str = "country"
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep a copy of the parameters that nobody can change."""
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __hash__(self) -> int:
        return hash((self.quick, self.scope, frozenset(self.parameters.items())))

    def __reduce__(self) -> tuple[type["Setting"], tuple[bool, str, dict[str, str]]]:
        """Let it be copied and sent to another process."""
        return Setting, (self.quick, self.scope, dict(self.parameters))


class SettingError(ValueError):
    """A setting that the toolkit does not know; `problems` holds every reason, in English."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def check_setting(toolkit: Toolkit, setting: Setting) -> None:
    """Raise SettingError unless scope and parameters are the toolkit's; required ones are given."""
    problems = list(_scope_problems(toolkit, setting))
    for name, option in setting.parameters.items():
        if name not in toolkit.parameters:
            problems.append(f"There is no parameter {name!r}.")
        elif option not in toolkit.parameters[name].options:
            known = ", ".join(toolkit.parameters[name].options)
            problems.append(f"{option!r} is no option of the parameter {name!r}: {known}.")
    for name, parameter in toolkit.parameters.items():
        if parameter.required and name not in setting.parameters:
            known = " or ".join(f"{name}={option}" for option in parameter.options)
            problems.append(f"The parameter {name!r} is required: {known}.")
    if problems:
        raise SettingError(tuple(problems))


def _scope_problems(toolkit: Toolkit, setting: Setting) -> tuple[str, ...]:
    if setting.scope in toolkit.scopes:
        return ()
    known = ", ".join(toolkit.scopes)
    return (f"{setting.scope!r} is no scope of this toolkit: {known}.",)


def fill_parameters(text: str, toolkit: Toolkit, setting: Setting) -> str:
    """Put the chosen option's wording inside a sentence: '{sector}' becomes its `in_text`.

    A parameter without a choice leaves its title in the place, so that no brace is ever shown.
    """
    if "{" not in text:
        return text
    for name, words in parameter_words(toolkit, setting).items():
        text = text.replace("{" + name + "}", words)
    return text


def parameter_words(toolkit: Toolkit, setting: Setting) -> Mapping[str, str]:
    """Give what stands in sentences for each parameter: the chosen option's words, or its title."""
    return {
        name: (option.in_text or option.title)
        if (option := parameter.options.get(setting.parameters.get(name, "")))
        else parameter.title
        for name, parameter in toolkit.parameters.items()
    }


def fill_references(
    codes: tuple[str, ...], field_name: str, toolkit: Toolkit, setting: Setting
) -> tuple[str, ...]:
    """Give the codes of one list of references, '{sector}' replaced by the option's own list."""
    filled: list[str] = []
    for code in codes:
        name = code[1:-1] if code.startswith("{") and code.endswith("}") else ""
        parameter = toolkit.parameters.get(name)
        if parameter is None:
            filled.append(code)
            continue
        option = parameter.options.get(setting.parameters.get(name, ""))
        filled.extend(option.references.get(field_name, ()) if option else ())
    return tuple(dict.fromkeys(filled))
