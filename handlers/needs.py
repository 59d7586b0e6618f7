"""What owners of a cluster would share: ticked by each, counted in steps, and the first steps of a group."""

from __future__ import annotations

from dataclasses import replace

from content.catalog import Catalog
from content.clusters import Cluster
from content.needs import Need, NeedStep, least_units
from content.schemes import Scheme
from db import needs, outbox
from db.needs import FEWEST, PURPOSE, Shared, enough_for, notice_key
from db.outbox import PERSONAL
from handlers import notice
from handlers.cluster_words import cluster_name
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, brief, bullets, lines
from handlers.names import full_name
from handlers.need_words import doubt_rows, least_words
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import number


async def list_needs(turn: Turn, cluster: str) -> Screen:
    """What may be shared, with a tick at mine and how many others want it."""
    return await _list(turn, cluster_of(turn, cluster))


async def _list(turn: Turn, cluster: Cluster, touched: str | None = None) -> Screen:
    _ = turn.gettext
    shared = await _shared(turn, cluster.code)
    ticks = await needs.get_ticks(turn.session, turn.contact.id)
    mine = {one.need for one in ticks if one.cluster == cluster.code}
    rows: Keyboard = [
        [_tick_button(turn, cluster, one, shared[one.id], one.id in mine)] for one in turn.catalog.needs.values()
    ]
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
        _("Nobody sees who tapped. A number counts the others, in steps of %(n)s.") % {"n": _number(turn, FEWEST)},
        _("☑ leads to the first steps.") if steps else None,
    )
    return Screen(text, rows=[*rows, *in_columns(steps, 1), home_row(turn, "clusters.show", cluster.code)])


async def _shared(turn: Turn, cluster: str) -> dict[str, Shared]:
    """How many want each need, as the contact may see it."""
    found = await needs.get_shared(turn.session, [cluster], turn.contact.id)
    return {name: Shared(cluster, name, None, None) for name in turn.catalog.needs} | {one.need: one for one in found}


def _tick_button(turn: Turn, cluster: Cluster, need: Need, shared: Shared, ticked: bool) -> Button:
    words = need_name(turn, need) + (f" · {_number(turn, shared.others)}+" if shared.others else "")
    route = "needs.untick" if ticked else "needs.tick"
    return Button(brief(f"{'✅' if ticked else need.sign} {words}"), route, cluster.code, need.id)


def count_words(turn: Turn, count: int | None) -> str:
    """A count as it may be shown: in steps, and no small one."""
    if count is None:
        return turn.gettext("fewer than %(n)s") % {"n": _number(turn, FEWEST)}
    return turn.gettext("at least %(n)s") % {"n": _number(turn, count)}


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
    shared = (await _shared(turn, cluster))[need]
    noted = turn.gettext("✅ Noted: %(need)s.") % {"need": need_name(turn, wanted)}
    screen = await _list(turn, place, lines(noted, _enough_words(turn, wanted, shared) or least_words(turn, wanted)))
    return replace(screen, rows=[*screen.rows[:-1], *doubt_rows(turn, wanted), screen.rows[-1]])


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
    """When the group has become large enough, put a message to each of its members in the outbox."""
    least = least_units(need, turn.catalog.schemes)
    members = await needs.claim_notice(turn.session, cluster, need.id, least, turn.now)
    rows = [
        {
            "key": f"{notice_key(cluster, need.id)}:{contact}:{turn.now:%Y-%m-%d}",
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
    shared = (await _shared(turn, cluster))[need]
    about = _about(turn, place, wanted, _count_line(turn, wanted, shared))
    text = lines(*about, _enough_words(turn, wanted, shared), "", bold(turn.gettext("First steps")))
    rows = [*_step_rows(turn, place, wanted), *doubt_rows(turn, wanted), home_row(turn, "needs.show", cluster)]
    return Screen(text, rows=rows)


def is_enough(catalog: Catalog, need: Need, count: int | None) -> bool:
    """Whether so many owners make a group, by the scheme as it is now."""
    return (count or 0) >= enough_for(least_units(need, catalog.schemes))


def _enough_words(turn: Turn, need: Need, shared: Shared) -> str | None:
    """That a group can begin, while it can."""
    enough = is_enough(turn.catalog, need, shared.count)
    return turn.gettext("🎉 Enough owners want it: begin now.") if enough else None


def _count_line(turn: Turn, need: Need, shared: Shared) -> str:
    """The others in steps; of a group that is large enough, at least as many as that takes."""
    _ = turn.gettext
    if not is_enough(turn.catalog, need, shared.count):
        return _("Other owners who want it: %(count)s") % {"count": count_words(turn, shared.others)}
    count = max(enough_for(least_units(need, turn.catalog.schemes)), shared.others or 0)
    return _("Owners who want it: %(count)s") % {"count": count_words(turn, count)}


def _about(turn: Turn, cluster: Cluster, need: Need, count: str) -> list[str]:
    return [
        bold(f"{need.sign} {need_name(turn, need)}"),
        cluster_name(turn, cluster),
        turn.say(f"need-{need.id}", "facility", need.facility),
        count,
        least_words(turn, need),
    ]


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
    text = lines(bold(step_title(turn, one)), *source_lines(turn, one))
    return Screen(text, rows=[home_row(turn, "needs.step", cluster, need, step)])


def need_screen(turn: Turn, cluster: str, need: str, count: int | None) -> Screen | None:
    """The message that comes when a group is large enough; None where it isn't any more, or isn't known any more."""
    if cluster not in turn.catalog.clusters or need not in turn.catalog.needs:
        return None
    place, wanted = turn.catalog.clusters[cluster], turn.catalog.needs[need]
    if not is_enough(turn.catalog, wanted, count):
        return None
    _ = turn.gettext
    text = lines(
        bold(_("🤝 Enough of you want it")),
        *_about(turn, place, wanted, _count_line(turn, wanted, Shared(cluster, need, count, None))),
        "",
        _("Nobody is told who agreed. Ask your association or the MSME office (MSME-DFO) to call a meeting."),
    )
    rows: Keyboard = [
        [Button(_("☑ First steps"), "needs.next", cluster, need)],
        *doubt_rows(turn, wanted),
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
