"""Methods about how updates reach the bot: polling and the webhook's settings."""

import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.messages import Params
from sandbox.refusals import bad, conflict
from sandbox.state import Sandbox, Webhook
from sandbox.updates import WEBHOOK_ACTIVE

LOOPBACK = {"127.0.0.1", "localhost"}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(sandbox: Sandbox, params: Params) -> Any:
    """Carries out getUpdates; raises Refusal 409 while a webhook is set or another poll takes over."""
    if sandbox.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    if "allowed_updates" in params:
        sandbox.updates.allowed = params["allowed_updates"]
    limit = params.get("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    held = (
        0 if sandbox.stopping.is_set() else params.get("timeout", 0)
    )  # a poll that comes last must not hold up the end
    return await sandbox.updates.poll(params.get("offset", 0), limit, held)


def set_webhook(sandbox: Sandbox, params: Params) -> Any:
    """Carries out setWebhook; plain HTTP is taken because only loopback addresses are."""
    url: str = params.get("url", "")
    secret: str = params.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    parts = urlsplit(url)
    if url and parts.scheme not in {"http", "https"}:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if url and parts.hostname not in LOOPBACK:
        raise bad("bad webhook: IP address is not on this machine, and the sandbox writes nowhere else")
    if "allowed_updates" in params:
        sandbox.updates.allowed = params["allowed_updates"]
    if params.get("drop_pending_updates"):
        sandbox.updates.pending.clear()
    connections = params.get("max_connections", 40)
    sandbox.webhook = Webhook(url, secret, connections if 1 <= connections <= 100 else 40)
    sandbox.on_webhook()
    return True


def delete_webhook(sandbox: Sandbox, params: Params) -> Any:
    """Carries out deleteWebhook."""
    return set_webhook(sandbox, {"drop_pending_updates": params.get("drop_pending_updates", False)})


def get_webhook_info(sandbox: Sandbox, _: Params) -> Any:
    """Carries out getWebhookInfo."""
    hook = sandbox.webhook
    info: dict[str, Any] = {
        "url": hook.url, "has_custom_certificate": False, "pending_update_count": len(sandbox.updates.pending),
    }  # fmt: skip
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error:
        info |= {"last_error_message": hook.last_error, "last_error_date": hook.last_error_date}
    if sandbox.updates.allowed:
        info["allowed_updates"] = sandbox.updates.allowed
    return info


METHODS = {"setWebhook": set_webhook, "deleteWebhook": delete_webhook, "getWebhookInfo": get_webhook_info}
