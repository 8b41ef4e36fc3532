"""The client against the embedded provider, over real HTTP, in all its worlds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from portaswitch import (
    Account,
    BillingModel,
    FeatureChange,
    FollowMeNumber,
    NotMapped,
    Rejected,
    Sequence,
    SessionExpired,
    Source,
    Unavailable,
)
from sandbox.provider.server import Config, Settings
from tests.portaswitch.conftest import Desk, running

World = Literal["proposed", "renamed", "absent"]


@pytest.fixture
async def account(desk: Desk) -> Account:
    return await desk.sign_in()


def today() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(days=6), now + timedelta(minutes=1)


# -- the account ----------------------------------------------------------------------------------


async def test_an_account_is_read(account: Account) -> None:
    info = await account.get_account_info()

    assert (info.id, info.login, info.currency) == ("12065550100", "alice", "USD")
    assert info.billing_model is BillingModel.DEBIT
    assert info.balance == Decimal("2.50")
    assert info.i_account == account.i_account
    assert info.sip_status is not None


async def test_a_line_billed_to_its_company_is_read(desk: Desk) -> None:
    info = await (await desk.sign_in("carol")).get_account_info()

    assert info.i_account_balance_control_type == 3


async def test_all_features_are_read_and_one_is_changed(account: Account) -> None:
    before = await account.get_service_features()
    assert len(before) == 45

    await account.update_service_features(
        FeatureChange("default_action", "3", {"timeout": ["20"]}), FeatureChange("clip", "N")
    )

    after = await account.get_service_features()
    assert after["default_action"].effective_flag_value == "3"
    assert after["default_action"].value("timeout") == "20"
    assert not after["clip"].on
    unchanged = set(before) - {"default_action", "clip"}
    assert {name: before[name] for name in unchanged} == {name: after[name] for name in unchanged}


async def test_a_locked_feature_is_refused_in_the_providers_words(
    desk: Desk, account: Account
) -> None:
    await desk.post(f"accounts/{account.i_account}/settings", locked_features=["clip"])
    assert (await account.get_service_features())["clip"].locked

    with pytest.raises(Rejected) as caught:
        await account.update_service_features(FeatureChange("clip", "N"))

    assert "clip" in caught.value.faultstring


async def test_forwarding_is_set_up_and_taken_down(account: Account) -> None:
    await account.update_service_features(FeatureChange("forward_mode", "Y"))
    await account.update_account_followme(sequence=Sequence.ORDER, timeout=30)
    second = await account.add_followme_number(FollowMeNumber("12065550112", i_follow_order=2))
    first = await account.add_followme_number(
        FollowMeNumber("12065550111", name="Mobile", timeout=20, period="hr{9-16}")
    )

    followme = await account.get_account_followme()
    assert followme.exists
    assert [number.i_follow_me_number for number in followme.numbers] == [first, second]
    assert followme.numbers[0].period == "hr{9-16}"

    paused = FollowMeNumber("12065550111", i_follow_me_number=first, active=False, timeout=20)
    await account.update_followme_number(paused)
    await account.delete_followme_number(second)
    (number,) = (await account.get_account_followme()).numbers
    assert (number.active, number.name) == (False, "")


async def test_aliases_are_read(account: Account) -> None:
    assert {alias.id for alias in await account.get_alias_list()} == {
        "12125550170",
        "ani12125550171",
    }


# -- history and voicemail ------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["newest", "oldest"])
async def test_calls_come_newest_first(order: Literal["newest", "oldest"]) -> None:
    async with running(Config(settings=Settings(xdr_order=order))) as desk:
        account = await desk.sign_in()
        page = await account.get_xdr_list(*today(), get_total=True)

    times = [xdr.bill_time for xdr in page.xdrs]
    assert times == sorted(times, reverse=True)
    assert page.total == len(page.xdrs) > 10
    assert len({xdr.outcome for xdr in page.xdrs}) == 6
    assert any(xdr.recorded for xdr in page.xdrs)


async def test_payments_are_xdrs_too(account: Account) -> None:
    page = await account.get_xdr_list(*today(), i_service_type=None, i_service=2)

    assert page.xdrs
    assert all(xdr.charged_amount < 0 and xdr.i_service == 2 for xdr in page.xdrs)


async def test_services_are_listed(account: Account) -> None:
    services = {service.i_service: service.name for service in await account.get_service_list()}

    assert services[3] == "Voice Calls"


async def test_a_new_voicemail_is_found_heard_and_deleted(desk: Desk, account: Account) -> None:
    await desk.post(f"accounts/{account.i_account}/voicemail", **{"from": "1001", "seconds": 4})

    newest = (await account.get_mailbox_message_list())[0]
    assert (newest.duration, newest.seen) == (4, False)
    details = await account.get_mailbox_message_details(newest.message_uid)
    assert details.caller == "1001"
    assert details.delivery_date == newest.delivery_date

    audio = await account.get_mailbox_message_attachment(newest.message_uid, "wav")
    assert (audio.content_type, audio.content[:4]) == ("audio/wav", b"RIFF")

    uids = [newest.message_uid]
    await account.set_mailbox_messages_flag(uids, "Seen", True)
    assert (await account.get_mailbox_message_list())[0].seen
    await account.set_mailbox_messages_flag(uids, "Seen", False)
    assert not (await account.get_mailbox_message_list())[0].seen
    await account.delete_mailbox_messages(uids)
    left = await account.get_mailbox_message_list()
    assert newest.message_uid not in {message.message_uid for message in left}


async def test_the_days_of_the_mailbox_can_be_chosen(account: Account) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()

    assert await account.get_mailbox_message_list(from_date=tomorrow) == ()
    assert len(await account.get_mailbox_message_list(to_date=tomorrow)) == 2


# -- sessions -------------------------------------------------------------------------------------


async def test_an_expired_session_is_renewed_unseen(desk: Desk, account: Account) -> None:
    before = account.tokens
    await desk.post("sessions/expire", i_account=account.i_account)

    await account.update_service_features(FeatureChange("clip", "N"))

    assert account.tokens.access_token != before.access_token
    assert await desk.provider.ping(account.tokens)
    assert not await desk.provider.ping(before)


async def test_a_session_that_cannot_be_renewed_has_expired(desk: Desk, account: Account) -> None:
    await desk.post("sessions/expire", i_account=account.i_account, refresh=True)

    with pytest.raises(SessionExpired):
        await account.get_account_info()


async def test_logging_out_twice_is_no_trouble(desk: Desk, account: Account) -> None:
    await desk.provider.logout(account.tokens)
    await desk.provider.logout(account.tokens)

    assert not await desk.provider.ping(account.tokens)


async def test_a_forced_password_change_ends_in_a_session(desk: Desk) -> None:
    password = (await desk.subscriber("erin"))["password"]
    with pytest.raises(Rejected, match="alert_You_must_change_password"):
        await desk.provider.login("erin", password)

    await desk.provider.change_password("erin", password, "n3w-Secret")

    assert await desk.provider.ping(await desk.provider.login("erin", "n3w-Secret"))


async def test_too_many_wrong_passwords_lock_the_login(desk: Desk) -> None:
    for _ in range(5):
        with pytest.raises(Rejected, match=r"Server\.Session\.auth_failed"):
            await desk.provider.login("alice", "wrong")

    with pytest.raises(Rejected, match="cannot_login_brute_force_activity"):
        await desk.provider.login("alice", "wrong")


# -- money ----------------------------------------------------------------------------------------


async def redeem(desk: Desk, amount: str = "10.00") -> tuple[Account, str]:
    """A signed-in account and a fresh voucher."""
    account = await desk.sign_in()
    return account, (await desk.post("vouchers", amount=amount))["number"]


async def redeemed(desk: Desk, number: str) -> int:
    vouchers = (await desk.get("vouchers"))["vouchers"]
    times: int = next(one["times"] for one in vouchers if one["number"] == number)
    return times


async def test_a_voucher_is_redeemed_where_the_document_confirms_it(desk: Desk) -> None:
    contract = await desk.provider.check()
    assert contract.source is Source.DOCUMENT
    account, number = await redeem(desk)

    receipt = await account.redeem_voucher(number)

    assert (receipt.amount, receipt.new_balance) == (Decimal("10.00"), Decimal("12.50"))
    assert await redeemed(desk, number) == 1


async def test_silence_after_a_voucher_is_unknown_and_never_repeated(desk: Desk) -> None:
    await desk.provider.check()
    account, number = await redeem(desk)
    await desk.post("faults", method="Account/topup_account", kind="silent_after", times=1)

    with pytest.raises(Unavailable) as caught:
        await account.redeem_voucher(number)

    assert caught.value.sent
    assert await redeemed(desk, number) == 1
    assert len(await desk.calls("Account/topup_account")) == 1


@pytest.mark.parametrize("world", ["renamed", "absent"])
async def test_where_the_proposal_is_not_there_it_is_hidden(world: World) -> None:
    async with running(Config(unknown=world)) as desk:
        contract = await desk.provider.check()
        account, number = await redeem(desk)

        assert not contract.has("redeem_voucher")
        assert contract.has("get_xdr_list")
        with pytest.raises(NotMapped):
            await account.redeem_voucher(number)


async def test_a_renamed_operation_is_mapped_by_the_operator(tmp_path: Path) -> None:
    """Not even `confirmed` is needed: the document knows the operator's names."""
    overrides = tmp_path / "operations.toml"
    overrides.write_text(
        """
        [redeem_voucher]
        method = "use_voucher"
        params = { number = "voucher_number" }
        results = { amount = "credited", new_balance = "balance" }
        """,
        encoding="utf-8",
    )
    async with running(Config(unknown="renamed"), overrides) as desk:
        contract = await desk.provider.check()
        account, number = await redeem(desk)

        assert contract.has("redeem_voucher")
        receipt = await account.redeem_voucher(number)
        assert (receipt.amount, receipt.new_balance) == (Decimal("10.00"), Decimal("12.50"))


async def test_no_call_sends_a_parameter_that_the_switch_does_not_know(
    desk: Desk, account: Account
) -> None:
    await account.get_account_info()
    await account.get_service_features()
    await account.get_account_followme()
    await account.get_alias_list()
    await account.get_xdr_list(*today())
    await account.get_mailbox_message_list()

    calls = (await desk.get("log"))["calls"]
    assert calls
    assert [call for call in calls if call.get("unknown_params")] == []
