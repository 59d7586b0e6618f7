"""The card of a cluster, those near a place that isn't kept, and the owner's own: told, changed, and taken back."""

from __future__ import annotations

from dataclasses import replace

from content.clusters import Cluster
from content.folding import fold
from content.schemes import Scheme
from content.sectors import sectors_about
from db import needs
from handlers.dispatch import open_screen
from handlers.screen import Button, Screen
from handlers.turn import Turn


def routes(screen: Screen) -> list[str]:
    """Where the buttons lead."""
    return [button.callback_data for row in screen.rows for button in row if isinstance(button, Button)]


def named(turn: Turn, start: str) -> Cluster:
    """The first cluster whose id begins so."""
    return next(one for one in turn.catalog.clusters.values() if one.id.startswith(start))


async def card(turn: Turn, start: str) -> str:
    """What a cluster's card says."""
    return (await open_screen(turn, f"clusters.show:{named(turn, start).code}")).text


async def test_a_number_of_units_says_how_old_it_is(turn: Turn) -> None:
    tiruppur = await card(turn, "tn-tiruppur-cotton")
    assert "Units: about 9,000 (an old figure, about 2007)" in tiruppur
    assert "The sources carry no date." not in tiruppur  # the source's title has the year
    assert "Units: about 70 (the figure has no date)" in await card(turn, "mh-pune-forging")


async def test_the_bodies_of_a_cluster_stand_on_its_card(turn: Turn) -> None:
    assert "Its bodies: Knitwear Club; Ludhiana Knitters Association" in await card(turn, "pb-ludhiana-")
    without = next(one for one in turn.catalog.clusters.values() if not one.bodies)
    assert "Its bodies" not in await card(turn, without.id)


async def test_schemes_for_a_cluster_are_of_its_state_and_lead_back(turn: Turn) -> None:
    await turn.change(profile={"state": "IN-KA", "udyam": False, "group_units": 0})
    tiruppur = named(turn, "tn-tiruppur-cotton")
    assert f"clusters.schemes:{tiruppur.code}:0" in routes(await open_screen(turn, f"clusters.show:{tiruppur.code}"))
    found: list[Scheme] = []
    for page in range(9):
        screen = await open_screen(turn, f"clusters.schemes:{tiruppur.code}:{page}")
        assert f"clusters.show:{tiruppur.code}" in routes(screen)
        shown = [route.removeprefix("schemes.show:") for route in routes(screen) if route.startswith("schemes.show:")]
        found += [turn.catalog.schemes[name] for name in shown]
        if f"clusters.schemes:{tiruppur.code}:{page + 1}" not in routes(screen):
            break
    assert all("IN-TN" in (one.eligibility.states or ("IN-TN",)) for one in found)
    assert {"mse-cdp-cfc", "tn-mcdp"} <= {one.id for one in found}
    assert all("cluster" in one.themes for one in found)


async def test_schemes_for_a_cluster_are_of_its_trade(turn: Turn) -> None:
    async def offered(start: str) -> set[str]:
        code = named(turn, start).code
        screens = [await open_screen(turn, f"clusters.schemes:{code}:{page}") for page in range(4)]
        return {
            route.split(":")[1] for screen in screens for route in routes(screen) if route.startswith("schemes.s")
        }

    foundries, weavers = await offered("gj-rajkot-"), await offered("tn-kancheepuram-")
    assert "mse-cdp-cfc" in foundries & weavers
    assert "nhdp-handloom" in weavers - foundries
    assert "mega-food-park" not in foundries | weavers


async def test_clusters_near_a_place_need_no_agreement_and_keep_nothing(turn: Turn) -> None:
    screen = await open_screen(turn, "clusters.near")
    assert "Where is your unit?" in screen.text
    assert turn.contact.awaiting == "places.typed:near-clusters"
    screen = await open_screen(replace(turn, typed="Tiruppur"), "places.typed:near-clusters")
    screen = await open_screen(turn, routes(screen)[0])
    assert "Clusters near me" in screen.text
    first = routes(screen)[0]
    assert first.startswith(f"clusters.show:{named(turn, 'tn-tiruppur-').code}:near:11.")
    back = routes(await open_screen(turn, first))[-2]
    assert routes(await open_screen(turn, back)) == routes(screen)
    assert turn.contact.profile == {}
    assert turn.contact.agreed_at is None


async def _owner(turn: Turn) -> Cluster:
    mine = named(turn, "tn-tiruppur-cotton")
    await turn.change(agreed_at=turn.now, profile={"cluster": mine.code, "udyam": True})
    for need in ("fair", "testing", "brand"):
        await needs.tick(turn.session, turn.contact.id, mine.code, need, turn.now)
    return mine


async def test_another_cluster_asks_before_ticks_end(turn: Turn) -> None:
    mine, other = await _owner(turn), named(turn, "pb-ludhiana-")
    screen = await open_screen(turn, f"clusters.mine:{other.code}")
    assert "You ticked 3 things to share here. These ticks end. Go on?" in screen.text
    assert "Tiruppur" in screen.text
    assert turn.profile.cluster == mine.code
    await open_screen(turn, routes(screen)[0])
    assert turn.profile.cluster == other.code
    assert await needs.get_ticks(turn.session, turn.contact.id) == []
    await open_screen(turn, f"clusters.mine:{mine.code}")  # nothing ends, nothing is asked
    assert turn.profile.cluster == mine.code


async def test_my_cluster_is_told_and_taken_back(turn: Turn) -> None:
    mine = await _owner(turn)
    assert "My cluster: Cotton knitwear cluster, Tiruppur" in (await open_screen(turn, "my_data.show")).text
    leave = f"clusters.leave:{mine.code}"
    assert leave in routes(await open_screen(turn, f"clusters.show:{mine.code}"))
    other = named(turn, "pb-ludhiana-")
    await open_screen(turn, f"clusters.leave:{other.code}:yes")  # an old button of what isn't mine
    assert turn.profile.cluster == mine.code
    screen = await open_screen(turn, leave)
    assert "These ticks end. Go on?" in screen.text
    screen = await open_screen(turn, routes(screen)[0])
    assert leave not in routes(screen)
    assert turn.contact.profile == {"udyam": True}
    assert await needs.get_ticks(turn.session, turn.contact.id) == []
    assert "My cluster" not in (await open_screen(turn, "my_data.show")).text


async def test_stopping_says_that_shared_needs_are_silent_too(turn: Turn) -> None:
    said = "Nothing comes about what your cluster would share either. Your ticks still count."
    assert said not in (await open_screen(turn, "stop.all")).text
    await _owner(turn)
    assert said in (await open_screen(turn, "stop.all")).text


async def test_a_result_says_which_yardstick_and_of_when(turn: Turn) -> None:
    for answers, said in (
        ("0,1,1,5,100000000", ["Yes: ", "The sales decide.", "Yardstick by sales: ₹10,00,00,000 (₹10 crore)"]),
        ("0,1,1,140,-", ["Yes: ", "about 2007", "Yardstick by number: 100"]),
        ("0,1,1,2,-", ["Too few", "A network usually has at least: 3"]),
    ):
        text = (await open_screen(turn, f"calc.show:cluster:{answers}")).text
        assert [one for one in said if one not in text] == []


async def test_the_menu_leads_to_both_questions_about_a_group(turn: Turn) -> None:
    assert {"calc.show:cluster", "calc.show:type"} <= set(routes(await open_screen(turn, "clusters.menu")))


async def test_what_others_of_the_trade_do_stands_on_the_first_page(turn: Turn) -> None:
    sectors = turn.catalog.sectors
    for cluster in turn.catalog.clusters.values():
        trades = {one.id for one in sectors_about(sectors, fold(f"{cluster.sector} {cluster.product}").split())}
        own = {f"learn.practice:{name}" for name, one in turn.catalog.practices.items() if trades & set(one.sectors)}
        if own:
            assert own & set(routes(await open_screen(turn, f"clusters.practices:{cluster.code}:0"))), cluster.name
