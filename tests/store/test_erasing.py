"""A number is erased: of its chats nothing stays, of others nothing goes."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from store import Seal, Store, dialogs, erasing, links, notices, operations, signin, timed, watches
from store.links import Link
from store.notices import NewNotice
from store.schema import metadata
from store.seal import Sealed
from store.signin import SigninToken
from tests.store.conftest import KEY, Clock
from tests.store.samples import CHAT, link, shown, turn

SHARED = 5


async def live(store: Store, linked: Link, clock: Clock) -> None:
    """Something of everything that is stored of a line."""
    now, chat = clock.now, linked.chat_id
    told = NewNotice(linked.id, chat, "voicemail", {}, f"v{linked.id}", now)
    await store.run(notices.add, [told], now)
    await store.run(watches.put, linked.id, "balance", {"low": True}, now)
    await store.run(
        timed.add,
        link_id=linked.id,
        chat_id=chat,
        what="forwarding",
        snapshot=Sealed(b"s"),
        until=now + timedelta(hours=1),
        now=now,
    )
    await store.run(
        operations.claim,
        link_id=linked.id,
        chat_id=chat,
        kind="voucher",
        keys=[f"key{linked.id}"],
        note={"tail": "99"},
        now=now,
    )
    await store.run(dialogs.put_token, f"t{linked.id}", chat, {"number": linked.number}, now)
    opened = SigninToken(f"h{linked.id}", linked.i_account, linked.number, linked.login, now)
    await store.run(signin.put, opened)


def everything(conn: Connection) -> dict[str, list[str]]:
    return {
        table.name: [str(tuple(row)) for row in conn.execute(select(table))]
        for table in metadata.sorted_tables
    }


async def test_nothing_of_an_erased_number_is_left(store: Store, clock: Clock) -> None:
    gone = await link(store, 1)
    await turn(store, 1, shown(store, 10, "r", gone.id), link_id=gone.id, draft=Sealed(b"d"))
    await live(store, gone, clock)

    deleted = await store.run(erasing.erase, gone.number)

    assert set(deleted) >= {"link", "chat", "message", "notice", "watch", "timed", "operation"}
    assert not any((await store.run(everything)).values())
    assert await store.run(erasing.erase, gone.number) == {}


async def test_other_lines_keep_theirs_also_in_the_same_chat(store: Store, clock: Clock) -> None:
    gone, kept = await link(store, 1, SHARED), await link(store, 2, SHARED)
    other = await link(store, 3, CHAT)
    await turn(store, 1, shown(store, 10, "r", gone.id, SHARED), chat_id=SHARED, link_id=gone.id)
    await turn(store, 2, shown(store, 11, "r", kept.id, SHARED), chat_id=SHARED)
    await turn(store, 3, shown(store, 12, "r", other.id), link_id=other.id)
    for linked in (gone, kept, other):
        await live(store, linked, clock)

    await store.run(erasing.erase, gone.number)

    left = await store.run(everything)
    assert gone.number not in str(left)
    assert {name: len(rows) for name, rows in left.items() if rows} == {
        "chat": 2,
        "link": 2,
        "message": 2,
        "notice": 2,
        "watch": 2,
        "timed": 2,
        "operation": 2,
        "operation_key": 2,
        "signin_token": 2,
        "inbox": 3,  # numbers of updates, without what was in them
        "button_token": 1,
    }
    chat = await store.run(dialogs.get, SHARED)
    assert chat is not None
    assert chat.link_id is None


async def test_a_line_that_was_signed_out_is_erased_too(store: Store) -> None:
    gone = await link(store, 1)
    await store.run(links.end, gone.id)
    assert [found.id for found in await store.run(erasing.of_number, gone.number)] == [gone.id]
    assert (await store.run(erasing.erase, gone.number))["link"] == 1


async def test_a_file_holds_nothing_of_what_was_erased(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "selfcare.db"
    store = Store(f"sqlite:///{path}", Seal(KEY), clock=clock)
    await store.open()
    made = [await link(store, n, chat_id=n) for n in range(1, 200)]
    for linked in made:
        await live(store, linked, clock)
    gone = made[42].number

    await store.run(erasing.erase, gone)
    assert gone.encode() in in_files(path), "else scrubbing had nothing to do"
    await store.scrub()

    assert gone.encode() not in in_files(path)
    assert made[43].number.encode() in in_files(path)
    assert len(await store.run(links.by_account, 44)) == 1
    await store.close()


def in_files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
