"""What owners of a cluster may share, the scheme that sets how many must want it, and the first steps."""

from __future__ import annotations

from collections.abc import Mapping

from content.records import Record, RecordId, Sourced
from content.schemes import Scheme

TRANSLATABLE = ("name", "facility", "title", "do")


class NeedStep(Sourced):
    """One of the first steps of a group: what to do, in a few plain sentences."""

    id: RecordId
    title: str
    do: tuple[str, ...]


class Need(Record):
    """Something that owners of a cluster may share.

    `scheme` is the one whose group minimum counts (None: no scheme sets one), `see` a scheme that helps otherwise,
    `category` the kind of help that knows about it, `steps` the ids of the first steps in their order.
    """

    id: RecordId
    name: str
    sign: str
    facility: str
    scheme: RecordId | None = None
    see: RecordId | None = None
    category: RecordId
    steps: tuple[RecordId, ...]


def least_units(need: Need, schemes: Mapping[str, Scheme]) -> int:
    """How many units a group must have by the eligibility of the need's scheme; 0 where none sets a number."""
    scheme = schemes.get(need.scheme or "")
    return (scheme.eligibility.group_min_units or 0) if scheme else 0
