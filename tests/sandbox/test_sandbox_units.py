"""Parsing of HTML, requests, pictures, and the table's generator."""

import io
import tarfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox import make_schema, requests
from sandbox.entities import automatic
from sandbox.events import QUEUE_LIMIT, Events
from sandbox.html import parse_html, render_html
from sandbox.images import image_size
from sandbox.refusals import Refusal
from sandbox.requests import decode, read_body
from sandbox.schema import answer_problem, check_of


def spans(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = parse_html(source)
    return text, [(e["type"], e["offset"], e["length"]) for e in entities]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a &lt;b&gt; &amp; &quot; &nbsp; &#65;&#x42; &#0;", ('a <b> & " &nbsp; AB &#0;', [])),
        ("<b>க<i>b</i></b>", ("கb", [("bold", 0, 2), ("italic", 1, 1)])),
        ("😀<u>x</u><s></s>", ("😀x", [("underline", 2, 1)])),
        ("<pre><code class='language-py'>x</code></pre>", ("x", [("pre", 0, 1)])),
        ("<code class=x>x</code>", ("x", [("code", 0, 1)])),
        ("<blockquote expandable>x</blockquote>", ("x", [("expandable_blockquote", 0, 1)])),
        ('<span class="tg-spoiler">x</span>', ("x", [("spoiler", 0, 1)])),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', ("x", [("custom_emoji", 0, 1)])),
        ("<a>gem.gov.in</a><a>no</a>", ("gem.gov.inno", [("text_link", 0, 10)])),
        ("<B>x</>", ("x", [("bold", 0, 1)])),
    ],
)
def test_html_becomes_text_and_entities(source: str, expected: tuple[str, list[Any]]) -> None:
    assert spans(source) == expected


def test_rendering_escapes_and_keeps_safe_links_only() -> None:
    text, entities = parse_html(
        '<b>a<i>&lt;</i></b> <a href="javascript:x">bad</a> <a href="https://x.in/?a&amp;b">ok</a>'
    )
    assert render_html(text, entities) == (
        '<b>a<i>&lt;</i></b> bad <a href="https://x.in/?a&amp;b" target="_blank" rel="noopener noreferrer">ok</a>'
    )
    spoiled, found = parse_html("<tg-spoiler>😀</tg-spoiler> mail a@b.in")
    shown = render_html(spoiled, found + automatic(spoiled, found))
    assert '<span class="spoiler">😀</span>' in shown
    assert 'href="mailto:a@b.in"' in shown


def test_automatic_entities_stay_out_of_code_and_links() -> None:
    text = "/go x.in /go"
    assert automatic(text, [{"type": "code", "offset": 0, "length": 3}]) == [
        {"offset": 4, "length": 4, "type": "url"}, {"offset": 9, "length": 3, "type": "bot_command"},
    ]  # fmt: skip
    kinds = [e["type"] for e in automatic("#msme @samooh https://a.in/x. a/b", [])]
    assert sorted(kinds) == ["hashtag", "mention", "url"]


def test_jpeg_size_is_read_behind_other_segments() -> None:
    frame = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x09\x03"
    assert image_size(frame) == (9, 5)
    assert image_size(b"\xff\xd8\xff\xe0\x00\x04ab") is None
    assert image_size(b"GIF89a") is None


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "multipart/form-data", ""])
async def test_body_that_cant_be_read(kind: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await decode(b"", kind, b"a=\xff" if not kind else b"[1]")
    assert refusal.value.code == 400


async def test_broken_json_is_refused() -> None:
    with pytest.raises(Refusal, match="can't parse JSON object"):
        await decode(b"", "application/json", b"{")


async def test_query_and_body_are_joined() -> None:
    assert await decode(b"a=1&b=2", "application/x-www-form-urlencoded", b"b=3") == {"a": "1", "b": "3"}


async def test_body_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "BODY_LIMIT", 3)
    parts = iter([{"body": b"ab", "more_body": True}, {"body": b"c"}])

    async def receive() -> Any:
        return next(parts)

    assert await read_body(receive) == b"abc"
    parts = iter([{"body": b"abcd"}])
    with pytest.raises(Refusal):
        await read_body(receive)


def test_answers_are_checked_strictly() -> None:
    good = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    assert answer_problem("sendMessage", good) is None
    assert answer_problem("sendMessage", good | {"extra": 1}) == 'Unknown field "Message.extra"'
    assert answer_problem("sendMessage", good | {"date": "1"}) == 'Field "date" must be of type Integer'
    assert answer_problem("sendMessage", {"date": 1}) == 'Can\'t find field "chat"'
    assert answer_problem("getUpdates", 5) == "must be of type Array"
    assert answer_problem("deleteMessage", 1) == "must be of type Boolean"
    assert check_of("CallbackGame")({"anything": 1}) is None
    assert check_of("User")(3) == "must be of type Object"


async def test_slow_page_loses_the_oldest_events() -> None:
    events = Events()
    stream = events.stream(keep_alive_seconds=0.001)
    assert await anext(stream) == b": open\n\n"
    assert await anext(stream) == b": alive\n\n"
    for n in range(QUEUE_LIMIT + 1):
        events.publish("message", n)
    assert b'"contact_id":1,' in await anext(stream)
    events.close()
    remaining = [item async for item in stream]
    assert len(remaining) == QUEUE_LIMIT - 1


def test_table_is_made_from_a_source_distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [{"name": "ok", "type": "True", "required": True}]
    schema = {
        "api": {"version": "1"},
        "items": [{"children": [
            {"category": "methods", "name": "getX", "annotations": [], "description": "Prose."},
            {"category": "types", "name": "X", "annotations": fields, "description": "Prose."},
            {"category": "types", "name": "Y", "annotations": [], "description": "One of\n - X\n - Z"},
        ]}],
    }  # fmt: skip
    source = b'    __returning__ = list[ResultXUnion] | bool\n    __api_method__ = "getX"\n'
    archive = tmp_path / "a.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in [
            ("a/.butcher/schema/schema.json", orjson.dumps(schema)),
            ("a/aiogram/methods/get_x.py", source), ("a/aiogram/methods/base.py", b"none"),
        ]:  # fmt: skip
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    monkeypatch.setattr(make_schema, "TABLE", tmp_path / "table.json")
    make_schema.main(str(archive))
    assert orjson.loads((tmp_path / "table.json").read_bytes()) == {
        "version": "1",
        "methods": {"getX": {"params": {}, "returns": "Array of X or Boolean"}},
        "types": {"X": {"fields": {"ok": ["Boolean", True]}}, "Y": {"any": ["X", "Z"]}},
    }
