"""Alerts: an operator writes once, the right people hear it, in their language and rhythm, until they stop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content.clusters import read_clusters
from content.files import FOLDER
from tests.conversations.chat import Chat
from tests.conversations.house import INDIA, House

CLUSTERS = FOLDER / "clusters.csv"
CLUSTER_WORDS = "Cotton knitwear cluster, Tiruppur"
IN_TAMIL = "பருத்திப் பின்னலாடை கிளஸ்டர், திருப்பூர்"


def next_digest(house: House) -> None:
    """Move the clock past the next time at which digests go out, still by day."""
    now = datetime.fromisoformat(house.sees("clock")["now"]).astimezone(INDIA)
    then = (now + timedelta(days=1)).replace(hour=12, minute=0)
    house.asks("clock", {"to": then.isoformat()})


async def subscriber(house: House, code: str, *taps: str, at_once: bool = False) -> Chat:
    """A settled owner who chose something to hear of under Alerts."""
    chat = Chat(house, code)
    await chat.settles()
    if at_once:
        await chat.tap("🔔 Alerts", "⏱ How often", "at once")
    await chat.type("/alerts")
    await chat.tap(*taps)
    assert chat.sees("🔔 You will hear of: %(topic)s.")
    return chat


def send(house: House, text: str, *audience: str) -> int:
    """Send an alert in three languages; gives to how many."""
    words = [word for code in ("en", "hi", "ta") for word in ("--text", f"{code}={code} {text}")]
    return int(house.operator("alert", *words, *audience).split("to ")[-1].split()[0])


async def test_alert_at_once_reaches_only_those_of_its_theme_in_their_language(sandbox: House) -> None:
    meant = [await subscriber(sandbox, code, "🗂 By theme", "🚢 Export", at_once=True) for code in ("en", "hi", "ta")]
    other = await subscriber(sandbox, "hi", "🗂 By theme", "👩 Women", at_once=True)
    assert "3 contacts would get it" in sandbox.operator("alert", "--text", "en=x", "--theme", "export", "--dry-run")
    assert send(sandbox, "export fair", "--theme", "export") == 3
    for chat in meant:
        message = await chat.hears(f"{chat.code} export fair")
        assert chat._means("🔔 News", message["text"])
    assert not other.heard("export fair")


@pytest.mark.parametrize(
    ("taps", "audience"),
    [
        (("🗺 My state",), ("--of-state", "IN-TN")),
        (("🏘 My cluster", IN_TAMIL), ("--cluster", "")),
        (("✅ What fits me",), ("--scheme", "uap")),
    ],
    ids=["state", "cluster", "fits"],
)
async def test_alert_reaches_those_who_asked_for_that_kind(
    sandbox: House, taps: tuple[str, ...], audience: tuple[str, str]
) -> None:
    option, name = audience
    if option == "--cluster":
        name = cluster_id(CLUSTER_WORDS)
    meant = await subscriber(sandbox, "ta", *taps, at_once=True)
    bystander = await subscriber(sandbox, "hi", "🗂 By theme", "⚡ Energy", at_once=True)
    assert send(sandbox, f"about {name}", option, name) == 1
    await meant.hears(f"ta about {name}")
    assert not bystander.heard(f"about {name}")
    await meant.type("/stop")


def cluster_id(name: str) -> str:
    return next(one.id for one in read_clusters(CLUSTERS) if one.name == name)


async def test_alert_about_a_scheme_opens_it(sandbox: House) -> None:
    chat = Chat(sandbox, "hi")
    await chat.settles()
    await chat.tap("🔔 Alerts", "⏱ How often", "at once")
    await chat.start("s_cgtmse")
    await chat.tap("🔔 Tell me of changes")
    send(sandbox, "new ceiling", "--scheme", "cgtmse", "--link", "https://www.cgtmse.in/")
    await chat.hears("hi new ceiling")
    await chat.tap("📋 The scheme")
    assert chat.sees("%(status)s · as of %(date)s")


async def test_daily_digest_gathers_and_stopping_before_it_is_honoured(sandbox: House) -> None:
    reader = await subscriber(sandbox, "ta", "🗂 By theme", "📱 Digital")
    stopper = await subscriber(sandbox, "hi", "🗂 By theme", "📱 Digital")
    one_less = await subscriber(sandbox, "en", "🗂 By theme", "📱 Digital")
    assert send(sandbox, "first thing", "--theme", "digital") == 3
    assert send(sandbox, "second thing", "--theme", "digital") == 3
    await stopper.type("/stop")
    assert stopper.sees("⏹ All alerts are stopped.")
    await one_less.type("/alerts")
    await one_less.tap("➖ Stop one", "Digital")
    assert one_less.sees("⏹ Stopped: %(topic)s.")
    assert not reader.heard("first thing")
    next_digest(sandbox)
    digest = await reader.hears("ta first thing")
    assert "ta second thing" in digest["text"]
    assert not stopper.heard("thing")
    assert not one_less.heard("thing")
    consents = (await stopper.data())["consents"]
    assert [one["given"] for one in consents if one["purpose"] == "alerts"][-2:] == [True, False]


async def test_weekly_digest_waits_for_monday(sandbox: House) -> None:
    weekly = Chat(sandbox, "hi")
    await weekly.settles()
    await weekly.tap("🔔 Alerts", "⏱ How often", "once a week")
    await weekly.type("/alerts")
    await weekly.tap("🗂 By theme", "🤝 SC and ST")
    assert send(sandbox, "hub camp", "--theme", "sc-st") == 1
    [(due,)] = sandbox.rows("SELECT not_before FROM outbox WHERE contact_id = (SELECT max(id) FROM contacts)")
    assert datetime.fromisoformat(f"{due}+00:00").astimezone(INDIA).weekday() == 0
    sandbox.moves_clock(days=8)
    next_digest(sandbox)
    await weekly.hears("hi hub camp")


async def test_pause_holds_alerts_back_until_one_goes_on(sandbox: House) -> None:
    paused = await subscriber(sandbox, "en", "🗂 By theme", "🌱 Environment", at_once=True)
    awake = await subscriber(sandbox, "hi", "🗂 By theme", "🌱 Environment", at_once=True)
    await paused.tap("🔔 Alerts", "⏸ Pause for a week")
    assert paused.sees("⏸ Paused until %(date)s")
    send(sandbox, "new norms", "--theme", "environment")
    await awake.hears("hi new norms")
    assert not paused.heard("new norms")
    sandbox.moves_clock(days=8)
    await paused.hears("en new norms")


async def test_operator_is_told_what_is_wrong_with_an_alert(sandbox: House) -> None:
    with pytest.raises(AssertionError, match="--theme 'nonsense' isn't known"):
        sandbox.operator("alert", "--text", "en=x", "--theme", "nonsense")
    with pytest.raises(AssertionError, match="isn't official"):
        sandbox.operator("alert", "--text", "en=x", "--theme", "export", "--link", "https://example.org/")
