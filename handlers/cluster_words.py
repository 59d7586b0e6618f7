"""What a cluster, its product and its place are called in the contact's language."""

from __future__ import annotations

from content.clusters import Cluster, year_in
from content.sources import readable
from handlers.source_words import source_words
from handlers.turn import Turn
from locales.formats import number, partial_date


def cluster_name(turn: Turn, cluster: Cluster) -> str:
    """The name of a cluster: what it makes, and where."""
    # TRANSLATORS: The name of one cluster, for example "Brass parts cluster, Jamnagar".
    name = turn.gettext("%(product)s cluster, %(place)s")
    return name % {"product": product_name(turn, cluster), "place": place_word(turn, cluster.place)}


def short_cluster_name(turn: Turn, cluster: Cluster) -> str:
    """The name as it stands in a list of clusters, where it fits a line."""
    return f"{product_name(turn, cluster)}, {place_word(turn, cluster.place)}"


def product_name(turn: Turn, cluster: Cluster) -> str:
    """What the cluster makes, in a word or two."""
    return turn.say("cluster", "product", cluster.product)


def product_line(turn: Turn, cluster: Cluster) -> str | None:
    """What the cluster makes, in a line; None where that is not translated, and the name says it already."""
    line = cluster.product_line
    return (
        turn.say("cluster", "product_line", line)
        if turn.translator.has_content("cluster", "product_line", line)
        else None
    )


def units_line(turn: Turn, cluster: Cluster) -> str | None:
    """About how many units, and how old that number is; it comes from elsewhere than the rest of the card."""
    _ = turn.gettext
    if cluster.units is None:
        return None
    words = {"n": number(turn.translator, cluster.units), "year": cluster.units_year}
    if cluster.units_year:
        return _("Units: about %(n)s (an old figure, about %(year)s)") % words
    return _("Units: about %(n)s (the figure has no date)") % words


def date_line(turn: Turn, cluster: Cluster) -> str | None:
    """As of when; None where only the source, which stands below, says its year."""
    _ = turn.gettext
    if cluster.as_of:
        return _("As of %(date)s") % {"date": partial_date(turn.translator, cluster.as_of)}
    return None if year_in(readable(cluster.source)) else _("The sources carry no date.")


def source_line(turn: Turn, source: str) -> str:
    """Where an entry of a directory comes from; in plain words where there is no page to name."""
    _ = turn.gettext
    if source == "general knowledge":
        return _("Known in the field; no page was found for it.")
    return _("Source: %(source)s") % {"source": source_words(turn, source)}


def place_word(turn: Turn, name: str) -> str:
    """A town or a district as it is written in the contact's language; itself where that isn't known."""
    return turn.say("place", "name", name)
