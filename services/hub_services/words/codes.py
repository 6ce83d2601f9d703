"""What a code is called: one look-up for pages, lists and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub_services.words.catalogue import say
from hub_services.words.named import (
    casework,
    deciding,
    events,
    faults,
    grounds,
    law,
    scrutiny,
    weighing,
)
from hub_services.words.named.law import InPlainWords

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "about": casework.ABOUT,
    "action": casework.ACTIONS,
    "basis": law.BASES,
    "basis-named": law.BASES_NAMED,
    "channel": casework.CHANNELS,
    "child-voice": deciding.CHILD_VOICES,
    "clarity": deciding.CLARITIES,
    "condition": law.CONDITIONS,
    "condition-limb": law.CONDITION_LIMBS,
    "consent": deciding.CONSENTS,
    "decision": deciding.DECISIONS,
    "event": events.EVENTS,
    "exercising": law.EXERCISED,
    "fault": faults.FAULTS,
    "judged": faults.JUDGED,
    "not-judged": faults.NOT_JUDGED,
    "flag": casework.FLAGS,
    "function": law.FUNCTIONS,
    "gap": deciding.GAPS,
    "gate": law.GATES,
    "ground": grounds.GROUNDS,
    "harm": deciding.HARMS,
    "harm-kind": deciding.HARM_KINDS,
    "how-known": scrutiny.HOW_KNOWN,
    "read": scrutiny.READ,
    "identifier": casework.IDENTIFIERS,
    "identifies": deciding.IDENTIFIES,
    "item-answer": deciding.ITEM_ANSWERS,
    "item-kind": casework.ITEM_KINDS,
    "kind-hint": casework.KIND_HINTS,
    "level": deciding.LEVELS,
    "limb": law.LIMBS,
    "no-consent-reason": law.NO_CONSENT_REASONS,
    "outcome": deciding.OUTCOMES,
    "privacy-notice": deciding.PRIVACY_NOTICES,
    "purpose": grounds.PURPOSES,
    "record": scrutiny.RECORDS,
    "decided-text": {**deciding.RECORD_TEXTS, **deciding.OTHER_TEXTS},
    "record-text": deciding.RECORD_TEXTS,
    "settled-text": deciding.SETTLED_TEXTS,
    "weighed-text": deciding.WEIGHED_TEXTS,
    "relation": casework.RELATIONS,
    "request-kind": casework.REQUEST_KINDS,
    "role": casework.ROLES,
    "scope": casework.SCOPES,
    "at-risk-limb": casework.AT_RISK_LIMBS,
    "nature": casework.NATURES,
    "sensitivity": casework.SENSITIVITIES,
    "significance": casework.SIGNIFICANCES,
    "status": casework.STATUSES,
    "step": scrutiny.STEPS,
    "system": casework.SYSTEMS,
    "taken-over-why": casework.TAKEN_OVER_WHY,
    "withdrawn-why": casework.WITHDRAWN_WHY,
    "task": casework.TASKS,
    "tells": law.TELLS,
    "told": casework.TOLD,
    "record-code": deciding.RECORD_CODES,
    "told-there": deciding.TOLD_THERE,
    "told-whom": deciding.TOLD_WHOM,
    "topic": casework.TOPICS,
    "understanding": deciding.UNDERSTANDINGS,
    "urgency": deciding.URGENCIES,
    "without-consent": deciding.WITHOUT_CONSENT,
    "warning": deciding.WARNINGS,
    "weigh-answer": weighing.CHOICES,
    "weigh-post": weighing.POSTS,
    "weigh-question": weighing.QUESTIONS,
    "weigh-why": weighing.WHY_ASKED,
    "use-limit": casework.USE_LIMITS,
}
"""Every list of codes by its kind, each code with its name as it stands in the catalogue."""


def called(kind: str, code: str | None, lang: str = "en") -> str:
    """The name of a code in a language; a code without a name is shown as it is."""
    if not code:
        return ""
    return say(CODES[kind].get(code, code), lang)


def choices(kind: str, lang: str = "en") -> list[tuple[str, str]]:
    """The codes of a list with their names, in the order of the list."""
    return [(code, say(name, lang)) for code, name in CODES[kind].items()]


def law_in_plain_words(provision: str, title: str = "", lang: str = "en") -> InPlainWords:
    """A provision in plain words; one that has none yet is called by its catalogue's title."""
    words = law.PROVISIONS.get(provision)
    if words is None:
        named = say(title, lang)
        return InPlainWords(named or provision, "", "", named)
    return InPlainWords(
        say(words.cited, lang),
        say(words.asks, lang),
        say(words.must, lang),
        say(words.meaning, lang),
    )
