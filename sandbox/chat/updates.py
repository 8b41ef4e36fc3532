"""What the bot has to hear: one queue, fetched by long polling or posted to a webhook."""

import asyncio
import itertools
import random
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.chat.config import Config
from sandbox.chat.errors import Refusal
from sandbox.chat.recorder import Recorder
from sandbox.chat.webhook import Webhook

Json = dict[str, Any]
# (update, chat, time of birth)
Pending = tuple[Json, int, float]

KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
}
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
# Telegram keeps what nobody fetches for a day.
KEPT_SECONDS = 24 * 3600
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def _number(update: Json) -> int:
    return int(update["update_id"])


class Updates:
    """The queue of the one bot."""

    def __init__(self, config: Config, recorder: Recorder, now: Callable[[], float]) -> None:
        self.recorder = recorder
        self.now = now
        self.ids = itertools.count(random.randrange(100_000_000, 900_000_000))
        self.pending: deque[Pending] = deque()
        self.again: deque[Json] = deque()
        self.chat_of: dict[int, int] = {}
        self.allowed: list[str] | None = None
        self.poll: asyncio.Future[str | None] | None = None
        self.webhook = Webhook(config, self)

    # ---- in

    def push(self, kind: str, payload: Json, chat_id: int) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if not self._wanted(kind):
            return
        update = {"update_id": next(self.ids), kind: payload}
        if self.webhook.url:
            self.webhook.put(update, chat_id)
        else:
            self.pending.append((update, chat_id, self.now()))
            self._wake(None)

    def _wanted(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def choose(self, kinds: Any) -> None:
        """`allowed_updates`: remembered until changed; an empty list is the default again."""
        if isinstance(kinds, list):
            known = [kind for kind in kinds if kind in KINDS]
            self.allowed = known or None

    def redeliver(self, wanted: Iterable[int] | None, last: int) -> list[int]:
        """Deliver updates once more, as Telegram may; returns their ids."""
        delivered = {update["update_id"]: update for update in self.recorder.updates}
        ids = list(delivered)[-last:] if wanted is None else [i for i in wanted if i in delivered]
        for number in ids:
            if self.webhook.url:
                self.webhook.put(delivered[number], self.chat_of.get(number, 0))
            else:
                self.again.append(delivered[number])
        if ids:
            self._wake(None)
        return ids

    # ---- out

    async def fetch(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """getUpdates. A second one ends the first, as does a webhook."""
        if self.webhook.url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        self._wake(OTHER_POLL)
        self._confirm(offset)
        if not self.pending and not self.again and timeout > 0:
            await self._wait(timeout)
        batch = [self.again.popleft() for _ in range(min(limit, len(self.again)))]
        for update, chat_id, _ in itertools.islice(self.pending, limit - len(batch)):
            batch.append(update)
            self.delivered(update, chat_id)
        return batch

    async def _wait(self, timeout: float) -> None:
        self.poll = poll = asyncio.get_running_loop().create_future()
        try:
            conflict = await asyncio.wait_for(poll, timeout)
        except TimeoutError:
            return
        finally:
            if self.poll is poll:
                self.poll = None
        if conflict:
            raise Refusal(409, conflict)

    def _wake(self, conflict: str | None) -> None:
        if self.poll is not None and not self.poll.done():
            self.poll.set_result(conflict)
            self.poll = None

    def _confirm(self, offset: int) -> None:
        """Forget what an offset confirms; a negative one keeps only that many of the newest."""
        horizon = self.now() - KEPT_SECONDS
        while self.pending and self.pending[0][2] < horizon:
            self.pending.popleft()
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0][0]["update_id"] < offset:
            self.pending.popleft()

    def delivered(self, update: Json, chat_id: int) -> None:
        """Record an update that was handed over."""
        number = update["update_id"]
        if number in self.chat_of:
            return
        self.chat_of[number] = chat_id
        self.recorder.updates.append(update)
        if len(self.chat_of) > (self.recorder.updates.maxlen or 0):
            del self.chat_of[next(iter(self.chat_of))]

    def close(self) -> None:
        """End a long poll that waits, with nothing."""
        self._wake(None)

    # ---- webhook

    def start_webhook(self) -> None:
        """Hand over to the webhook, with what is pending."""
        self._wake(BY_WEBHOOK)
        while self.pending:
            update, chat_id, _ = self.pending.popleft()
            self.webhook.put(update, chat_id)

    def take_back(self, left: list[Pending]) -> None:
        """What a removed webhook had not delivered waits for getUpdates again."""
        self.pending = deque(sorted([*left, *self.pending], key=lambda row: _number(row[0])))

    def drop(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()
        self.again.clear()
        self.webhook.drop()

    def count(self) -> int:
        """pending_update_count."""
        return len(self.pending) + self.webhook.count()
