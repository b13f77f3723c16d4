"""The words of mails: plain text, in the language of whoever gets them, a link on its own line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.language import N_, Translator, add_marks
from app.presentation.number import show_date


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says; whom it goes to is said beside it."""

    subject: str
    body: str
    language: str


PASSWORD_CHANGED: Final = "password-changed"  # noqa: S105  # the name of a notice
SECOND_STEP_ON: Final = "second-step-on"
SECOND_STEP_OFF: Final = "second-step-off"
EMAIL_CHANGED: Final = "email-changed"
IDENTITY_LINKED: Final = "identity-linked"
ACCOUNT_DELETED: Final = "account-deleted"

NOTICES: Final[Mapping[str, str]] = {
    PASSWORD_CHANGED: N_("The password of your account was changed."),
    SECOND_STEP_ON: N_("Signing in to your account now asks for a code as well."),
    SECOND_STEP_OFF: N_("Signing in to your account no longer asks for a code."),
    EMAIL_CHANGED: N_("Your account now has another mail address."),
    IDENTITY_LINKED: N_("Another service can now sign you in to your account."),
    ACCOUNT_DELETED: N_("Your account was deleted, with your name and mail address."),
}
"""What a notice about one's account says, as message ids."""


def _put_together(translator: Translator, subject: str, *parts: str) -> Mail:
    end = translator.gettext("This mail was sent by a machine; nobody reads answers to it.")
    return Mail(subject, "\n\n".join([*parts, end]) + "\n", translator.code)


def _keep_apart(translator: Translator, text: str) -> str:
    """Mark a name in a text that runs from right to left: a Latin one would turn its neighbours."""
    return add_marks(text, "auto") if translator.direction == "rtl" else text


def write_invitation(
    translator: Translator, *, inviter: str, what: str, link: str, until: date
) -> Mail:
    """Invite somebody; `what` names the unit or assessment, `inviter` the person who asks."""
    say = translator.gettext
    return _put_together(
        translator,
        say("Invitation to a readiness assessment"),
        say("%(inviter)s invites you to take part: %(what)s.",
            inviter=_keep_apart(translator, inviter), what=_keep_apart(translator, what)),
        say("Open this address to accept. It works once, until %(day)s.",
            day=show_date(until, translator)),
        link,
        say("If you do not know what this is about, do nothing: without you nothing happens."),
    )  # fmt: skip


def write_reset(translator: Translator, *, link: str, hours: int) -> Mail:
    """Send somebody the address at which they choose a new password."""
    return _put_together(
        translator,
        translator.gettext("A new password"),
        translator.gettext("Somebody, most likely you, asked for a new password."),
        translator.ngettext(
            "Open this address to choose one. It works once, for %(count)s hour.",
            "Open this address to choose one. It works once, for %(count)s hours.",
            hours,
            count=str(hours),
        ),
        link,
        translator.gettext("If it was not you, do nothing: your password stays as it is."),
    )


def write_change(translator: Translator, *, link: str, hours: int) -> Mail:
    """Ask whether an address is somebody's own before it is used at all."""
    end = translator.gettext("If it was not you, do nothing: nothing is kept.")
    return _ask_whose(translator, link, hours, end)


def write_confirmation(translator: Translator, *, link: str, hours: int) -> Mail:
    """Ask whether the address of an account that is there is its owner's."""
    say = translator.gettext
    signed_in = say("Sign in to your account where you are asked to.")
    end = say("If it was not you, do nothing: the address stays without confirmation.")
    return _ask_whose(translator, link, hours, signed_in, end)


def _ask_whose(translator: Translator, link: str, hours: int, *ends: str) -> Mail:
    return _put_together(
        translator,
        translator.gettext("Confirm your mail address"),
        translator.gettext("This address was given on the site for readiness assessments."),
        translator.ngettext(
            "Open this address to confirm that it is yours. It works once, for %(count)s hour.",
            "Open this address to confirm that it is yours. It works once, for %(count)s hours.",
            hours,
            count=str(hours),
        ),
        link,
        *ends,
    )


def write_known(translator: Translator, *, link: str) -> Mail:
    """Tell somebody who asked for an account that they have one."""
    say = translator.gettext
    return _put_together(
        translator,
        say("You have an account already"),
        say("Somebody, most likely you, asked for an account with this address."),
        say("There is one already. Sign in here, or ask for a new password there:"),
        link,
        say("If it was not you, do nothing: nothing was changed."),
    )


def write_notice(translator: Translator, kind: str, *, contact: str) -> Mail:
    """Tell somebody what happened to their account, so that a stranger's deed is noticed."""
    say = translator.gettext
    advice = (
        say("If it was not you, tell the people who run the site at once: %(contact)s",
            contact=contact)
        if contact
        else say("If it was not you, tell the people who run the site at once.")
    )  # fmt: skip
    return _put_together(translator, say("Your account was changed"), say(NOTICES[kind]), advice)


def write_step(translator: Translator, *, what: str, state: str, link: str) -> Mail:
    """Tell somebody that an assessment they take part in reached another state.

    `link` leads to it; empty where the site does not know its own address.
    """
    say = translator.gettext
    parts = [
        say("The assessment of %(unit)s, in which you take part, is now in this state: %(state)s.",
            unit=what, state=state),
        say("Sign in to see what that means for you."),
    ]  # fmt: skip
    return _put_together(
        translator, say("An assessment went a step on"), *parts, *([link] if link else [])
    )
