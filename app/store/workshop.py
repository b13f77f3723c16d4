"""Workshops: a room of people who answer alone, see their spread, agree and plan.

What everybody said is kept as it was said: votes, spread, the agreed value, the dissent and its
reason. What tells who somebody is (`name`, and what they said of themselves) stands in the row of
the participant alone, so that it can be taken away while all counts stay.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import STRICT, Base, JsonValue


class WorkshopRow(Base):
    """One workshop, of an assessment or by itself.

    `kind` is `assessment`, `stand-alone` or `practice` (with simulated participants). `owner_id`
    is who made one that stands alone; None where the laptop's own host did. `anonymity` is `named`,
    `role` or `anonymous`, fixed once it began. `stage` says where the whole room is; `code` opens
    the door while it runs and is None at all other times. `version` counts changes of this row, so
    that of two facilitators the second is told. `roles` and `balance` say who should be there.
    `content` holds what was written for the letter and the report (place, day, welcome ...).
    """

    __tablename__ = "workshop"

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment_id: Mapped[str | None] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), index=True
    )
    owner_id: Mapped[str | None] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    country: Mapped[str | None]
    unit_name: Mapped[str]
    toolkit_id: Mapped[str]
    definition_hash: Mapped[str] = mapped_column(ForeignKey("definition.hash"), index=True)
    quick: Mapped[bool]
    scope: Mapped[str]
    parameters: Mapped[JsonValue]
    data_edition: Mapped[str | None] = mapped_column(ForeignKey("data_edition.id"))
    language: Mapped[str]
    second_language: Mapped[str | None]
    anonymity: Mapped[str]
    minutes: Mapped[int]
    planned: Mapped[int]
    anchor: Mapped[str]
    roles: Mapped[JsonValue]
    balance: Mapped[JsonValue]
    content: Mapped[JsonValue]
    stage: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int]
    created_by: Mapped[str | None]
    created_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class WorkshopTableRow(Base):
    """One table of a room: its pillars and how far it is. `version` counts changes of its state."""

    __tablename__ = "workshop_table"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    pillars: Mapped[JsonValue]
    state: Mapped[JsonValue]
    version: Mapped[int]


class WorkshopActRow(Base):
    """One act of a facilitator at a table, with the state before it, so that it can be undone."""

    __tablename__ = "workshop_act"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workshop_id", "table_number"],
            ["workshop_table.workshop_id", "workshop_table.number"],
            ondelete="CASCADE",
        ),
        STRICT,
    )

    workshop_id: Mapped[str] = mapped_column(primary_key=True)
    table_number: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    question: Mapped[str]
    before: Mapped[JsonValue]
    done_by: Mapped[str | None]
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class WorkshopParticipantRow(Base):
    """Somebody in the room. `key` is the hash of the secret in their cookie, None for paper.

    `number` counts them within the workshop; `source` is `phone`, `paper` or `simulated`;
    `form_code` is what stands on their paper form.
    """

    __tablename__ = "workshop_participant"
    __table_args__ = (Index(None, "workshop_id", "number", unique=True), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    table_number: Mapped[int]
    key: Mapped[str | None] = mapped_column(unique=True)
    source: Mapped[str]
    form_code: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    sector: Mapped[str]
    sex: Mapped[str]
    region: Mapped[str]
    language: Mapped[str]
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class WorkshopVoteRow(Base):
    """What one participant says to one question in one round of asking; round 0 is practice.

    `version` counts its changes from 1. `comment` is shown with the reveal, without a name unless
    the session is named.
    """

    __tablename__ = "workshop_vote"
    __table_args__ = (Index(None, "workshop_id", "question", "round"), STRICT)

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    reason: Mapped[str]
    comment: Mapped[str]
    saved_at: Mapped[datetime]


class WorkshopFinishRow(Base):
    """A participant has finished with a question in a round: that, and not what they said."""

    __tablename__ = "workshop_finish"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]


class WorkshopTallyRow(Base):
    """How many raised their hand for one answer, where nobody's own answer was written down."""

    __tablename__ = "workshop_tally"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    table_number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    hands: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class WorkshopAgreementRow(Base):
    """What a table agreed on a question; the highest number that was not withdrawn stands.

    `outcome` is `agreed`, `reservation` or `none` (no agreement: then no value). A minority view
    is kept with the answer it supports. `confirmed_at`: the plenary stands by it. `replaced` is the
    assessment's answer that stood before, so that a withdrawal brings it back; `answer_version` the
    version this agreement made there, once it is withdrawn the one that brought it back.
    """

    __tablename__ = "workshop_agreement"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    table_number: Mapped[int]
    round: Mapped[int]
    outcome: Mapped[str]
    state: Mapped[str]
    value: Mapped[JsonValue | None]
    reason: Mapped[str]
    note: Mapped[str]
    minority: Mapped[str]
    minority_state: Mapped[str]
    minority_value: Mapped[JsonValue | None]
    answer_version: Mapped[int | None]
    replaced: Mapped[JsonValue | None]
    agreed_by: Mapped[str | None]
    agreed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class WorkshopNoteRow(Base):
    """The notes of a discussion, one text for each table and question."""

    __tablename__ = "workshop_note"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    table_number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class WorkshopPromiseRow(Base):
    """Evidence somebody promised to bring: what, who, until when."""

    __tablename__ = "workshop_promise"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    title: Mapped[str]
    promised_by: Mapped[str]
    due: Mapped[date | None]
    evidence_id: Mapped[str | None]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class WorkshopGoalRow(Base):
    """Where the room wants a question to be, and by which year."""

    __tablename__ = "workshop_goal"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[JsonValue]
    year: Mapped[int]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]


class WorkshopItemRow(Base):
    """Something to be rated by impact and effort; number 0 is the one all calibrate by."""

    __tablename__ = "workshop_item"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    text: Mapped[str]
    removed_at: Mapped[datetime | None]


class WorkshopRatingRow(Base):
    """One participant's impact and effort, 1 to 5 each, of one item."""

    __tablename__ = "workshop_rating"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    impact: Mapped[int]
    effort: Mapped[int]
    version: Mapped[int]
    saved_at: Mapped[datetime]


class WorkshopActionRow(Base):
    """One of at most ten actions the room plans. `action_id`: the same in the assessment's plan."""

    __tablename__ = "workshop_action"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    item: Mapped[int | None]
    text: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date | None]
    action_id: Mapped[str | None]
    version: Mapped[int]
    saved_by: Mapped[str | None]
    saved_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class WorkshopFeedbackRow(Base):
    """What one participant thought of it, each 1 to 5 or None where they said nothing.

    `useful`: the workshop; `again`: would they use it again; `before` and `after`: how well they
    knew how ready their country is.
    """

    __tablename__ = "workshop_feedback"

    participant_id: Mapped[str] = mapped_column(
        ForeignKey("workshop_participant.id", ondelete="CASCADE"), primary_key=True
    )
    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), index=True
    )
    useful: Mapped[int | None]
    again: Mapped[int | None]
    before: Mapped[int | None]
    after: Mapped[int | None]
    saved_at: Mapped[datetime]
