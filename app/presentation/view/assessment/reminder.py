"""The words of a mail that reminds somebody of their actions in a plan."""

from collections.abc import Sequence

from app.presentation.language import Translator
from app.presentation.mail import Mail
from app.presentation.view.assessment.plan import PlanRow


def write_reminder(
    translator: Translator,
    *,
    unit: str,
    soon: Sequence[PlanRow],
    late: Sequence[PlanRow],
    link: str,
) -> Mail:
    """Tell somebody which of their actions are due soon and which are overdue.

    `link` leads to the plan; empty where the site does not know its own address.
    """
    say, ngettext = translator.gettext, translator.ngettext
    parts = [say("This is about the action plan of %(unit)s.", unit=unit)]
    if late:
        parts.append(say("Overdue:"))
        parts.append(_list(translator, late))
    if soon:
        parts.append(say("Due soon:"))
        parts.append(_list(translator, soon))
    if link:
        parts += [say("The plan, where you say how far they are and whether you want mails:"), link]
    parts.append(say("This mail was sent by a machine; nobody reads answers to it."))
    subject = (
        ngettext(
            "%(num)s action of yours is overdue", "%(num)s actions of yours are overdue", len(late)
        )
        if late
        else ngettext(
            "%(num)s action of yours is due soon",
            "%(num)s actions of yours are due soon",
            len(soon),
        )
    )
    return Mail(subject, "\n\n".join(parts) + "\n", translator.code)


def _list(translator: Translator, rows: Sequence[PlanRow]) -> str:
    """List actions, each on a line with its day; a line break in a text begins no line of ours."""
    return "\n".join(
        translator.gettext(
            "- %(day)s: %(action)s", day=row.due, action=" ".join(str(row.text).split())
        )
        for row in rows
    )
