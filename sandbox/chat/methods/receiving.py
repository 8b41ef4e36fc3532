"""How the bot hears: getUpdates, webhooks, and files that people sent."""

import ipaddress
import re
import ssl
from typing import Any
from urllib.parse import urlsplit

from sandbox.chat.call import Call, Json
from sandbox.chat.errors import bad
from sandbox.chat.model import World
from sandbox.chat.webhook import Target, trusting

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_POLL = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Described:
    """A result that comes with a `description`, as setWebhook's does."""

    def __init__(self, result: Any, description: str) -> None:
        self.result = result
        self.description = description


async def get_updates(world: World, call: Call) -> list[Json]:
    """getUpdates."""
    limit = call.integer("limit", 100)
    timeout = min(max(call.integer("timeout"), 0), MAX_POLL)
    if call.has("allowed_updates") and not world.updates.webhook.url:
        world.updates.choose(call.json("allowed_updates", "allowed updates"))
    return await world.updates.fetch(
        call.integer("offset"), limit if 1 <= limit <= 100 else 100, timeout
    )


async def set_webhook(world: World, call: Call) -> Described:
    """setWebhook; plain http is taken only for this machine, as a local Bot API server does."""
    url = call.text("url").strip()
    if not url:
        return await delete_webhook(world, call)
    _check_address(url)
    secret = call.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    hook, updates = world.updates.webhook, world.updates
    if call.has("allowed_updates"):
        updates.choose(call.json("allowed_updates", "allowed updates"))
    if call.flag("drop_pending_updates"):
        updates.drop()
    connections = call.integer("max_connections", 40)
    certificate = call.files["certificate"].data if "certificate" in call.files else b""
    _check_certificate(certificate)
    target = Target(
        url=url,
        secret=secret,
        connections=connections if 1 <= connections <= 100 else 40,
        certificate=certificate,
        ip_address=call.text("ip_address"),
    )
    if hook.target == target:
        return Described(True, "Webhook is already set")
    await hook.set(target)
    updates.start_webhook()
    return Described(True, "Webhook was set")


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad("bad webhook: URL host is empty" if parts.scheme else "bad webhook: invalid URL")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")


def _check_certificate(certificate: bytes) -> None:
    try:
        if certificate:
            trusting(certificate)
    except ssl.SSLError:
        raise bad("bad webhook: the certificate can't be read") from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def delete_webhook(world: World, call: Call) -> Described:
    """deleteWebhook; what it had not delivered waits for getUpdates."""
    hook = world.updates.webhook
    if call.flag("drop_pending_updates"):
        world.updates.drop()
    if not hook.url:
        return Described(True, "Webhook is already deleted")
    await hook.set(Target())
    return Described(True, "Webhook was deleted")


def get_webhook_info(world: World, call: Call) -> Json:
    """getWebhookInfo."""
    hook = world.updates.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": bool(hook.target.certificate),
        "pending_update_count": world.updates.count(),
    }
    if hook.url:
        info["max_connections"] = hook.target.connections
        if hook.target.ip_address:
            info["ip_address"] = hook.target.ip_address
    if hook.last_error is not None:
        info["last_error_date"], info["last_error_message"] = hook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = world.updates.allowed
    return info


def get_file(world: World, call: Call) -> Json:
    """getFile, up to 20 MB."""
    if not call.text("file_id"):
        raise bad("file_id not specified")
    stored = world.files.by_id.get(call.text("file_id"))
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.facts["file_unique_id"],
        "file_size": len(stored.data),
        "file_path": stored.path,
    }
