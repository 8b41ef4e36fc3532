"""The provider as one object: `create(config)`, `start()`, two addresses, `stop()`."""

import ssl
from copy import copy

from aiohttp import web

from sandbox.provider import (  # noqa: F401 - importing a service registers its methods
    account,
    admin,
    barring,
    bundles,
    custom_fields,
    devices,
    discounts,
    features,
    followme,
    huntgroups,
    mailbox,
    numbers,
    openapi,
    payments,
    phonebook,
    proposals,
    seed,
    session,
    subscriptions,
    totals,
    xdr,
)
from sandbox.provider.clock import Clock
from sandbox.provider.config import Config, Settings
from sandbox.provider.desk import LARGEST_UPLOAD, Desk, Handler
from sandbox.provider.events import Events
from sandbox.provider.keep import Keep
from sandbox.provider.mail import Mail
from sandbox.provider.methods import table
from sandbox.provider.model import Switch
from sandbox.provider.rest import Rest, dumped
from sandbox.provider.tokens import ACCOUNTS, ADMINS, Sessions

__all__ = ["Config", "Provider", "Settings", "create"]


class Provider:
    """A running switch. `url` and `admin_url` are valid after `start`; `clock` can be moved."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config = config
        self.clock = clock or Clock()
        self._keep = Keep(config.store, config) if config.store else None
        self.switch = self._populated()
        if self._keep is not None:
            self._keep.restore(self.switch)
        self.sessions = Sessions(self.switch)
        self.events = Events(self.switch)
        self.url = ""
        self.admin_url: str | None = None
        self.mail_url: str | None = None
        self._mail = Mail(self.switch, config.host)
        self._realms = {realm: Rest(self.switch, self.sessions, realm) for realm in _DOCUMENTS}
        self._runners: list[web.AppRunner] = []

    def _populated(self) -> Switch:
        """A switch of the first day, which for a kept one may have been long ago."""
        born = self._keep.born if self._keep is not None else None
        config = self.config
        switch = Switch(config, self.clock, copy(config.settings), born or self.clock.now())
        seed.populate(switch)
        return switch

    async def start(self) -> None:
        desk = Desk(self.switch, self.sessions, self.events, self._reset)
        self.url = await self._serve(ACCOUNTS, self.config.port, desk)
        if self.config.admin_port is not None:
            self.admin_url = await self._serve(ADMINS, self.config.admin_port, None)
        if self.config.mail_port is not None:
            self.mail_url = await self._mail.start(self.config.mail_port)
        await self.events.start()

    async def stop(self) -> None:
        for rest in self._realms.values():
            rest.closing.set()
        await self.events.stop()
        await self._mail.stop()
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()
        if self._keep is not None:
            self.switch.commit()
            self._keep.close()

    async def _serve(self, realm: str, port: int, desk: Desk | None) -> str:
        """Listen for one realm; the desk sits beside the account realm."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        for path in ("/rest", "/rest/{call:.*}"):
            app.router.add_route("*", path, self._realms[realm].handle)
        app.router.add_get(f"/doc/api/{_DOCUMENTS[realm]}.json", self._document(realm))
        if desk is not None:
            app.add_routes(desk.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._runners.append(runner)
        tls = _tls(self.config)
        site = web.TCPSite(runner, self.config.host, port, ssl_context=tls)
        await site.start()
        taken = runner.addresses[0][1]
        return f"{'https' if tls else 'http'}://{self.config.host}:{taken}"

    def _document(self, realm: str) -> Handler:
        methods = table(realm, self.config.unknown)
        body = dumped(openapi.document(_DOCUMENTS[realm], methods))

        async def handle(_: web.Request) -> web.Response:
            return web.Response(body=body, content_type="application/json")

        return handle

    def _reset(self) -> None:
        """Back to the seed, in place: handlers hold on to the switch."""
        if self._keep is not None:
            self._keep.clear()
        fresh = self._populated()
        fresh.announce, fresh.ids.event = self.switch.announce, self.switch.ids.event
        for name in Switch.__slots__:
            setattr(self.switch, name, getattr(fresh, name))
        if self._keep is not None:
            self._keep.restore(self.switch)
        self.sessions.index()


_DOCUMENTS = {ACCOUNTS: "AccountInterface", ADMINS: "AdminInterface"}


def _tls(config: Config) -> ssl.SSLContext | None:
    if config.cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(config.cert, config.key)
    return context


def create(config: Config, clock: Clock | None = None) -> Provider:
    """A provider that is not listening yet; who lives there is born by its `clock`."""
    return Provider(config, clock)
