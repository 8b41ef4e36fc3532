"""Small things that many tests need, with the values that do not matter filled in."""

from typing import Any

from store import Store, dialogs, inbox, links
from store.dialogs import Begun, Message
from store.inbox import Incoming
from store.links import Link
from store.seal import Sealed

CHAT = 7_000_000_000  # beyond 32 bits, as Telegram's are


def incoming(update_id: int, chat_id: int = CHAT, payload: bytes = b"sealed") -> Incoming:
    return Incoming(update_id, chat_id, Sealed(payload))


async def receive(store: Store, *update_ids: int, chat_id: int = CHAT) -> list[int]:
    updates = [incoming(update_id, chat_id) for update_id in update_ids]
    return await store.run(inbox.receive, updates, store.clock())


async def try_begin(
    store: Store,
    update_id: int,
    chat_id: int = CHAT,
    *,
    owner: str = "one",
    message_id: int | None = None,
) -> Begun | dialogs.Busy | dialogs.Done:
    return await store.run(
        dialogs.begin,
        chat_id,
        update_id,
        owner=owner,
        now=store.clock(),
        lease_seconds=30,
        message_id=message_id,
    )


async def begin(
    store: Store, update_id: int, chat_id: int = CHAT, *, message_id: int | None = None
) -> Begun:
    begun = await try_begin(store, update_id, chat_id, message_id=message_id)
    assert isinstance(begun, Begun), begun
    return begun


async def leave(
    store: Store,
    begun: Begun,
    update_id: int,
    *,
    message: tuple[int, str] | None = None,
    question: str | None = None,
    draft: Sealed | dialogs.Keep | None = dialogs.KEEP,
    next_question: str = "",
) -> bool:
    return await store.run(
        dialogs.leave,
        begun.chat.chat_id,
        begun.fence,
        update_id,
        message=message,
        question=question,
        draft=draft,
        next_question=next_question,
        now=store.clock(),
    )


async def finish(
    store: Store,
    begun: Begun,
    update_id: int,
    *put: Message,
    forget: tuple[int, ...] = (),
    **chat: Any,
) -> bool:
    return await store.run(
        dialogs.finish,
        begun.chat.chat_id,
        begun.fence,
        update_id,
        put=put,
        forget=forget,
        chat=chat,
        now=store.clock(),
    )


async def turn(
    store: Store, update_id: int, *put: Message, chat_id: int = CHAT, **chat: Any
) -> None:
    """A whole turn: received, begun, finished."""
    await receive(store, update_id, chat_id=chat_id)
    assert await finish(store, await begin(store, update_id, chat_id), update_id, *put, **chat)


def shown(
    store: Store, message_id: int, revision: str, link_id: int | None = None, chat_id: int = CHAT
) -> Message:
    return Message(
        chat_id, message_id, revision, link_id, {"area": "home"}, [["set", 1]], store.clock()
    )


async def link(
    store: Store, i_account: int = 1, chat_id: int = CHAT, *, tokens: bytes = b"tokens"
) -> Link:
    return await store.run(
        links.add,
        chat_id=chat_id,
        user_id=chat_id,
        i_account=i_account,
        number=f"1206555{i_account:04}",
        login=f"login{i_account}",
        name="Ada",
        via="password",
        tokens=Sealed(tokens),
        zone="Europe/Kyiv",
        currency="USD",
        alerts={"voicemail": True},
        now=store.clock(),
    )
