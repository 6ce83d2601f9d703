"""What was opened by whom, what was not as it was said to be, and what was refused."""

from __future__ import annotations

import pytest

from hub_domain.ids import refused_attempt_id
from hub_domain.keeping.release import Release, TextMismatch
from hub_domain.refused_attempt import RefusedAttempt
from tests.support.scenario import Actor, an_id, begun, happened

GWEN = Actor("Gwen", an_id("board"), "partnership-officer")
SCHOOL = an_id("school")
FIRST, SECOND = sorted([an_id("first"), an_id("second")])


def test_an_opening_says_who_opened_which_segments_about_whom_and_why() -> None:
    begun(
        lambda: Release.of(
            GWEN.acting(),
            envelope=an_id("envelope"),
            record=an_id("disclosure"),
            record_kind="disclosure",
            publisher=SCHOOL,
            counterpart=GWEN.agency,
            segments=["b", "a"],
            persons=[SECOND, FIRST],
            items=[SECOND, FIRST],
            why="casework",
            post=an_id("desk"),
        )
    ).then(
        happened(
            Release.Released,
            envelope=an_id("envelope"),
            record=an_id("disclosure"),
            record_kind="disclosure",
            publisher=SCHOOL,
            counterpart=GWEN.agency,
            segments=["a", "b"],
            persons=[FIRST, SECOND],
            items=[FIRST, SECOND],
            why="casework",
            post=an_id("desk"),
        )
    )


def test_a_text_that_is_not_what_was_signed_is_reported_by_its_code() -> None:
    begun(
        lambda: TextMismatch.report(
            GWEN.acting(),
            envelope=an_id("envelope"),
            record=an_id("request"),
            publisher=SCHOOL,
            text="why-needed",
        )
    ).then(
        happened(
            TextMismatch.Reported,
            envelope=an_id("envelope"),
            record=an_id("request"),
            publisher=SCHOOL,
            text="why-needed",
        )
    )


def test_openings_and_reports_are_streams_of_their_own() -> None:
    """So that reading never contends with working."""
    opened = Release.of(
        GWEN.acting(),
        envelope=an_id("envelope"),
        record=an_id("disclosure"),
        record_kind="disclosure",
        publisher=SCHOOL,
        counterpart=None,
        segments=["a"],
        persons=[],
        items=[],
        why="casework",
        post=None,
    )
    reported = TextMismatch.report(
        GWEN.acting(),
        envelope=an_id("envelope"),
        record=an_id("request"),
        publisher=SCHOOL,
        text="why-needed",
    )
    assert opened.id == reported.id == GWEN.acting().command_id


@pytest.mark.parametrize("about", [None, an_id("request")])
def test_a_refusal_is_noted_by_its_step_and_code(about: object) -> None:
    begun(
        lambda: RefusedAttempt.note(
            GWEN.acting(),
            step="narrow-share-request",
            code="not-narrower",
            about=about,  # type: ignore[arg-type]  # an id or None
        )
    ).then(
        happened(
            RefusedAttempt.Noted, step="narrow-share-request", code="not-narrower", about=about
        )
    )


def test_a_refused_command_is_noted_once() -> None:
    acting = GWEN.acting()
    noted = RefusedAttempt.note(acting, step="read", code="not-found", about=None)
    assert noted.id == refused_attempt_id(acting.command_id)
    elsewhere = RefusedAttempt.note(
        acting, step="read", code="not-found", about=None, attempt_id=an_id("this hour")
    )
    assert elsewhere.id == an_id("this hour")
