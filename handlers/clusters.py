"""Clusters: the directory, one of them as a card, those like it elsewhere, and the schemes for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from content.clusters import Cluster, nearest, practices_for, trade_words, twins
from db import needs
from handlers import nearby
from handlers.cluster_words import (
    cluster_name,
    date_line,
    place_word,
    product_line,
    short_cluster_name,
    source_line,
    units_line,
)
from handlers.common import home_row, in_columns, page_row
from handlers.learn import practice_name
from handlers.markup import bold, brief, lines
from handlers.names import body_name
from handlers.needs import cluster_of, count_words
from handlers.places import NEAR_CLUSTERS
from handlers.routes import Stale
from handlers.schemes_list import judged, list_page
from handlers.screen import AnyButton, Button, Keyboard, Screen, ShareButton, pages
from handlers.turn import Turn
from handlers.words import confidence_words, state_name
from locales.formats import distance, list_and, number

FACILITIES = "common-facility"  # the kind of help that gives machines and workshops to share


async def show_menu(turn: Turn) -> Screen:
    """My cluster where one is known, those near me, and the directory."""
    _ = turn.gettext
    mine = turn.catalog.clusters.get(turn.profile.cluster or "")
    rows: Keyboard = [
        [Button(brief(f"⭐ {cluster_name(turn, mine)}"), "clusters.show", mine.code)] if mine else [],
        [Button(_("🤝 What we need together"), "needs.show", mine.code)] if mine else [],
        [Button(_("📍 Clusters near me"), "clusters.near"), Button(_("🗺 By state"), "clusters.states", 0)],
        [
            Button(_("🧮 Is my group a cluster?"), "calc.show", "cluster"),
            Button(_("🧮 What type of cluster?"), "calc.show", "type"),
        ],
        [Button(_("💬 About clusters"), "learn.sections")],
    ]
    count = number(turn.translator, len(turn.catalog.clusters))
    text = lines(
        bold(_("🏘 Clusters")),
        _("%(n)s clusters of India. Type a product and a place, for example “Tiruppur knitwear”.") % {"n": count},
    )
    return Screen(text, rows=[*rows, home_row(turn)])


async def list_near(turn: Turn, token: str = nearby.HERE) -> Screen | str:
    """The clusters next to a place, which isn't kept, or to the contact's own; without one, ask where that is."""
    point = nearby.point_of(turn, token)
    if point is None:
        return f"places.ask:{NEAR_CLUSTERS}"
    token = nearby.plain_token(turn, token)
    found = nearest(point, turn.catalog.clusters.values())
    rows: Keyboard = [
        [
            Button(
                brief(f"{short_cluster_name(turn, one)} · {distance(turn.translator, km)}"),
                "clusters.show",
                one.code,
                "near",
                token,
            )
        ]
        for km, one in found
    ]
    other = [Button(turn.gettext("✏ Another place"), "places.ask", NEAR_CLUSTERS)]
    return Screen(bold(turn.gettext("📍 Clusters near me")), rows=[*rows, other, home_row(turn, "clusters.menu")])


async def list_states(turn: Turn, page: int = 0) -> Screen:
    """The states that have clusters, each with how many."""
    counts = Counter(one.state for one in turn.catalog.clusters.values())
    codes = sorted(counts, key=lambda code: state_name(turn, code))
    shown, page, count = pages(codes, page, 12)
    buttons: list[AnyButton] = [
        Button(
            brief(f"{state_name(turn, code)} · {number(turn.translator, counts[code])}", 28),
            "clusters.state",
            code,
            0,
        )
        for code in shown
    ]
    moves = page_row(turn, page, count, "clusters.states")
    rows: Keyboard = [*in_columns(buttons), moves, home_row(turn, "clusters.menu")]
    return Screen(bold(turn.gettext("🗺 By state")), rows=rows)


async def list_of_state(turn: Turn, state: str, page: int = 0) -> Screen:
    """The clusters of one state by name."""
    there = (one for one in turn.catalog.clusters.values() if one.state == state)
    found = sorted(there, key=lambda one: short_cluster_name(turn, one))
    if not found:
        raise Stale
    shown, page, count = pages(found, page)
    moves = page_row(turn, page, count, "clusters.state", state)
    rows = [*_cluster_rows(turn, shown, "state", state, page), moves, home_row(turn, "clusters.states", 0)]
    return Screen(bold(f"🏘 {state_name(turn, state)}"), rows=rows)


def _cluster_rows(turn: Turn, shown: Iterable[Cluster], *listed: object) -> Keyboard:
    return [[Button(brief(short_cluster_name(turn, one)), "clusters.show", one.code, *listed)] for one in shown]


async def show_cluster(turn: Turn, code: str, way: str = "", word: str = "", page: int = 0) -> Screen:
    """One cluster of the directory, with its source.

    `way`, `word` and `page` name the list that it was opened from: "near", "state" or "twins"; else the menu.
    """
    cluster = cluster_of(turn, code)
    _ = turn.gettext
    names = (*(place_word(turn, name) for name in (cluster.place, cluster.district)), state_name(turn, cluster.state))
    place = ", ".join(dict.fromkeys(filter(None, names)))
    themes = [name for tag, name in theme_names(turn).items() if tag in cluster.tags]
    # Told to its own owners only: to count reads every profile.
    progress = await needs.get_progress(turn.session, code, turn.contact.id) if turn.profile.cluster == code else None
    text = lines(
        bold(cluster_name(turn, cluster)),
        f"📍 {place}",
        product_line(turn, cluster),
        _("Type: %(type)s") % {"type": type_names(turn)[cluster.type]} if cluster.type in type_names(turn) else None,
        units_line(turn, cluster),
        _("Its bodies: %(names)s") % {"names": "; ".join(body_name(turn, one) for one in cluster.bodies)}
        if cluster.bodies
        else None,
        _("Geographical indication: %(name)s") % {"name": cluster.gi_name} if cluster.gi_name else None,
        _("Themes to work on: %(themes)s") % {"themes": list_and(turn.translator, themes)} if themes else None,
        _progress_words(turn, progress) if progress else None,
        "",
        date_line(turn, cluster),
        source_line(turn, cluster.source),
        confidence_words(turn, cluster.confidence),
    )
    lists = {
        "near": ("clusters.near", word or nearby.HERE),
        "state": ("clusters.state", word, page),
        "twins": ("clusters.twins", word, page),
    }
    return Screen(text, rows=[*_card_rows(turn, cluster), home_row(turn, *lists.get(way, ("clusters.menu",)))])


def type_names(turn: Turn) -> dict[str, str]:
    """The types of cluster in the directory."""
    _ = turn.gettext
    return {
        "industrial": _("industrial"),
        "handloom": _("handloom"),
        "handicraft": _("handicraft"),
        "micro-enterprise": _("small units at home"),
        "service": _("services"),
    }


def _progress_words(turn: Turn, progress: needs.Progress) -> str:
    """How many others of the cluster are registered: counts in steps, and no small ones."""
    counts = {"udyam": count_words(turn, progress.udyam), "gem": count_words(turn, progress.gem)}
    return turn.gettext("Other owners here on Udyam: %(udyam)s · on GeM: %(gem)s") % counts


def _card_rows(turn: Turn, cluster: Cluster) -> Keyboard:
    _ = turn.gettext
    code = cluster.code
    mine = turn.profile.cluster == code
    near: list[AnyButton] = []
    if cluster.latitude is not None and cluster.longitude is not None:
        token = f"{cluster.latitude:.3f},{cluster.longitude:.3f}"
        near = [
            Button(_("📍 Help near me"), "nearby.menu_at", token),
            Button(_("🏭 Shared machines"), "nearby.at", FACILITIES, token),
        ]
    others = len(twins(cluster, turn.catalog.clusters.values()))
    alike: list[AnyButton] = [Button(_("👯 The same elsewhere"), "clusters.twins", code)] if others else []
    return [
        [] if mine else [Button(_("⭐ This is my cluster"), "clusters.mine", code)],
        [Button(_("🤝 What we need together"), "needs.show", code)],
        [
            Button(_("🔔 Tell me of news"), "alerts.add", "cluster", code),
            ShareButton(_("↗ Share"), brief(cluster.name)),
        ],
        near,
        [*alike, Button(_("🌱 What others do"), "clusters.practices", code, 0)],
        [Button(_("📋 For clusters"), "clusters.schemes", code, 0)],
        [Button(_("↩ Not my cluster"), "clusters.leave", code)] if mine else [],
    ]


async def list_twins(turn: Turn, code: str, page: int = 0) -> Screen:
    """Clusters elsewhere that make the same."""
    cluster = cluster_of(turn, code)
    shown, page, count = pages(twins(cluster, turn.catalog.clusters.values()), page)
    text = lines(bold(turn.gettext("👯 The same elsewhere")), cluster_name(turn, cluster))
    moves = page_row(turn, page, count, "clusters.twins", code)
    return Screen(
        text, rows=[*_cluster_rows(turn, shown, "twins", code, page), moves, home_row(turn, "clusters.show", code)]
    )


async def list_practices(turn: Turn, code: str, page: int = 0) -> Screen:
    """What others do, those of the cluster's trade first."""
    cluster = cluster_of(turn, code)
    _ = turn.gettext
    shown, page, count = pages(practices_for(cluster, turn.catalog.practices.values(), turn.catalog.sectors), page)
    rows: Keyboard = [[Button(brief(practice_name(turn, one)), "learn.practice", one.id)] for one in shown]
    text = lines(bold(_("🌱 What others do")), _("Ideas from other clusters, each with a step for tomorrow."))
    moves = page_row(turn, page, count, "clusters.practices", code)
    return Screen(text, rows=[*rows, moves, home_row(turn, "clusters.show", code)])


async def list_schemes(turn: Turn, code: str, page: int = 0) -> Screen:
    """The schemes for a cluster as a group, for its trade and of its state or any, whatever the owner told."""
    cluster = cluster_of(turn, code)
    trade = trade_words(cluster, turn.catalog.sectors)
    listed = ((scheme, scheme.eligibility) for scheme, _verdict in judged(turn, "cluster"))
    found = [
        scheme
        for scheme, wants in listed
        if (not wants.states or cluster.state in wants.states)
        and not (wants.sectors and trade and trade.isdisjoint(wants.sectors))
    ]
    return list_page(
        turn, turn.gettext("📋 For clusters"), found, page, ("clusters.schemes", code), ("clusters.show", code)
    )


def theme_names(turn: Turn) -> dict[str, str]:
    """Themes that a cluster may work on; never findings about a place."""
    _ = turn.gettext
    return {
        "energy-intensive": _("energy"),
        "pollution-intensive": _("environment"),
        "quality-critical": _("quality"),
        "labour-standards": _("workers' conditions"),
        "location-pressure": _("place"),
        "export": _("export"),
    }


ROUTES = {
    "clusters.menu": show_menu,
    "clusters.near": list_near,
    "clusters.states": list_states,
    "clusters.state": list_of_state,
    "clusters.show": show_cluster,
    "clusters.twins": list_twins,
    "clusters.practices": list_practices,
    "clusters.schemes": list_schemes,
}
