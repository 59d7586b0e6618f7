"""Everything that is known, read together and held unchanged until a better version is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from content.categories import Category
from content.checks import content_faults
from content.cluster_search import ClusterFinder
from content.clusters import Cluster, read_clusters
from content.compliance import ComplianceDate
from content.faults import BrokenContent, Fault
from content.files import FOLDER, Reader, read_list
from content.guides import Guide
from content.learning import Course, Faq, FaqSection, Practice, Term
from content.name_search import Index
from content.needs import Need, NeedStep
from content.office_search import OfficeFinder
from content.official import is_official
from content.portals import Moved, host_of
from content.providers import Office, read_offices
from content.rules import Chapter, in_order
from content.schemes import Scheme
from content.search_entries import Say, Words, english, names_of, texts_of, words_of
from content.sectors import Sector
from content.sentences import Sentences
from content.state_portals import StatePortal
from content.tools import Tool
from content.trainings import TrainingKind


@dataclass(frozen=True)
class Catalog:
    """The content of one moment; every mapping is by record id, that of clusters by short code."""

    schemes: Mapping[str, Scheme]
    guides: Mapping[str, Guide]
    sectors: Mapping[str, Sector]
    categories: Mapping[str, Category]
    training_kinds: Mapping[str, TrainingKind]
    clusters: Mapping[str, Cluster]
    portals: Mapping[str, StatePortal]  # by the state's code
    offices: Mapping[str, Office]  # by short code, for the search
    tools: Mapping[str, Tool]
    courses: Mapping[str, Course]  # in the order in which they are best taken
    faq_sections: Mapping[str, FaqSection]
    faq: Mapping[str, Faq]
    glossary: Mapping[str, Term]
    practices: Mapping[str, Practice]
    search_words: Sequence[Words]
    moved: Mapping[str, Moved]
    needs: Mapping[str, Need]  # in the order in which they are offered
    need_steps: Mapping[str, NeedStep]
    dates: Mapping[str, ComplianceDate]
    rules: Mapping[str, Chapter]  # in their order
    _said: dict[str, tuple[Index, Sentences]] = field(default_factory=dict)  # by language

    @cached_property
    def official_hosts(self) -> tuple[str, ...]:
        """The hosts to which the bot sends owners, those of the guides first."""
        urls = [guide.portal_url for guide in self.guides.values()]
        urls += [url for scheme in self.schemes.values() for url in (scheme.apply_url, scheme.info_url) if url]
        hosts = dict.fromkeys(host for host in map(host_of, urls) if host and is_official(f"https://{host}"))
        return tuple(hosts)

    @cached_property
    def abbreviations(self) -> Mapping[str, Term]:
        """Words of the glossary with more than one capital, as they are written: PMEGP, TReDS, GSTR-3B."""
        return {term.term: term for term in self.glossary.values() if sum(map(str.isupper, term.term)) > 1}

    @cached_property
    def index(self) -> Index:
        """Every record by its English names and by the words of any language that lead to it."""
        return Index([*names_of(self), *words_of(self)])

    @cached_property
    def sentences(self) -> Sentences:
        """Every record by its English names and texts, and by the words of any language that lead to it."""
        return Sentences([*names_of(self), *words_of(self)], texts_of(self, english))

    @cached_property
    def cluster_finder(self) -> ClusterFinder:
        """The clusters by their products and places, in the words of any language."""
        products = {one.record: one.words for one in self.search_words if one.kind == "product"}
        return ClusterFinder(self.clusters.values(), products)

    @cached_property
    def provider_names(self) -> Mapping[str, str]:
        """What each provider is called, by short code."""
        return {code: office.name for code, office in self.offices.items()}

    @cached_property
    def office_finder(self) -> OfficeFinder:
        """The offices by their bodies and places, in any language; built soon after the start, with `places`."""
        bodies = {one.record: one.words for one in self.search_words if one.kind == "body"}
        return OfficeFinder(self.offices, bodies)

    def said_in(self, language: str, say: Say) -> tuple[Index, Sentences]:
        """Every record by its names and texts in one language."""
        if language not in self._said:
            names = list(names_of(self, say))
            self._said[language] = Index(names), Sentences(names, texts_of(self, say))
        return self._said[language]

    def is_built(self, languages: Set[str]) -> bool:
        """Whether a search in these languages has nothing to build."""
        return "office_finder" in vars(self) and languages <= self._said.keys()

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
    tools = {tool.id: tool for _, tool in reader.read((folder / "tools").glob("*.yaml"), Tool, "tools")}
    read_courses = reader.read((folder / "courses").glob("*.yaml"), Course, "courses")
    courses = {course.id: course for _, course in sorted(read_courses, key=lambda one: one[1].order)}
    sections = read_list(reader, folder / "faq_sections.yaml", FaqSection)
    faq = read_list(reader, folder / "faq.yaml", Faq)
    terms = read_list(reader, folder / "glossary.yaml", Term)
    practices = read_list(reader, folder / "practices.yaml", Practice)
    dates = reader.read((folder / "compliance").glob("*.yaml"), list[ComplianceDate], "compliance")
    catalog = Catalog(
        schemes=schemes,
        guides=guides,
        sectors=sectors,
        categories=categories,
        training_kinds=kinds,
        clusters=clusters,
        portals=read_list(reader, folder / "state_portals.yaml", StatePortal),
        offices=read_offices(folder / "providers.csv"),
        tools=tools,
        courses=courses,
        faq_sections=sections,
        faq=faq,
        glossary=terms,
        practices=practices,
        search_words=tuple(read_list(reader, folder / "search_words.yaml", Words).values()),
        moved=read_list(reader, folder / "moved.yaml", Moved),
        needs=read_list(reader, folder / "needs.yaml", Need),
        need_steps=read_list(reader, folder / "need_steps.yaml", NeedStep),
        dates={one.id: one for _, listed in dates for one in listed},
        rules=in_order(chapter for _, chapter in reader.read((folder / "rules").glob("*.yaml"), Chapter, "rules")),
    )
    _ = catalog.index, catalog.sentences, catalog.cluster_finder  # built now, not when the first contact searches
    return catalog
