"""A cluster's card: what it makes, where, and news of it."""

from __future__ import annotations

from handlers.common import home_row
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import Button, Keyboard, Screen, ShareButton
from handlers.turn import Turn
from handlers.words import confidence_words, state_name
from locales.formats import partial_date


async def show_cluster(turn: Turn, code: str) -> Screen:
    """One cluster of the directory, with its source."""
    cluster = turn.catalog.clusters.get(code)
    if cluster is None:
        raise Stale
    _ = turn.gettext
    place = ", ".join(dict.fromkeys(filter(None, (cluster.place, cluster.district, state_name(turn, cluster.state)))))
    text = lines(
        bold(cluster.name),
        f"📍 {place}",
        cluster.product_line or cluster.product,
        _("Units: about %(n)s") % {"n": cluster.units} if cluster.units else None,
        _("Geographical indication: %(name)s") % {"name": cluster.gi_name} if cluster.gi_name else None,
        "",
        _("As of %(date)s") % {"date": partial_date(turn.translator, cluster.as_of)}
        if cluster.as_of
        else _("The sources carry no date."),
        _("Source: %(source)s") % {"source": cluster.source},
        confidence_words(turn, cluster.confidence),
    )
    rows: Keyboard = [
        [
            Button(_("🔔 Tell me of news"), "alerts.add", "cluster", code),
            ShareButton(_("↗ Share"), brief(cluster.name)),
        ],
        [Button(_("📍 Help near me"), "nearby.menu_at", f"{cluster.latitude:.3f},{cluster.longitude:.3f}")]
        if cluster.latitude is not None and cluster.longitude is not None
        else [],
        [Button(_("📋 For clusters"), "schemes.theme", "cluster", 0)],
        home_row(turn),
    ]
    return Screen(text, rows=rows)


ROUTES = {"clusters.show": show_cluster}
