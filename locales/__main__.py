"""The translators' commands: `python -m locales update | compile | report | export | import`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from locales.catalogues import DOMAINS, export, languages, path_of, take_in, update
from locales.checks import coverage
from locales.compiled import compiled


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m locales")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update", help="take today's sentences into every catalogue")
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
    _run(parser.parse_args())


def _run(options: argparse.Namespace) -> None:
    catalogues = [(language, domain) for language in languages() for domain in DOMAINS]
    match options.command:
        case "update":
            for one in catalogues:
                update(*one)
        case "compile":
            for one in catalogues:
                compiled(path_of(*one)).close()
        case "report":
            _report()
        case "export":
            rows = export(options.language, options.domain, filter(None, options.records.split(",")))
            options.file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
            print(f"{len(rows)} entries")
        case "import":
            print(f"{take_in(options.language, options.domain, options.file)} entries taken in as drafts")


def _report() -> None:
    print(f"{'language':10}{'domain':12}{'strings':>8}{'translated':>12}{'drafts':>8}")
    for language in languages():
        for domain in DOMAINS:
            total, done, drafts = coverage(language, domain)
            print(f"{language:10}{domain:12}{total:8}{done:12}{drafts:8}")


if __name__ == "__main__":
    main()
