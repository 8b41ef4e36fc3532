"""The chat sandbox as a server: Bot API, control API, the page and the desk on one port."""

import ipaddress
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.chat.botapi import MAX_BODY, BotApi, answer
from sandbox.chat.config import Config
from sandbox.chat.control import Control
from sandbox.chat.desk import Desk
from sandbox.chat.model import World

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
PAGE = Path(__file__).with_name("page")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Chat:
    """One running sandbox; `world` is its state, for tests that look inside."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.world = World(config)
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._desk = Desk(config.desk_url)

    async def start(self) -> None:
        """Listen; afterwards `url` is the address."""
        app = web.Application(client_max_size=MAX_BODY, middlewares=[_local_people_only])
        BotApi(self.world).add_routes(app.router)
        Control(self.world).add_routes(app.router)
        app.router.add_route("*", "/desk/{path:.*}", self._desk.handle)
        app.router.add_get("/", _index)
        app.router.add_get("/page/{path:.+}", _page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.config.host, self.config.port)
        await site.start()
        self.url = _url(self.config.host, self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Close the port and everything under way."""
        self.world.close()
        await self.world.updates.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._desk.close()


def create(config: Config) -> Chat:
    """A sandbox that is not listening yet."""
    return Chat(config)


def _url(host: str, port: int) -> str:
    """Where to reach a server that listens on `host`."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


@web.middleware
async def _local_people_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Control and desk are for this machine, and not for other sites' pages in its browser."""
    if request.path.startswith(("/control/", "/desk/")):
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        # A foreign name that resolves to this machine is a foreign site all the same.
        named = (request.url.host or "") in LOCAL_NAMES
        if foreign or not named or not _is_local(request):
            return answer({"error": "loopback only"}, 403)
    return await handler(request)


def _is_local(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return peer is not None and ipaddress.ip_address(peer[0]).is_loopback


async def _index(request: web.Request) -> web.StreamResponse:
    return _static("index.html")


async def _page(request: web.Request) -> web.StreamResponse:
    return _static(request.match_info["path"])


def _static(name: str) -> web.StreamResponse:
    path = (PAGE / name.replace("\0", "")).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        return answer({"error": "no such file"}, 404)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix in (".js", ".mjs"):
        kind = "text/javascript"
    text = kind.startswith(("text/", "image/svg"))
    return web.Response(
        body=path.read_bytes(),
        content_type=kind,
        charset="utf-8" if text else None,
        headers={"Cache-Control": "no-store"},
    )
