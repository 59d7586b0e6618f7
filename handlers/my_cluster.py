"""My cluster: which one it is; where ticks for shared needs end with a change, that is asked first."""

from __future__ import annotations

from collections.abc import Sequence

from content.profile import Profile
from db import needs
from handlers.cluster_words import cluster_name
from handlers.common import ask_to_agree, home_row
from handlers.markup import bold, lines
from handlers.needs import cluster_of
from handlers.screen import Button, Keyboard, Screen
from handlers.turn import Turn
from locales.formats import number


async def save_mine(turn: Turn, code: str, sure: str = "") -> Screen | str:
    """Remember the contact's cluster; `sure` lets ticks in another one end."""
    cluster_of(turn, code)
    if refusal := ask_to_agree(turn, f"clusters.mine:{code}"):
        return refusal
    ending = [one for one in await needs.get_ticks(turn.session, turn.contact.id) if one.cluster != code]
    if ending and not sure:
        return _ask_to_end(turn, ending, "clusters.mine", code)
    answers = {**turn.contact.profile, "cluster": code}
    await turn.change(profile={**turn.contact.profile, **Profile.from_answers(answers).answers()})
    await needs.untick_elsewhere(turn.session, turn.contact.id, code)
    return f"clusters.show:{code}"


async def leave(turn: Turn, code: str, sure: str = "") -> Screen | str:
    """Forget the contact's cluster, if it is this one; `sure` lets the ticks in it end."""
    if turn.profile.cluster != code:
        return f"clusters.show:{code}"
    ending = await needs.get_ticks(turn.session, turn.contact.id)
    if ending and not sure:
        return _ask_to_end(turn, ending, "clusters.leave", code)
    await turn.change(profile={name: told for name, told in turn.contact.profile.items() if name != "cluster"})
    for one in ending:
        await needs.untick(turn.session, turn.contact.id, one.cluster, one.need)
    return f"clusters.show:{code}"


def _ask_to_end(turn: Turn, ending: Sequence[needs.Tick], route: str, code: str) -> Screen:
    """Whether what the contact would share in a cluster may be forgotten."""
    known = turn.catalog.clusters.get(ending[0].cluster)
    ask = turn.ngettext(
        "You ticked %(n)s thing to share here. This tick ends. Go on?",
        "You ticked %(n)s things to share here. These ticks end. Go on?",
        len(ending),
    )
    text = lines(
        bold(cluster_name(turn, known)) if known else None, ask % {"n": number(turn.translator, len(ending))}
    )
    rows: Keyboard = [[Button(turn.gettext("▶ Go on"), route, code, "yes")], home_row(turn, "clusters.show", code)]
    return Screen(text, rows=rows)


ROUTES = {"clusters.mine": save_mine, "clusters.leave": leave}
