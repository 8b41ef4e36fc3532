"""ESPF webhooks: what changed is posted to the application, again and again until it is taken."""

import asyncio
import base64
from collections import deque
from email.utils import format_datetime
from itertools import count

import aiohttp
import orjson

from sandbox.provider.config import Config
from sandbox.provider.model import Row, Switch
from sandbox.provider.rest import dumped

_DUPLICATE_EVERY = 3
_REMEMBERED = 1_000


class Events:
    """Delivers what happens to one account in its order; accounts do not wait for each other.

    200 is done, 4xx is dropped, anything else is sent again after a while. Every third event is
    sent twice, as the real queue sometimes does. `told` is what the desk shows of it.
    """

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._ordinal = count(1)
        self._waiting: dict[str, deque[int]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._http: aiohttp.ClientSession | None = None
        self.told: dict[int, Row] = {}
        switch.announce = self.announce
        for i_event, body in sorted(switch.untold.items()):  # before a restart
            self._wait(i_event, orjson.loads(body), 1)

    def announce(self, kind: str, variables: Row) -> None:
        i_event = next(self._switch.ids.event)
        event = {"event_type": kind, "variables": {"i_event": str(i_event), **variables}}
        if self._switch.config.events_url is None:
            self._tell(i_event, event, "nobody listens")
            return
        self._switch.untold[i_event] = dumped(event)
        self._wait(i_event, event, 2 if next(self._ordinal) % _DUPLICATE_EVERY == 0 else 1)

    def _wait(self, i_event: int, event: Row, times: int) -> None:
        self._tell(i_event, event, "waiting")
        variables = event["variables"]
        account = variables.get("i_account") or variables["billing_entity_id"]
        self._waiting.setdefault(account, deque()).extend([i_event] * times)
        if self._http is not None:
            self._begin(account)

    def _tell(self, i_event: int, event: Row, outcome: str) -> None:
        self.told[i_event] = {**event, "attempts": 0, "outcome": outcome}
        if len(self.told) > _REMEMBERED:
            del self.told[next(iter(self.told))]

    async def start(self) -> None:
        config = self._switch.config
        if config.events_url is not None:
            timeout = aiohttp.ClientTimeout(total=config.events_silence_seconds)
            self._http = aiohttp.ClientSession(headers=_headers(config), timeout=timeout)
            for account in self._waiting:
                self._begin(account)

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    def _begin(self, account: str) -> None:
        if account not in self._tasks:
            self._tasks[account] = asyncio.create_task(self._deliver(account))

    async def _deliver(self, account: str) -> None:
        """One event at a time until none waits, so that no later one overtakes it."""
        waiting = self._waiting[account]
        while waiting:
            if await self._sent(waiting[0]):
                i_event = waiting.popleft()
                if i_event not in waiting:
                    self._switch.untold.pop(i_event, None)
            else:
                await asyncio.sleep(self._switch.config.events_retry_seconds)
        del self._waiting[account], self._tasks[account]

    async def _sent(self, i_event: int) -> bool:
        """Whether the event is over: taken or refused; or forgotten, by a reset at the desk."""
        body = self._switch.untold.get(i_event)
        if body is None:
            return True
        status = await self._post(body)
        over = status == 200 or 400 <= status < 500
        if told := self.told.get(i_event):
            told["attempts"] += 1
            told["outcome"] = f"HTTP {status}" if status else "no answer"
        return over

    async def _post(self, body: bytes) -> int:
        """The status answered, 0 for none."""
        assert self._http is not None and self._switch.config.events_url is not None
        headers = {"Date": format_datetime(self._switch.clock.now(), usegmt=True)}
        try:
            async with self._http.post(
                self._switch.config.events_url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def _headers(config: Config) -> dict[str, str]:
    """Basic authorization, or the operator's own words; the header's name may be another one."""
    pair = f"{config.events_user}:{config.events_password}".encode()
    basic = f"Basic {base64.b64encode(pair).decode()}"
    return {
        "Content-Type": "application/json",
        config.events_header: config.events_value or basic,
    }
