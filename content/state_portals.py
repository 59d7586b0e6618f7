"""Where an owner of a state applies and asks: single window, scheme portal, district office, support bodies."""

from __future__ import annotations

from content.records import Record, RecordId, Sourced, StateCode


class SingleWindow(Record):
    """The portal on which a state gives its permissions."""

    name: str
    url: str


class StatePortal(Sourced):
    """One state's doors; `scheme_ids` are its schemes, `cluster_programme` the one for groups."""

    code: StateCode
    name: str
    department: str
    single_window: SingleWindow
    scheme_portal: str
    district_office: str
    cluster_programme: RecordId | None = None
    support_bodies: tuple[str, ...] = ()
    scheme_ids: tuple[RecordId, ...] = ()

    @property
    def id(self) -> str:
        """A state has one record."""
        return self.code

    @property
    def links(self) -> tuple[str, str]:
        """The addresses to act on."""
        return self.single_window.url, self.scheme_portal
