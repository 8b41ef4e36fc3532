"""A dead provider costs milliseconds, and is heard again as soon as it is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from portaswitch import Account, Provider, ProviderConfig, Rejected, Tokens, Unavailable
from portaswitch.breaker import Breaker
from tests.portaswitch.conftest import (
    Answer,
    Script,
    cuts,
    jwt,
    refuses,
    says,
    shows_page,
    stays_silent,
)

ALIASES = "Account/get_alias_list"
DELETE = "Account/delete_followme_number"
NO_ALIASES = says({"alias_list": []})
REST = 0.05


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def rest() -> float:
    return REST


@pytest.fixture
async def account(script: Script, rest: float) -> AsyncIterator[Account]:
    """Of a provider that is given up after three calls."""
    config = ProviderConfig(
        url=script.url, read_timeout=1, breaker_failures=3, breaker_rest=rest, read_attempts=1
    )
    provider = Provider(config)
    yield provider.account(Tokens(jwt(i_account=55)))
    await provider.stop()


async def unanswered(call: Callable[[], Awaitable[object]]) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        await call()
    return caught.value


def test_it_opens_after_failures_in_a_row_and_an_answer_between_them_counts() -> None:
    breaker = Breaker(2, 1.0, Time())

    for _ in range(3):
        breaker.failed()
        breaker.answered()
    assert breaker.admits()
    breaker.failed()
    assert breaker.admits()
    breaker.failed()

    assert not breaker.admits()


def test_open_it_lets_one_call_through_in_each_rest() -> None:
    time = Time()
    breaker = Breaker(1, 1.0, time)
    breaker.failed()

    let_through = []
    for _ in range(40):
        time.now += 0.125
        let_through.append(breaker.admits())

    assert let_through == ([False] * 7 + [True]) * 5


def test_asking_whether_it_rests_takes_nobodys_turn() -> None:
    time = Time()
    breaker = Breaker(1, 1.0, time)
    breaker.failed()
    time.now += 1

    assert not breaker.resting
    assert not breaker.resting
    assert breaker.admits()
    assert breaker.resting


@pytest.mark.parametrize("rest", [60.0], ids=["rests"])
@pytest.mark.parametrize("fault", [stays_silent, cuts, shows_page(502), shows_page(504)])
async def test_a_dead_provider_is_not_even_asked(
    script: Script, account: Account, fault: Answer
) -> None:
    script.on(ALIASES, fault)
    script.on(DELETE, says({"success": 1}))
    await asyncio.gather(*(unanswered(account.get_alias_list) for _ in range(3)))

    problems = [await unanswered(lambda: account.delete_followme_number(1)) for _ in range(20)]

    assert {(problem.sent, problem.operation) for problem in problems} == {(False, DELETE)}
    assert not script.calls(DELETE)


async def test_the_first_answer_opens_the_way_for_all(script: Script, account: Account) -> None:
    script.on(ALIASES, cuts, cuts, cuts, NO_ALIASES)
    for _ in range(3):
        await unanswered(account.get_alias_list)
    await unanswered(account.get_alias_list)
    await asyncio.sleep(REST)

    await account.get_alias_list()
    await asyncio.gather(*(account.get_alias_list() for _ in range(5)))

    assert len(script.seen) == 3 + 1 + 5


async def test_a_probe_that_hangs_does_not_decide_when_the_others_hear(
    script: Script, account: Account
) -> None:
    script.on(ALIASES, stays_silent)
    script.on(DELETE, says({"success": 1}))
    await asyncio.gather(*(unanswered(account.get_alias_list) for _ in range(3)))
    await asyncio.sleep(REST)
    hanging = asyncio.create_task(unanswered(account.get_alias_list))
    await asyncio.sleep(REST)

    await account.delete_followme_number(1)

    assert not hanging.done()
    assert (await hanging).sent


@pytest.mark.parametrize(
    "answer",
    [refuses("Server.Account.no"), shows_page(404), shows_page(500), says("no object")],
    ids=["refusal", "404", "500", "no object"],
)
async def test_whoever_answers_is_alive(script: Script, account: Account, answer: Answer) -> None:
    script.on(ALIASES, answer)

    for _ in range(5):
        with pytest.raises((Rejected, Unavailable)):
            await account.get_alias_list()

    assert len(script.seen) == 5


async def test_a_canceled_call_says_nothing_about_the_provider(
    script: Script, account: Account
) -> None:
    script.on(ALIASES, *[stays_silent] * 5, NO_ALIASES)
    for _ in range(5):
        call = asyncio.create_task(account.get_alias_list())
        await asyncio.sleep(0.01)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    assert await account.get_alias_list() == ()


async def test_one_subscribers_bad_moment_is_not_everybodys(script: Script) -> None:
    """As the settings come: three home screens that were not answered close nothing."""
    script.on(ALIASES, *[cuts] * 15, NO_ALIASES)
    provider = Provider(ProviderConfig(url=script.url, read_attempts=1))
    account = provider.account(Tokens(jwt(i_account=55)))
    await asyncio.gather(*(unanswered(account.get_alias_list) for _ in range(15)))

    assert await account.get_alias_list() == ()
    await provider.stop()
