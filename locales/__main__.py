"""The translators' commands: `python -m locales update | check | compile | report | export | import`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from locales.catalogues import DOMAINS, languages, path_of, update
from locales.checks import CatalogueFault, catalogue_faults, coverage
from locales.compiled import compiled
from locales.drafts import export, take_in


def main() -> int:
    """Run one command; gives 1 where it found faults."""
    parser = argparse.ArgumentParser(prog="python -m locales")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update", help="take today's sentences into every catalogue")
    commands.add_parser("check", help="list every fault of every catalogue")
    commands.add_parser("compile", help="compile every catalogue, as the first use would")
    commands.add_parser("report", help="strings and coverage by language")
    for name, text in (
        ("export", "what is still to be translated, as JSON"),
        ("import", "take translations in, as drafts"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("language")
        command.add_argument("domain", choices=sorted(DOMAINS))
        command.add_argument("file", type=Path)
        command.add_argument("--records", default="", help="only these records, with commas between")
    return _run(parser.parse_args())


def _run(options: argparse.Namespace) -> int:
    catalogues = [(language, domain) for language in languages() for domain in DOMAINS]
    match options.command:
        case "update":
            for one in catalogues:
                update(*one)
        case "check":
            return _tell(catalogue_faults())
        case "compile":
            for one in catalogues:
                compiled(path_of(*one)).close()
        case "report":
            _report()
        case _:
            return _travel(options)
    return 0


def _travel(options: argparse.Namespace) -> int:
    if options.command == "export":
        rows = export(options.language, options.domain, filter(None, options.records.split(",")))
        options.file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
        print(f"{len(rows)} entries")
        return 0
    taken = take_in(options.language, options.domain, options.file)
    print(f"{taken.entries} entries taken in as drafts")
    return _tell(taken.faults)


def _tell(faults: Sequence[CatalogueFault]) -> int:
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _report() -> None:
    print(f"{'language':10}{'domain':12}{'strings':>8}{'translated':>12}{'drafts':>8}")
    for language in languages():
        for domain in DOMAINS:
            total, done, drafts = coverage(language, domain)
            print(f"{language:10}{domain:12}{total:8}{done:12}{drafts:8}")


if __name__ == "__main__":
    sys.exit(main())
