"""The emergency address as proposed: only where the service has emergency calls."""

import pytest

from sandbox.provider.server import Config
from tests.provider.conftest import Caller, Desk

READ, WRITE = "Account/get_e911_address", "Account/update_e911_address"
HOME = {"street": "Main Street", "house_number": "7", "city": "Seattle", "country": "US"}


@pytest.fixture
async def caller(alice: Caller, desk: Desk) -> Caller:
    await desk.post("accounts/1001/settings", features={"emergency": "Y"})
    return alice


async def test_there_is_none_until_it_is_said(caller: Caller) -> None:
    before = await caller.ok(READ, i_account=1001)

    await caller.ok(WRITE, i_account=1001, **HOME)
    await caller.ok(WRITE, unit="3b", zip=98101)

    assert before == {"e911_address": None}
    nothing = {"name": None, "state": None}
    assert (await caller.ok(READ))["e911_address"] == (
        HOME | nothing | {"unit": "3b", "zip": "98101"}
    )


async def test_it_is_kept_a_place_that_one_can_be_sent_to(caller: Caller) -> None:
    await caller.ok(WRITE, **HOME)

    answers = [await caller.call(WRITE, **{key: ""}) for key in ("street", "city", "country")]

    assert {answer.faultcode for answer in answers} == {
        "Server.Account.update_e911_address.missing_parameter"
    }
    assert (await caller.ok(READ))["e911_address"]["street"] == "Main Street"


async def test_a_line_without_emergency_calls_has_no_address(alice: Caller) -> None:
    read, write = await alice.call(READ), await alice.call(WRITE, **HOME)

    assert read.faultcode == "Server.Account.get_e911_address.emergency_disabled"
    assert write.faultcode == "Server.Account.update_e911_address.emergency_disabled"


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_the_same_has_other_names(self, caller: Caller) -> None:
        await caller.ok("Account/set_emergency_address", **HOME, postal_code="98101")

        told = (await caller.ok("Account/get_emergency_address"))["address"]
        assert told["zip"] == "98101"
        assert (await caller.call(READ)).faultcode == "Client.Request.unknown_method"
