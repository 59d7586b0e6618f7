"""Alerts: what a contact wants to hear of, how often, and the alert itself."""

from __future__ import annotations

from datetime import timedelta

from content.clusters import Cluster
from content.providers import distance_km
from db import alerts, outbox
from db.alerts import Broadcast
from handlers import notice
from handlers.cluster_words import cluster_name
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import Button, Keyboard, LinkButton, Screen
from handlers.topics import FITS, known, topic_words
from handlers.turn import Turn
from handlers.words import theme_words
from locales.formats import date

RHYTHMS = ("now", "daily", "weekly")
PAUSE = timedelta(days=7)
NEAREST_CLUSTERS = 6
DIGEST_ROOM = 3200  # letters that the alerts of a digest share, well below Telegram's limit


async def show_menu(turn: Turn) -> Screen:
    """What is subscribed, the rhythm, and everything that can be changed."""
    _ = turn.gettext
    topics = await alerts.get_topics(turn.session, turn.contact.id)
    listed = [f"• {topic_words(turn, topic)}" for topic in topics] or [_("You get no alerts.")]
    paused = turn.contact.alerts_paused_until
    pause_line = None
    if paused and paused > turn.now:
        pause_line = _("⏸ Paused until %(date)s") % {
            "date": date(turn.translator, paused.astimezone(turn.zone).date())
        }
    rhythm = _("How often: %(rhythm)s") % {"rhythm": rhythm_words(turn)[turn.contact.alert_rhythm]}
    rows: Keyboard = [
        [Button(_("✅ What fits me"), "alerts.add", FITS, "-"), Button(_("🗂 By theme"), "alerts.themes")],
        [Button(_("🗺 My state"), "alerts.my_state"), Button(_("🏘 My cluster"), "alerts.clusters")],
        [Button(_("⏱ How often"), "alerts.rhythms")],
    ]
    if topics:
        resume = pause_line is not None
        label, route = (_("▶ Go on now"), "alerts.resume") if resume else (_("⏸ Pause for a week"), "alerts.pause")
        rows.append([Button(label, route), Button(_("➖ Stop one"), "alerts.stops")])
        rows.append([Button(_("⏹ Stop all"), "stop.all")])
    return Screen(lines(bold(_("🔔 Alerts")), *listed, "", rhythm, pause_line), rows=[*rows, home_row(turn)])


def rhythm_words(turn: Turn) -> dict[str, str]:
    """How often alerts come."""
    _ = turn.gettext
    return {"now": _("at once"), "daily": _("once a day"), "weekly": _("once a week")}


async def save_topic(turn: Turn, kind: str, name: str) -> Screen:
    """Subscribe, with a dated consent."""
    if not known(turn, kind, name):
        raise Stale
    if refusal := ask_to_agree(turn, f"alerts.add:{kind}:{name}"):
        return refusal
    topic = FITS if kind == FITS else f"{kind}:{name}"
    await alerts.subscribe(turn.session, turn.contact.id, topic, turn.now)
    await notice.save_consent(turn, "alerts", given=True)
    text = turn.gettext("🔔 You will hear of: %(topic)s.") % {"topic": topic_words(turn, topic)}
    how = turn.gettext("How often: %(rhythm)s") % {"rhythm": rhythm_words(turn)[turn.contact.alert_rhythm]}
    rows: Keyboard = [[Button(turn.gettext("🔔 Alerts"), "alerts.menu")], home_row(turn)]
    if kind == "scheme":
        rows = [[Button(turn.gettext("⬅ Back"), "schemes.show", name)], *rows]
    return Screen(lines(text, how), rows=rows)


async def show_themes(turn: Turn) -> Screen:
    """Choose a theme to hear of."""
    buttons = [Button(label, "alerts.add", "theme", theme) for theme, label in theme_words(turn).items()]
    title = bold(turn.gettext("What do you want to hear of?"))
    return Screen(title, rows=[*in_columns(buttons), home_row(turn, "alerts.menu")])


async def add_state(turn: Turn) -> Screen | str:
    """The contact's own state; asks for the place when it isn't known."""
    state = turn.profile.state
    return f"alerts.add:state:{state}" if state else "places.ask:profile"


async def show_clusters(turn: Turn) -> Screen | str:
    """The clusters of the contact's state, those of the place and the product first."""
    profile = turn.profile
    if profile.state is None:
        return "places.ask:profile"
    near = [cluster for cluster in turn.catalog.clusters.values() if cluster.state == profile.state]
    near.sort(key=lambda cluster: _far(turn, cluster))
    buttons = [
        Button(brief(cluster_name(turn, cluster)), "alerts.add", "cluster", cluster.code)
        for cluster in near[:NEAREST_CLUSTERS]
    ]
    title = bold(turn.gettext("Which one is your cluster?"))
    return Screen(title, rows=[*in_columns(buttons, 1), home_row(turn, "alerts.menu")])


def _far(turn: Turn, cluster: Cluster) -> float:
    here = turn.profile
    if here.latitude is None or here.longitude is None or cluster.latitude is None or cluster.longitude is None:
        return 0.0 if cluster.district == here.district else 1.0
    return distance_km((here.latitude, here.longitude), (cluster.latitude, cluster.longitude))


async def show_rhythms(turn: Turn) -> Screen:
    """Choose how often."""
    buttons = [[Button(label, "alerts.rhythm", name)] for name, label in rhythm_words(turn).items()]
    return Screen(bold(turn.gettext("How often do you want alerts?")), rows=[*buttons, home_row(turn, "alerts.menu")])


async def save_rhythm(turn: Turn, rhythm: str) -> Screen:
    """Keep how often."""
    if rhythm not in RHYTHMS:
        raise Stale
    await turn.change(alert_rhythm=rhythm)
    return await show_menu(turn)


async def save_pause(turn: Turn) -> Screen:
    """No alerts for a week."""
    await turn.change(alerts_paused_until=turn.now + PAUSE)
    await turn.after_alerts()
    return await show_menu(turn)


async def save_resume(turn: Turn) -> Screen:
    """Alerts again."""
    await turn.change(alerts_paused_until=None)
    return await show_menu(turn)


async def show_stops(turn: Turn) -> Screen:
    """Choose the one to stop."""
    topics = await alerts.get_topics(turn.session, turn.contact.id)
    buttons = [[Button(brief(f"➖ {topic_words(turn, topic)}"), "alerts.stop", *_pair(topic))] for topic in topics]
    return Screen(bold(turn.gettext("Which one shall stop?")), rows=[*buttons, home_row(turn, "alerts.menu")])


def _pair(topic: str) -> tuple[str, str]:
    kind, _, name = topic.partition(":")
    return kind, name or "-"


async def save_stop(turn: Turn, kind: str, name: str) -> Screen:
    """Stop one alert, in one step."""
    topic = FITS if kind == FITS else f"{kind}:{name}"
    await alerts.unsubscribe(turn.session, turn.contact.id, topic)
    if not await alerts.get_topics(turn.session, turn.contact.id):
        await outbox.suppress_alerts(turn.session, turn.contact.id)
        await notice.save_consent(turn, "alerts", given=False)
    await turn.after_alerts()
    text = turn.gettext("⏹ Stopped: %(topic)s.") % {"topic": topic_words(turn, topic)}
    return Screen(text, rows=[[Button(turn.gettext("🔔 Alerts"), "alerts.menu")], home_row(turn)])


def alert_screen(turn: Turn, broadcast: Broadcast) -> Screen:
    """An alert in the contact's language, in English where it wasn't written; with the way to stop it."""
    _ = turn.gettext
    link = [[LinkButton(_("🌐 Open"), broadcast.link)]] if broadcast.link else []
    scheme = [[Button(_("📋 The scheme"), "schemes.show", broadcast.scheme_id)]] if broadcast.scheme_id else []
    rows: Keyboard = [
        *link,
        *scheme,
        [Button(_("➖ Stop one"), "alerts.stops"), Button(_("⏹ Stop all"), "stop.all")],
        home_row(turn),
    ]
    return Screen(lines(bold(_("🔔 News")), _words(turn, broadcast)), rows=rows)


def digest_screen(turn: Turn, broadcasts: list[Broadcast]) -> Screen:
    """Several alerts in one message; where they are too long for it, each is shortened and a tap shows it whole."""
    _ = turn.gettext
    whole = [_words(turn, one) for one in broadcasts]
    fits = sum(map(len, whole)) <= DIGEST_ROOM
    told = whole if fits else [brief(words, DIGEST_ROOM // len(whole)) for words in whole]
    rows: Keyboard = [
        *([LinkButton(_("🌐 Open"), one.link)] for one in broadcasts if one.link),
        *(
            [Button(brief(f"📖 {words}"), "alerts.read", one.id)]
            for one, words, part in zip(broadcasts, whole, told, strict=True)
            if part != words
        ),
        [Button(_("➖ Stop one"), "alerts.stops"), Button(_("⏹ Stop all"), "stop.all")],
        home_row(turn),
    ]
    body = [line for part in told for line in ("", f"• {part}")]
    return Screen(lines(bold(_("🔔 News for you")), *body), rows=rows)


async def show_alert(turn: Turn, number: int) -> Screen:
    """One alert of a digest, whole."""
    broadcast = await alerts.get_broadcast(turn.session, number)
    if broadcast is None:
        raise Stale
    return alert_screen(turn, broadcast)


def _words(turn: Turn, broadcast: Broadcast) -> str:
    return broadcast.texts.get(turn.language) or broadcast.texts["en"]


ROUTES = {
    "alerts.menu": show_menu,
    "alerts.add": save_topic,
    "alerts.themes": show_themes,
    "alerts.my_state": add_state,
    "alerts.clusters": show_clusters,
    "alerts.rhythms": show_rhythms,
    "alerts.rhythm": save_rhythm,
    "alerts.pause": save_pause,
    "alerts.resume": save_resume,
    "alerts.stops": show_stops,
    "alerts.stop": save_stop,
    "alerts.read": show_alert,
}
