"""Everything that is known, read together and held unchanged until a better version is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from content.categories import Category
from content.clusters import Cluster, read_clusters
from content.files import FOLDER, Reader
from content.guides import Guide
from content.name_search import Entry, Index
from content.records import Record
from content.schemes import Scheme
from content.sectors import Sector
from content.trainings import TrainingKind

T = TypeVar("T", bound=Record)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The content of one moment; every mapping is by record id, that of clusters by short code."""

    schemes: Mapping[str, Scheme]
    guides: Mapping[str, Guide]
    sectors: Mapping[str, Sector]
    categories: Mapping[str, Category]
    training_kinds: Mapping[str, TrainingKind]
    clusters: Mapping[str, Cluster]
    index: Index


def load_catalog(cache: Path | None = None, folder: Path = FOLDER) -> Catalog:
    """Read all content.

    Raises BrokenContent that lists every fault of the files that can't be used.
    """
    reader = Reader(cache)
    schemes = {scheme.id: scheme for _, scheme in reader.read((folder / "schemes").glob("*.yaml"), Scheme, "schemes")}
    guides = {guide.id: guide for _, guide in reader.read((folder / "guides").glob("*.yaml"), Guide, "guides")}
    sectors = read_list(reader, folder / "sectors.yaml", Sector)
    categories = read_list(reader, folder / "service_categories.yaml", Category)
    kinds = read_list(reader, folder / "training_kinds.yaml", TrainingKind)
    clusters = {cluster.code: cluster for cluster in read_clusters(folder / "clusters.csv")}
    entries = [
        *map(_scheme_entry, schemes.values()),
        *map(_guide_entry, guides.values()),
        *(Entry("training", kind.id, (kind.name,)) for kind in kinds.values()),
        *(Entry("cluster", cluster.code, (cluster.name, cluster.product)) for cluster in clusters.values()),
        *(Entry("category", category.id, (category.name, *category.words)) for category in categories.values()),
    ]
    return Catalog(schemes, guides, sectors, categories, kinds, clusters, Index(entries))


def read_list(reader: Reader, path: Path, schema: type[T]) -> dict[str, T]:
    """Read a file that lists records, by their ids."""
    ((_, records),) = reader.read([path], list[schema], path.stem)  # type: ignore[valid-type]
    return {str(getattr(record, "id", number)): record for number, record in enumerate(records)}


def _scheme_entry(scheme: Scheme) -> Entry:
    return Entry("scheme", scheme.id, (scheme.name, scheme.short, scheme.id, *scheme.old_names, *scheme.keywords))


def _guide_entry(guide: Guide) -> Entry:
    return Entry("guide", guide.id, (guide.title, guide.id, *guide.keywords))
