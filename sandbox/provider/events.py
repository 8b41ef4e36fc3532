"""ESPF webhooks: what changed is posted to the application, again and again until it is taken."""

import asyncio
import base64
from email.utils import format_datetime
from itertools import count

import aiohttp

from sandbox.provider.model import Row, Switch
from sandbox.provider.rest import dumped

_DUPLICATE_EVERY = 3
_SILENCE_SECONDS = 300


class Events:
    """Delivers in order of happening; a refused delivery goes behind the others and waits.

    200 is done, 4xx is dropped, anything else is sent again. Every third event is sent twice, as
    the real queue sometimes does.
    """

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._ordinal = count(1)
        self._task: asyncio.Task[None] | None = None
        switch.announce = self.announce

    def announce(self, kind: str, variables: Row) -> None:
        i_event = str(next(self._switch.ids.event))
        if self._switch.config.events_url is None:
            return
        body = dumped({"event_type": kind, "variables": {"i_event": i_event, **variables}})
        times = 2 if next(self._ordinal) % _DUPLICATE_EVERY == 0 else 1
        for _ in range(times):
            self._queue.put_nowait(body)

    async def start(self) -> None:
        if self._switch.config.events_url is not None:
            self._task = asyncio.create_task(self._deliver(self._switch.config.events_url))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver(self, url: str) -> None:
        config = self._switch.config
        pair = f"{config.events_user}:{config.events_password}".encode()
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Basic {base64.b64encode(pair).decode()}",
        }
        timeout = aiohttp.ClientTimeout(total=_SILENCE_SECONDS)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
            while True:
                body = await self._queue.get()
                status = await self._post(http, url, body)
                if status != 200 and not 400 <= status < 500:
                    asyncio.get_running_loop().call_later(
                        config.events_retry_seconds, self._queue.put_nowait, body
                    )

    async def _post(self, http: aiohttp.ClientSession, url: str, body: bytes) -> int:
        """The status answered, 0 for none."""
        headers = {"Date": format_datetime(self._switch.clock.now(), usegmt=True)}
        try:
            async with http.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0
