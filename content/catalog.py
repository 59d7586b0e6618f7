"""Everything that is known, read together and held unchanged until a better version is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from content.categories import Category
from content.checks import content_faults
from content.clusters import Cluster, read_clusters
from content.faults import BrokenContent, Fault
from content.files import FOLDER, Reader, read_list
from content.guides import Guide
from content.learning import Course, Faq, FaqSection, Practice, Term
from content.name_search import Entry, Index
from content.providers import read_names
from content.schemes import Scheme
from content.sectors import Sector
from content.state_portals import StatePortal
from content.tools import Tool
from content.trainings import TrainingKind


@dataclass(frozen=True, slots=True)
class Catalog:
    """The content of one moment; every mapping is by record id, that of clusters by short code."""

    schemes: Mapping[str, Scheme]
    guides: Mapping[str, Guide]
    sectors: Mapping[str, Sector]
    categories: Mapping[str, Category]
    training_kinds: Mapping[str, TrainingKind]
    clusters: Mapping[str, Cluster]
    portals: Mapping[str, StatePortal]  # by the state's code
    provider_names: Mapping[str, str]  # by short code, for the search
    tools: Mapping[str, Tool]
    courses: Mapping[str, Course]  # in the order in which they are best taken
    faq_sections: Mapping[str, FaqSection]
    faq: Mapping[str, Faq]
    glossary: Mapping[str, Term]
    practices: Mapping[str, Practice]
    index: Index

    def tool_of(self, code: str) -> Tool | None:
        """The calculator with a short code."""
        return next((tool for tool in self.tools.values() if tool.code == code), None)


def load_catalog(cache: Path | None = None, folder: Path = FOLDER) -> Catalog:
    """Read all content; `cache` is a folder that makes the next start fast.

    Raises BrokenContent that lists the faults of the first set of files that can't be used.
    """
    return _read(Reader(cache), folder)


def start_catalog(cache: Path | None = None, folder: Path = FOLDER) -> tuple[Catalog, list[Fault]]:
    """Read the content for a bot that must start: a broken file gives its last good record, or none.

    Raises BrokenContent where a whole directory (a list, a table) is broken and no good version is known.
    """
    reader = Reader(cache, rescue=True)
    return _read(reader, folder), reader.faults


def reload_catalog(
    previous: Catalog, cache: Path | None = None, folder: Path = FOLDER
) -> tuple[Catalog, list[Fault]]:
    """Read changed content under a running bot; with any fault the catalog stays as it was."""
    try:
        faults = content_faults(folder)
        return (previous, faults) if faults else (load_catalog(cache, folder), [])
    except BrokenContent as error:  # changed again since it was checked
        return previous, error.faults
    except OSError as error:
        name = Path(str(error.filename)).name
        return previous, [Fault(name, 0, "file", "can't be read", "put it back, or check its permissions")]


def _read(reader: Reader, folder: Path) -> Catalog:
    schemes = {scheme.id: scheme for _, scheme in reader.read((folder / "schemes").glob("*.yaml"), Scheme, "schemes")}
    guides = {guide.id: guide for _, guide in reader.read((folder / "guides").glob("*.yaml"), Guide, "guides")}
    sectors = read_list(reader, folder / "sectors.yaml", Sector)
    categories = read_list(reader, folder / "service_categories.yaml", Category)
    kinds = read_list(reader, folder / "training_kinds.yaml", TrainingKind)
    clusters = {cluster.code: cluster for cluster in read_clusters(folder / "clusters.csv")}
    portals = read_list(reader, folder / "state_portals.yaml", StatePortal)
    names = read_names(folder / "providers.csv")
    tools = {tool.id: tool for _, tool in reader.read((folder / "tools").glob("*.yaml"), Tool, "tools")}
    read_courses = reader.read((folder / "courses").glob("*.yaml"), Course, "courses")
    courses = {course.id: course for _, course in sorted(read_courses, key=lambda one: one[1].order)}
    sections = read_list(reader, folder / "faq_sections.yaml", FaqSection)
    faq = read_list(reader, folder / "faq.yaml", Faq)
    terms = read_list(reader, folder / "glossary.yaml", Term)
    practices = read_list(reader, folder / "practices.yaml", Practice)
    entries = [
        *map(_scheme_entry, schemes.values()),
        *map(_guide_entry, guides.values()),
        *(Entry("training", kind.id, (kind.name,)) for kind in kinds.values()),
        *(Entry("cluster", cluster.code, (cluster.name, cluster.product)) for cluster in clusters.values()),
        *(Entry("provider", code, (name,)) for code, name in names.items()),
        *(Entry("category", category.id, (category.name, *category.words)) for category in categories.values()),
        *(Entry("tool", tool.id, (tool.name, *tool.keywords)) for tool in tools.values()),
        *(Entry("course", course.id, (course.title,)) for course in courses.values()),
        *(Entry("faq", one.id, (one.question,)) for one in faq.values()),
        *(Entry("term", one.id, _names(one)) for one in terms.values()),
    ]
    return Catalog(
        schemes=schemes,
        guides=guides,
        sectors=sectors,
        categories=categories,
        training_kinds=kinds,
        clusters=clusters,
        portals=portals,
        provider_names=names,
        tools=tools,
        courses=courses,
        faq_sections=sections,
        faq=faq,
        glossary=terms,
        practices=practices,
        index=Index(entries),
    )


def _scheme_entry(scheme: Scheme) -> Entry:
    return Entry("scheme", scheme.id, (scheme.name, scheme.short, scheme.id, *scheme.old_names, *scheme.keywords))


def _guide_entry(guide: Guide) -> Entry:
    return Entry("guide", guide.id, (guide.title, guide.id, *guide.keywords))


def _names(term: Term) -> tuple[str, ...]:
    return (term.term, *([term.full_form] if term.full_form else []), *term.also_said)
