"""The client against the embedded provider, over real HTTP, in all its worlds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import aiohttp
import pytest

from portaswitch import (
    Account,
    Admin,
    AdminSession,
    BillingModel,
    FeatureChange,
    FollowMeNumber,
    NotMapped,
    Provider,
    ProviderConfig,
    Rejected,
    Sequence,
    SessionExpired,
    Source,
    Tokens,
    Unavailable,
)
from sandbox.provider.server import Config, Settings, create

World = Literal["proposed", "renamed", "absent"]


class Desk:
    """The provider's desk, and the client that talks to the same switch."""

    def __init__(self, url: str, provider: Provider, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.provider = provider
        self._http = http

    async def get(self, path: str) -> Any:
        async with self._http.get(f"{self.url}/desk/{path}") as answer:
            return await answer.json()

    async def post(self, path: str, **body: object) -> Any:
        async with self._http.post(f"{self.url}/desk/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def subscriber(self, login: str = "alice") -> dict[str, Any]:
        accounts = (await self.get("accounts"))["accounts"]
        found: dict[str, Any] = next(one for one in accounts if one["login"] == login)
        return found

    async def sign_in(self, login: str = "alice") -> Account:
        subscriber = await self.subscriber(login)
        return self.provider.account(await self.provider.login(login, subscriber["password"]))

    async def calls(self, operation: str) -> list[dict[str, Any]]:
        calls = (await self.get("log"))["calls"]
        return [call for call in calls if f"{call['service']}/{call['method']}" == operation]


@asynccontextmanager
async def running(config: Config, operations_file: Path | None = None) -> AsyncIterator[Desk]:
    switch = create(config)
    await switch.start()
    provider = Provider(
        ProviderConfig(
            url=switch.url,
            admin_url=switch.admin_url,
            admin_login=config.admin_login,
            admin_token=config.admin_token,
            read_timeout=2,
            operations_file=operations_file,
        )
    )
    async with aiohttp.ClientSession() as http:
        await provider.start()
        try:
            yield Desk(switch.url, provider, http)
        finally:
            await provider.stop()
            await switch.stop()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with running(Config()) as desk:
        yield desk


@pytest.fixture
def admin(desk: Desk) -> Admin:
    assert desk.provider.admin is not None
    return desk.provider.admin


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


async def test_the_sandbox_has_everything_that_the_map_names(desk: Desk) -> None:
    contract = await desk.provider.check()

    assert [row.operation for row in contract.rows if not row.available] == []
    assert [(row.operation, row.advice) for row in contract.rows if row.advice] == []


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


# -- the admin realm ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [
        {"id": "12065550100"},
        {"id": "+1 206 555 0100"},
        {"id": "12125550170"},
        {"login": "alice"},
        {"phone": "+12065550900"},
        {"phone": "12065550100"},
    ],
    ids=["number", "number as typed", "alias", "login", "contact phone", "own number as phone"],
)
async def test_an_account_is_found(admin: Admin, key: dict[str, Any]) -> None:
    (found,) = await admin.find_account(**key)

    assert (found.login, found.id) == ("alice", "12065550100")
    assert [found] == list(await admin.find_account(i_account=found.i_account))


@pytest.mark.parametrize(
    "key",
    [
        {"id": "%"},
        {"id": ""},
        {"id": "x12065550100"},
        {"id": "404"},
        {"login": "%"},
        {"login": "al%"},
        {"login": "nobody"},
        {"phone": "0900"},
        {"phone": "%"},
        {"phone": ""},
        {"i_account": 404},
    ],
    ids=str,
)
async def test_nobody_is_found_by_a_part_or_a_wildcard(admin: Admin, key: dict[str, Any]) -> None:
    assert await admin.find_account(**key) == ()


async def test_a_code_opens_only_in_the_session_that_made_it(desk: Desk, admin: Admin) -> None:
    alice = await desk.subscriber("alice")
    bob = await desk.subscriber("bob")
    for_alice = await admin.create_otp(alice["i_account"], via="sms")
    for_bob = await admin.create_otp(bob["i_account"], via="mail")
    outbox = (await desk.get("outbox"))["messages"]
    codes = {message["i_account"]: message["code"] for message in outbox}

    kept = AdminSession.from_json(for_alice.to_json())
    assert not await admin.verify_otp(kept, "000000")
    assert not await admin.verify_otp(for_bob, codes[alice["i_account"]])
    assert await admin.verify_otp(kept, codes[alice["i_account"]])
    assert await admin.verify_otp(for_bob, codes[bob["i_account"]])

    with pytest.raises(SessionExpired):
        await admin.verify_otp(kept, codes[alice["i_account"]])


async def test_a_code_needs_an_address(desk: Desk, admin: Admin) -> None:
    alice = await desk.subscriber()
    await desk.post(f"accounts/{alice['i_account']}/settings", unset_email=True)

    with pytest.raises(Rejected, match="empty_rec_and_bcc"):
        await admin.create_otp(alice["i_account"], via="mail")


@pytest.mark.parametrize("way", ["realm", "api_token"])
async def test_a_session_is_opened_without_a_password(desk: Desk, admin: Admin, way: str) -> None:
    (found,) = await admin.find_account(login="alice")
    open_session: Callable[[], Any] = (
        (lambda: admin.login_to_realm("alice"))
        if way == "realm"
        else (lambda: admin.login_with_api_token(found.i_account))
    )
    tokens: Tokens = await open_session()

    assert await desk.provider.ping(tokens)
    account = desk.provider.account(tokens, i_account=found.i_account)
    assert (await account.get_account_info()).login == "alice"
    await account.update_service_features(FeatureChange("clip", "N"))
    await desk.provider.logout(tokens)
    assert not await desk.provider.ping(tokens)


async def test_a_lent_session_is_renewed_by_lending_again(desk: Desk, admin: Admin) -> None:
    async def renew(old: Tokens) -> Tokens:
        return await admin.login_to_realm("alice")

    account = desk.provider.account(await admin.login_to_realm("alice"), renew=renew)
    i_account = (await account.get_account_info()).i_account
    await desk.post("sessions/expire", i_account=i_account, refresh=True)

    assert (await account.get_account_info()).login == "alice"


async def test_wrong_admin_settings_are_told(desk: Desk) -> None:
    assert desk.provider.admin is not None
    await desk.provider.admin.check()
    wrong = Provider(
        ProviderConfig(url=desk.url, admin_url=desk.url, admin_login="bot", admin_token="wrong")
    )
    assert wrong.admin is not None

    with pytest.raises(Rejected):
        await wrong.admin.check()
    await wrong.stop()
