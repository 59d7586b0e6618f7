"""What owners of a cluster would share: ticked by each, counted from five on, and the first steps of a group."""

from __future__ import annotations

from content.clusters import Cluster
from content.needs import Need, NeedStep, least_units
from content.schemes import Scheme
from db import needs, outbox
from db.needs import FEWEST, PURPOSE, Shared
from db.outbox import PERSONAL
from handlers import notice
from handlers.cluster_words import cluster_name
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, brief, bullets, lines
from handlers.names import full_name
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import number


async def list_needs(turn: Turn, cluster: str) -> Screen:
    """What may be shared, with a tick at mine and a count from five owners on."""
    return await _list(turn, cluster_of(turn, cluster))


async def _list(turn: Turn, cluster: Cluster, touched: str | None = None) -> Screen:
    _ = turn.gettext
    counts = {one.need: one.count for one in await needs.get_shared(turn.session, [cluster.code])}
    ticks = await needs.get_ticks(turn.session, turn.contact.id)
    mine = {one.need for one in ticks if one.cluster == cluster.code}
    rows: Keyboard = [[_tick_button(turn, cluster, one, counts, mine)] for one in turn.catalog.needs.values()]
    steps: list[AnyButton] = [
        Button(brief(f"{_('☑ First steps')} · {need_name(turn, one)}"), "needs.next", cluster.code, one.id)
        for one in turn.catalog.needs.values()
        if one.id in mine
    ]
    text = lines(
        bold(_("🤝 What we need together")),
        cluster_name(turn, cluster),
        "",
        touched or _("Tap what you would share with others of your cluster."),
        _("Nobody sees who tapped. A number is shown only from %(n)s owners on.") % {"n": _number(turn, FEWEST)},
        _("☑ leads to the first steps.") if steps else None,
    )
    return Screen(text, rows=[*rows, *in_columns(steps, 1), home_row(turn, "clusters.show", cluster.code)])


def _tick_button(turn: Turn, cluster: Cluster, need: Need, counts: dict[str, int | None], mine: set[str]) -> Button:
    ticked = need.id in mine
    count = counts.get(need.id)
    words = need_name(turn, need) + (f" · {_number(turn, count)}" if count is not None else "")
    route = "needs.untick" if ticked else "needs.tick"
    return Button(brief(f"{'✅' if ticked else need.sign} {words}"), route, cluster.code, need.id)


def count_words(turn: Turn, count: int | None) -> str:
    """A count as it may be shown."""
    if count is None:
        return turn.gettext("fewer than %(n)s") % {"n": _number(turn, FEWEST)}
    return _number(turn, count)


def need_name(turn: Turn, need: Need) -> str:
    """What a need is called in the contact's language."""
    return turn.say(f"need-{need.id}", "name", need.name)


async def save_tick(turn: Turn, cluster: str, need: str) -> Screen:
    """Keep, with a dated consent, that the contact would share this; the last one who is missing has all told."""
    place, wanted = cluster_of(turn, cluster), need_of(turn, need)
    if turn.profile.cluster != cluster:
        return _ask_whether_mine(turn, place)
    if refusal := ask_to_agree(turn, f"needs.tick:{cluster}:{need}"):
        return refusal
    await needs.tick(turn.session, turn.contact.id, cluster, need, turn.now)
    await notice.save_consent(turn, PURPOSE, given=True)
    await _tell_if_enough(turn, cluster, wanted)
    noted = turn.gettext("✅ Noted: %(need)s.") % {"need": need_name(turn, wanted)}
    return await _list(turn, place, lines(noted, _least_words(turn, wanted)))


async def save_untick(turn: Turn, cluster: str, need: str) -> Screen:
    """Take it back."""
    place, wanted = cluster_of(turn, cluster), need_of(turn, need)
    await needs.untick(turn.session, turn.contact.id, cluster, need)
    return await _list(turn, place, turn.gettext("↩ Taken back: %(need)s.") % {"need": need_name(turn, wanted)})


def _ask_whether_mine(turn: Turn, cluster: Cluster) -> Screen:
    _ = turn.gettext
    text = lines(bold(cluster_name(turn, cluster)), _("Only owners of a cluster tap here. Is this one yours?"))
    rows: Keyboard = [
        [Button(_("⭐ This is my cluster"), "clusters.mine", cluster.code)],
        home_row(turn, "needs.show", cluster.code),
    ]
    return Screen(text, rows=rows)


async def _tell_if_enough(turn: Turn, cluster: str, need: Need) -> None:
    """When the group is large enough for the first time, put a message to each of its members in the outbox."""
    least = least_units(need, turn.catalog.schemes)
    members = await needs.claim_notice(turn.session, cluster, need.id, least, turn.now)
    rows = [
        {
            "key": f"need:{cluster}:{need.id}:{contact}",
            "contact_id": contact,
            "kind": "need",
            "lane": PERSONAL,
            "payload": {"cluster": cluster, "need": need.id},
            "not_before": turn.now,
            "created_at": turn.now,
        }
        for contact in members
    ]
    await outbox.add_deliveries(turn.session, rows)


async def show_next(turn: Turn, cluster: str, need: str) -> Screen:
    """The first steps of a group that would share this."""
    place, wanted = cluster_of(turn, cluster), need_of(turn, need)
    found = {one.need: one for one in await needs.get_shared(turn.session, [cluster])}
    _ = turn.gettext
    shared = found.get(need) or Shared(cluster, need, None, None)
    enough = _("🎉 Enough owners want it: begin now.") if shared.told_at and shared.count else None
    text = lines(*_about(turn, place, wanted, shared.count), enough, "", bold(_("First steps")))
    return Screen(text, rows=[*_step_rows(turn, place, wanted), home_row(turn, "needs.show", cluster)])


def _about(turn: Turn, cluster: Cluster, need: Need, count: int | None) -> list[str]:
    return [
        bold(f"{need.sign} {need_name(turn, need)}"),
        cluster_name(turn, cluster),
        turn.say(f"need-{need.id}", "facility", need.facility),
        turn.gettext("Owners who want it: %(count)s") % {"count": count_words(turn, count)},
        _least_words(turn, need),
    ]


def _least_words(turn: Turn, need: Need) -> str:
    """How many it takes, by the scheme as it is now."""
    scheme = turn.catalog.schemes.get(need.scheme or "")
    least = least_units(need, turn.catalog.schemes)
    if scheme is None or not least:
        return turn.gettext("No scheme sets a number for this: a small group can begin.")
    words = {"scheme": full_name(turn, scheme), "n": _number(turn, least)}
    return turn.gettext("%(scheme)s asks for a group of at least %(n)s units.") % words


def _step_rows(turn: Turn, cluster: Cluster, need: Need) -> Keyboard:
    _ = turn.gettext
    rows: Keyboard = [
        [Button(f"{place}. {step_title(turn, step)}", "needs.step", cluster.code, need.id, step.id)]
        for place, step in enumerate(steps_of(turn, need), start=1)
    ]
    for scheme in _schemes_of(turn, need):
        rows.append([Button(brief(f"📋 {full_name(turn, scheme)}"), "schemes.show", scheme.id)])
    if cluster.latitude is not None and cluster.longitude is not None:
        token = f"{cluster.latitude:.3f},{cluster.longitude:.3f}"
        rows.append([Button(_("📍 Who can help"), "nearby.at", need.category, token)])
    return rows


def _schemes_of(turn: Turn, need: Need) -> list[Scheme]:
    known = turn.catalog.schemes
    return [known[name] for name in filter(None, (need.scheme, need.see)) if name in known]


def steps_of(turn: Turn, need: Need) -> list[NeedStep]:
    """The first steps of a need, in their order."""
    return [turn.catalog.need_steps[name] for name in need.steps if name in turn.catalog.need_steps]


def step_title(turn: Turn, step: NeedStep) -> str:
    """What a step is called in the contact's language."""
    return turn.say(f"needstep-{step.id}", "title", step.title)


async def show_step(turn: Turn, cluster: str, need: str, step: str) -> Screen:
    """One of the first steps: what to do."""
    cluster_of(turn, cluster)
    steps = steps_of(turn, need_of(turn, need))
    one = _step(steps, step)
    _ = turn.gettext
    place = steps.index(one)
    after = steps[place + 1 : place + 2]
    text = lines(
        bold(f"{place + 1}. {step_title(turn, one)}"),
        "",
        bullets([turn.say(f"needstep-{step}", "do", sentence) for sentence in one.do]),
        "",
        confidence_words(turn, one.confidence),
    )
    rows: Keyboard = [
        [Button(_("Next ▶"), "needs.step", cluster, need, following.id) for following in after],
        [Button(_("ℹ Source and date"), "needs.source", cluster, need, step)],
        home_row(turn, "needs.next", cluster, need),
    ]
    return Screen(text, rows=rows)


async def show_source(turn: Turn, cluster: str, need: str, step: str) -> Screen:
    """Where a step comes from, and what is in conflict or not known."""
    one = _step(steps_of(turn, need_of(turn, need)), step)
    text = lines(bold(step_title(turn, one)), *source_lines(turn, f"needstep-{step}", one))
    return Screen(text, rows=[home_row(turn, "needs.step", cluster, need, step)])


def need_screen(turn: Turn, cluster: str, need: str, count: int | None) -> Screen | None:
    """The message that comes once when a group is large enough; None where the content doesn't know it any more."""
    if cluster not in turn.catalog.clusters or need not in turn.catalog.needs:
        return None
    place, wanted = turn.catalog.clusters[cluster], turn.catalog.needs[need]
    _ = turn.gettext
    text = lines(
        bold(_("🤝 Enough of you want it")),
        *_about(turn, place, wanted, count),
        "",
        _("Nobody is told who agreed. Ask your association or the MSME office (MSME-DFO) to call a meeting."),
    )
    rows: Keyboard = [
        [Button(_("☑ First steps"), "needs.next", cluster, need)],
        [Button(_("↩ Not any more"), "needs.untick", cluster, need)],
        home_row(turn),
    ]
    return Screen(text, rows=rows)


def cluster_of(turn: Turn, code: str) -> Cluster:
    """The cluster of a code.

    Raises Stale for one that isn't there any more.
    """
    if code not in turn.catalog.clusters:
        raise Stale
    return turn.catalog.clusters[code]


def need_of(turn: Turn, name: str) -> Need:
    """The need of an id.

    Raises Stale for one that isn't there any more.
    """
    if name not in turn.catalog.needs:
        raise Stale
    return turn.catalog.needs[name]


def _step(steps: list[NeedStep], name: str) -> NeedStep:
    found = next((one for one in steps if one.id == name), None)
    if found is None:
        raise Stale
    return found


def _number(turn: Turn, count: int) -> str:
    return number(turn.translator, count)


ROUTES = {
    "needs.show": list_needs,
    "needs.tick": save_tick,
    "needs.untick": save_untick,
    "needs.next": show_next,
    "needs.step": show_step,
    "needs.source": show_source,
}
