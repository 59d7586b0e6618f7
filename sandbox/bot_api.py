"""The HTTP face of the Bot API: token, body, answer, and connections that break on purpose."""

import asyncio
import hmac
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbox.calls import Answer, call, refusal_answer
from sandbox.refusals import Refusal
from sandbox.requests import decode, read_body
from sandbox.state import Sandbox


class BotApi:
    """ASGI endpoint of /bot<TOKEN>/<method>."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one call."""
        path = scope["path_params"]
        answer = await self._answer(scope, receive, path["token"], path["method"])
        await respond(answer, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, token: str, method: str) -> Answer:
        try:
            body = await read_body(receive)
            if not hmac.compare_digest(token.encode(), self.sandbox.token.encode()):
                raise unknown_token(token)
            content_type = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
            raw = await decode(scope["query_string"], content_type, body)
        except Refusal as refusal:
            return refusal_answer(refusal)
        return await call(self.sandbox, method, raw)


def unknown_token(token: str) -> Refusal:
    """404 for what can't be a token, 401 for one that nobody has."""
    number, colon, _ = token.partition(":")
    return Refusal(401, "Unauthorized") if colon and number.isdigit() else Refusal(404, "Not Found")


async def respond(answer: Answer, receive: Receive, send: Send) -> None:
    """Sends an answer, or cuts the connection when the answer has no body."""
    if answer.body is None:
        await cut(receive)
        return
    headers = [(b"content-type", answer.kind), (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.seconds:
        for byte in answer.body[:-1]:
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
            await asyncio.sleep(answer.seconds / len(answer.body))
        await send({"type": "http.response.body", "body": answer.body[-1:]})
        return
    await send({"type": "http.response.body", "body": answer.body})


async def cut(receive: Receive) -> None:
    """Closes the connection without an answer; uvicorn keeps it behind `receive`."""
    cycle: Any = getattr(receive, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is not None:
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
