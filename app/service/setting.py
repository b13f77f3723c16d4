"""What a quick-check asks: its own questions, with the parameters a visitor chose."""

from collections.abc import Mapping

from app.definition.toolkit import Toolkit
from app.response import Setting


def choose_setting(toolkit: Toolkit, chosen: Mapping[str, str]) -> Setting:
    """Give the setting of a quick-check; what is no option of a parameter is passed over."""
    parameters = {
        name: chosen[name]
        for name, parameter in toolkit.parameters.items()
        if chosen.get(name) in parameter.options
    }
    return Setting(quick=True, parameters=parameters)


def lacks_parameter(toolkit: Toolkit, setting: Setting) -> bool:
    """Whether a parameter that must be chosen is not."""
    return any(
        parameter.required and name not in setting.parameters
        for name, parameter in toolkit.parameters.items()
    )
