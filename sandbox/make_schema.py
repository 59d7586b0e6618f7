"""Makes botapi.json, the compact table of the Bot API, from aiogram's source distribution.

Usage: python -m sandbox.make_schema aiogram-3.31.0.tar.gz
(the file comes from `pip download --no-binary :all: --no-deps aiogram`)
"""

import re
import sys
import tarfile
from pathlib import Path
from typing import Any

import orjson

TABLE = Path(__file__).with_name("botapi.json")
_METHOD = re.compile(r'__api_method__ = "(\w+)"')
_RETURNS = re.compile(r"__returning__ = (.+)")
_PYTHON_TYPES = {"bool": "Boolean", "str": "String", "int": "Integer"}


def type_name(annotation: str) -> str:
    """Turns a Python annotation such as `list[Update] | bool` into the Bot API's words."""
    words = []
    for part in annotation.split("|"):
        inner = re.fullmatch(r"list\[(.+)\]", part.strip())
        name = inner[1] if inner else part.strip()
        name = _PYTHON_TYPES.get(name, name.removeprefix("Result").removesuffix("Union"))
        words.append(f"Array of {name}" if inner else name)
    return " or ".join(words)


def returns(sources: list[str]) -> dict[str, str]:
    """Reads which type each method answers with from the method modules' text."""
    found = {}
    for text in sources:
        method, annotation = _METHOD.search(text), _RETURNS.search(text)
        if method and annotation:
            found[method[1]] = type_name(annotation[1])
    return found


def _fields(entity: dict[str, Any]) -> dict[str, list[Any]]:
    return {a["name"]: [a["type"].replace("True", "Boolean"), bool(a["required"])] for a in entity["annotations"]}


def compact(schema: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """Keeps names, types and required flags of a butcher schema; drops all prose."""
    table: dict[str, Any] = {"version": schema["api"]["version"], "methods": {}, "types": {}}
    for entity in (child for group in schema["items"] for child in group["children"]):
        name = entity["name"]
        if entity["category"] == "methods":
            table["methods"][name] = {"params": _fields(entity), "returns": answers.get(name, "Boolean")}
        elif entity["annotations"]:
            table["types"][name] = {"fields": _fields(entity)}
        else:
            table["types"][name] = {"any": re.findall(r"^ - (\w+)$", entity["description"], re.MULTILINE)}
    return table


def _members(archive: tarfile.TarFile, pattern: str) -> list[bytes]:
    names = [m for m in archive.getmembers() if re.search(pattern, m.name)]
    return [file.read() for file in map(archive.extractfile, names) if file]


def main(path: str) -> None:
    """Reads the source distribution at `path` and writes the table beside this module."""
    with tarfile.open(path) as archive:
        schema = orjson.loads(_members(archive, r"\.butcher/schema/schema\.json$")[0])
        sources = [text.decode() for text in _members(archive, r"/aiogram/methods/\w+\.py$")]
    TABLE.write_bytes(orjson.dumps(compact(schema, returns(sources)), option=orjson.OPT_SORT_KEYS) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
