"""What schemes, trainings and bodies are called in the contact's language."""

from __future__ import annotations

from content.providers import body_and_place
from content.schemes import Scheme
from content.states import STATES
from content.trainings import Training
from handlers.cluster_words import place_word
from handlers.turn import Turn
from handlers.words import state_name


def short_name(turn: Turn, scheme: Scheme) -> str:
    """The name of a scheme that people use."""
    return turn.say(scheme.id, "short_name", scheme.short_name) if scheme.short_name else full_name(turn, scheme)


def full_name(turn: Turn, scheme: Scheme) -> str:
    """The whole name of a scheme."""
    return turn.say(scheme.id, "name", scheme.name)


def body_name(turn: Turn, name: str) -> str:
    """What an office is called: body and place."""
    body, place = body_and_place(name)
    state = STATES.called(place)
    where = state_name(turn, state) if state else place_word(turn, place)
    return ", ".join(filter(None, (turn.say("provider", "body", body), where)))


def organiser_name(turn: Turn, kind: str, organiser: str) -> str:
    """Who holds a kind of training: the bodies that its file names, or one office."""
    said = turn.say(f"training-{kind}", "organiser", organiser)
    return said if said != organiser else body_name(turn, organiser)


def training_name(turn: Turn, training: Training) -> str:
    """The title of a training; an operator's own stays as it was written."""
    return turn.say(f"training-{training.kind}", "title", training.title)
