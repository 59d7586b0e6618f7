"""Every rule that the content must keep, beyond its schema; `python -m bot check content` lists what breaks one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml

from content.categories import Category
from content.clusters import read_clusters
from content.compliance import ComplianceDate
from content.faults import BrokenContent, Fault, line_of
from content.files import FOLDER, Reader, read_list
from content.guides import Guide
from content.learning import Course, Faq, FaqSection, Practice, Term
from content.needs import Need, NeedStep, least_units
from content.official import is_official
from content.portals import Moved
from content.providers import read_providers
from content.records import Sourced
from content.rule_checks import chapter_faults
from content.rules import Chapter
from content.scheme_checks import scheme_faults
from content.schemes import Scheme
from content.sectors import Sector
from content.state_portals import StatePortal
from content.tools import Tool
from content.trainings import TrainingKind


def content_faults(folder: Path = FOLDER) -> list[Fault]:
    """List every fault of the content under `folder`; empty when all is well."""
    found: list[Fault] = []
    for check in (
        _categories,
        _schemes,
        _state_portals,
        _guides,
        _training_kinds,
        _tools,
        _courses,
        _library,
        _needs,
        _dates,
        _rules,
        _tables,
    ):
        try:
            found += check(folder)
        except BrokenContent as error:
            found += error.faults
    return list(dict.fromkeys(found))  # two checks may read the same files


def _categories(folder: Path) -> list[Fault]:
    """The lists whose schema is their only rule."""
    read_list(Reader(), folder / "service_categories.yaml", Category)
    return []


def _schemes(folder: Path) -> Iterator[Fault]:
    sectors = read_list(Reader(), folder / "sectors.yaml", Sector)
    read = Reader().read((folder / "schemes").glob("*.yaml"), Scheme, "schemes")
    known = {scheme.id for _, scheme in read}
    for path, scheme in read:
        yield from scheme_faults(_at(path), path.stem, scheme, known, sectors)


def _state_portals(folder: Path) -> Iterator[Fault]:
    path = folder / "state_portals.yaml"
    portals = read_list(Reader(), path, StatePortal)
    known = {scheme.stem for scheme in (folder / "schemes").glob("*.yaml")}
    for number, portal in enumerate(portals.values()):
        for link in portal.links:
            if not is_official(link):
                yield _at(path)([number], f"{link} isn't official", "give the official portal, or add its domain")
        for scheme in {*portal.scheme_ids, portal.cluster_programme} - known - {None}:
            yield _at(path)([number], f"{scheme} is no scheme", "give the id of a scheme")
        yield from _sourced(_at(path), [number], portal)


def _guides(folder: Path) -> Iterator[Fault]:
    for path, guide in Reader().read((folder / "guides").glob("*.yaml"), Guide, "guides"):
        fault = _at(path)
        if guide.id != path.stem:
            yield fault(["id"], f"found {guide.id}", f"name it {path.stem}, as the file")
        sections = {section.id for section in guide.sections}
        for number, topic in enumerate(guide.topics):
            if topic.section not in sections:
                yield fault(["topics", number, "section"], f"found {topic.section}", "use one of the sections")
        for part in ("steps", "problems", "topics", "helplines"):
            records: tuple[Sourced, ...] = getattr(guide, part)
            for number, record in enumerate(records):
                yield from _sourced(fault, [part, number], record)


def _training_kinds(folder: Path) -> Iterator[Fault]:
    path = folder / "training_kinds.yaml"
    ((_, kinds),) = Reader().read([path], list[TrainingKind], path.stem)
    for number, kind in enumerate(kinds):
        yield from _sourced(_at(path), [number], kind)


def _tools(folder: Path) -> Iterator[Fault]:
    codes: set[str] = set()
    for path, tool in Reader().read((folder / "tools").glob("*.yaml"), Tool, "tools"):
        fault = _at(path)
        if tool.id != path.stem:
            yield fault(["id"], f"found {tool.id}", f"name it {path.stem}, as the file")
        if tool.code in codes:
            yield fault(["code"], f"{tool.code} stands in another file too", "give each calculator its own")
        codes.add(tool.code)
        before: set[str] = set()
        for number, one in enumerate(tool.inputs):
            for name in {*one.when, one.not_before} - before - {None}:
                yield fault(["inputs", number], f"hangs on {name}, which isn't asked before", "name an earlier input")
            before.add(one.id)
        yield from _sourced(fault, [], tool)


def _courses(folder: Path) -> Iterator[Fault]:
    calculators = {path.stem for path in (folder / "tools").glob("*.yaml")}
    for path, course in Reader().read((folder / "courses").glob("*.yaml"), Course, "courses"):
        fault = _at(path)
        if course.id != path.stem:
            yield fault(["id"], f"found {course.id}", f"name it {path.stem}, as the file")
        for number, question in enumerate(course.questions):
            if not 0 <= question.answer < len(question.options):
                yield fault(["questions", number, "answer"], f"found {question.answer}", "give an option, from 0")
        for number, tool in enumerate(course.tools):
            if tool not in calculators:
                yield fault(["tools", number], f"{tool} is no calculator", "give the id of a calculator")
        yield from _sourced(fault, [], course)


def _library(folder: Path) -> Iterator[Fault]:
    sections = read_list(Reader(), folder / "faq_sections.yaml", FaqSection)
    questions = read_list(Reader(), folder / "faq.yaml", Faq)
    for number, one in enumerate(questions.values()):
        if one.section not in sections:
            yield _at(folder / "faq.yaml")([number, "section"], f"found {one.section}", "use one of the sections")
    lists: dict[str, Iterable[Sourced]] = {
        "faq.yaml": questions.values(),
        "glossary.yaml": read_list(Reader(), folder / "glossary.yaml", Term).values(),
        "moved.yaml": read_list(Reader(), folder / "moved.yaml", Moved).values(),
        "practices.yaml": read_list(Reader(), folder / "practices.yaml", Practice).values(),
        "need_steps.yaml": read_list(Reader(), folder / "need_steps.yaml", NeedStep).values(),
    }
    for name, records in lists.items():
        for number, record in enumerate(records):
            yield from _sourced(_at(folder / name), [number], record)


def _dates(folder: Path) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, dates in Reader().read((folder / "compliance").glob("*.yaml"), list[ComplianceDate], "compliance"):
        fault = _at(path)
        for number, one in enumerate(dates):
            if one.id in seen:
                yield fault([number, "id"], f"{one.id} stands there twice", "give each date its own id")
            seen.add(one.id)
            for name, word in one.applies.unknown_words():
                yield fault([number, "applies", name], f"{word} is no answer", "use a word of content/profile.py")
            yield from _sourced(fault, [number], one)


def _rules(folder: Path) -> Iterator[Fault]:
    sectors = read_list(Reader(), folder / "sectors.yaml", Sector)
    read = Reader().read((folder / "compliance").glob("*.yaml"), list[ComplianceDate], "compliance")
    dates = {one.id for _, listed in read for one in listed}
    seen: set[str] = set()
    for path, chapter in Reader().read((folder / "rules").glob("*.yaml"), Chapter, "rules"):
        yield from chapter_faults(_at(path), path.stem, chapter, seen, sectors, dates)
        for number, page in enumerate(chapter.pages):
            yield from _sourced(_at(path), ["pages", number], page)


def _needs(folder: Path) -> Iterator[Fault]:
    path = folder / "needs.yaml"
    read = Reader().read((folder / "schemes").glob("*.yaml"), Scheme, "schemes")
    schemes = {scheme.id: scheme for _, scheme in read}
    steps = read_list(Reader(), folder / "need_steps.yaml", NeedStep)
    categories = read_list(Reader(), folder / "service_categories.yaml", Category)
    for number, need in enumerate(read_list(Reader(), path, Need).values()):
        if need.scheme and not least_units(need, schemes):
            mend = "name a scheme with group_min_units, or none"
            yield _at(path)([number, "scheme"], f"{need.scheme} sets no number of units", mend)
        if need.see and need.see not in schemes:
            yield _at(path)([number, "see"], f"{need.see} is no scheme", "give the id of a scheme")
        if need.category not in categories:
            yield _at(path)([number, "category"], f"found {need.category}", "use one of service_categories.yaml")
        for name in set(need.steps) - set(steps):
            yield _at(path)([number, "steps"], f"{name} is no step", "use an id of need_steps.yaml")


def _sourced(fault: Callable[..., Fault], where: list[str | int], record: Sourced) -> Iterator[Fault]:
    named = [source for source in record.sources if not source.url.startswith("general knowledge")]
    general = record.basis == "general knowledge" or not named
    if general and record.confidence == "high":
        yield fault([*where, "confidence"], "high without a page", "write medium, or add the source")
    if record.as_of is None and record.as_of_note is None:
        yield fault([*where, "as_of"], "is missing", "give the date of the newest source, or an as_of_note")


def _tables(folder: Path) -> Iterator[Fault]:
    for name, read in (("providers.csv", read_providers), ("clusters.csv", read_clusters)):
        records = read(folder / name)
        yield from _twice(name, [record.id for record in records])
        yield from _twice(name, [record.code for record in records])


def _twice(name: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for line, record_id in enumerate(ids, start=2):
        if record_id in seen:
            yield Fault(name, line, "id", f"{record_id} stands there twice", "give each row its own id")
        seen.add(record_id)


def _at(path: Path) -> Callable[..., Fault]:
    """A maker of faults that finds the line of a field in this file."""

    def fault(where: list[str | int], found: str, mend: str) -> Fault:
        tree = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        return Fault(path.name, line_of(tree, where), ".".join(map(str, where)), found, mend)

    return fault
