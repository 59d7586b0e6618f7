"""Puts the Bot API, the control API and the chat page into one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import control, control_world
from sandbox.bot_api import BotApi
from sandbox.keeping import keep_saved, load
from sandbox.sending import Posting
from sandbox.state import DEFAULT_TOKEN, Sandbox

PAGE = Path(__file__).with_name("page")
HOSTS = {b"127.0.0.1", b"localhost"}


class OnlyLoopback:
    """Refuses requests whose Host or Origin isn't this machine: a web page elsewhere must not steer the sandbox."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on or answers 403."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            origin = headers.get(b"origin", b"http://localhost").partition(b"//")[2]
            if any(host.rsplit(b":", 1)[0] not in HOSTS for host in (headers.get(b"host", b""), origin)):
                await Response("only 127.0.0.1 and localhost", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _index(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _download(request: Request) -> Response:
    sandbox = control.sandbox_of(request)
    if request.path_params["token"] != sandbox.token:
        return control.json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
    path = request.path_params["path"]
    file = next((file for file in sandbox.world.files.values() if file.path == path), None)
    if file is None:
        return control.json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    # Never sniffed, and only pictures are shown: a contact's HTML file must not run on the page's origin.
    headers = {"X-Content-Type-Options": "nosniff"}
    if path.startswith("photos/"):
        kind = "image/png" if file.content.startswith(b"\x89PNG") else "image/jpeg"
        return Response(file.content, media_type=kind, headers=headers)
    return Response(file.content, media_type=file.mime, headers=headers | {"Content-Disposition": "attachment"})


def create_app(
    token: str = DEFAULT_TOKEN,
    *,
    limits: bool = True,
    data: Path | None = None,
    fresh: bool = False,
) -> Starlette:
    """Builds the application; `app.state.sandbox` is its Sandbox.

    `data` is a folder where contacts and chats are kept over restarts, `fresh` forgets what it holds.
    """
    sandbox = Sandbox(token, limits)
    if data:
        load(sandbox, data, fresh)
    posting = Posting(sandbox)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with keep_saved(sandbox, data), posting.running():
            yield

    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(sandbox)),
            Route("/file/bot{token}/{path:path}", _download),
            Mount("/control", routes=[*control.ROUTES, *control_world.ROUTES]),
            Route("/", _index),
            Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
        ],
        middleware=[Middleware(OnlyLoopback)],
        lifespan=lifespan,
    )
    app.state.sandbox = sandbox
    app.state.posting = posting
    return app
