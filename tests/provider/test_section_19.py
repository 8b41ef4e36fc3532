"""The thirteen points of section 19 that clients in the wild depend on, one test for each."""

import asyncio
import base64
from collections.abc import AsyncIterator

import orjson
import pytest

from sandbox.provider.config import Settings
from sandbox.provider.server import Config
from tests.harness.patience import PATIENCE
from tests.provider.conftest import EVER, Caller, Desk, Json, signed_in
from tests.provider.test_events import Receiver
from tests.provider.test_openapi import document

FORWARD = [{"name": "forward_mode", "flag_value": "Y"}]


@pytest.fixture
def config() -> Config:
    return Config(accounts=10, failures_before_lock=3)


class TestEvents:
    @pytest.fixture
    async def receiver(self) -> AsyncIterator[Receiver]:
        taker = Receiver(statuses=[503, 400])
        runner = await taker.listen(taker.reserve())
        yield taker
        await runner.cleanup()

    @pytest.fixture
    def config(self, receiver: Receiver) -> Config:
        return Config(events_url=receiver.url, events_retry_seconds=0.01)

    async def test_10_events_count_up_are_sent_again_dropped_and_doubled(
        self, receiver: Receiver, alice: Caller, desk: Desk
    ) -> None:
        """The first is sent twice (503), then dropped (400); the third comes twice by itself."""
        await alice.ok("Account/update_service_features", service_features=FORWARD)
        for balance in (1, 2):
            await desk.post("accounts/1001/balance", balance=balance)

        async with asyncio.timeout(PATIENCE):
            told = [await receiver.events.get() for _ in range(5)]

        numbers = [int(event["variables"]["i_event"]) for event in told]
        assert numbers == sorted(numbers)
        assert numbers[0] == numbers[1]
        assert len(numbers) - len(set(numbers)) == 2
        kinds = {event["event_type"] for event in told}
        assert {"Subscriber/Updated", "Account/BalanceChanged"} <= kinds


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("Account/get_account_info", {"i_account": 1002}),
        ("CDR/get_call_recording", {"i_xdr": 1}),
        ("Account/no_such_method", {}),
        ("NoService/at_all", {}),
        ("", {}),
    ],
)
async def test_01_every_refusal_is_500_with_two_texts(
    alice: Caller, anyone: Caller, path: str, params: Json
) -> None:
    for caller in (alice, anyone):
        answer = await caller.call(path, **params)
        assert answer.status == 500
        assert answer.headers["Content-Type"].startswith("application/json")
        assert set(answer.json) == {"faultcode", "faultstring"}


async def test_02_tokens_rotate_die_at_logout_and_ping_never_faults(
    anyone: Caller, desk: Desk
) -> None:
    password = (await desk.account("alice"))["password"]
    first = await anyone.ok("Session/login", login="alice", password=password)
    second = await anyone.ok("Session/refresh_access_token", refresh_token=first["refresh_token"])

    claims = orjson.loads(base64.urlsafe_b64decode(second["access_token"].split(".")[1] + "=="))
    assert claims["i_account"] == 1001
    assert claims["exp"] - claims["iat"] == second["expires_in"]
    assert second["refresh_token"] != first["refresh_token"]
    old = await anyone.call("Session/refresh_access_token", refresh_token=first["refresh_token"])
    assert old.faultcode == "Server.Session.refresh_access_token.refresh_failed"
    alive = {
        token["access_token"]: await anyone.ok("Session/ping", access_token=token["access_token"])
        for token in (first, second)
    }
    assert [answer["user_id"] for answer in alive.values()] == [0, 1001]

    await anyone.ok("Session/logout", access_token=second["access_token"])

    assert await anyone.ok("Session/ping", access_token=second["access_token"]) == {"user_id": 0}
    dead = await anyone.call("Session/refresh_access_token", refresh_token=second["refresh_token"])
    assert dead.status == 500


async def test_03_bad_logins_lock_with_a_fault_of_their_own(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]

    codes = [
        (await anyone.call("Session/login", login="alice", password=word)).faultcode
        for word in ["wrong"] * 3 + [password]
    ]

    assert codes == ["Server.Session.auth_failed"] * 3 + [
        "Server.Session.cannot_login_brute_force_activity"
    ]


async def test_04_a_forced_password_has_a_way_out(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("erin"))["password"]
    forced = await anyone.call("Session/login", login="erin", password=password)
    change = {"login": "erin", "password": password, "new_password": "brand-new-1"}

    assert (await anyone.ok("Session/change_password", **change))["success"] == 1

    assert forced.faultcode == "Server.Session.alert_You_must_change_password"
    await anyone.ok("Session/login", login="erin", password="brand-new-1")


class TestOrder:
    @pytest.fixture(params=["newest", "oldest"])
    def config(self, request: pytest.FixtureRequest) -> Config:
        return Config(settings=Settings(xdr_order=request.param))

    async def test_05_xdrs_need_both_dates_and_come_in_the_order_chosen(
        self, alice: Caller, config: Config
    ) -> None:
        for missing in EVER:
            half = {key: value for key, value in EVER.items() if key != missing}
            assert (await alice.call("Account/get_xdr_list", **half)).status == 500

        rows = (await alice.ok("Account/get_xdr_list", **EVER))["xdr_list"]

        moments = [row["unix_connect_time"] for row in rows]
        assert moments == sorted(moments, reverse=config.settings.xdr_order == "newest")
        bounds = {"from_date": rows[0]["bill_time"], "to_date": rows[0]["bill_time"]}
        assert (await alice.ok("Account/get_xdr_list", **bounds))["xdr_list"] == []


async def test_06_optional_keys_are_missing_and_attributes_hold_nulls(
    anyone: Caller, alice: Caller, desk: Desk
) -> None:
    bare = await signed_in(anyone, desk, "bare")
    info = (
        await bare.ok("Account/get_account_info", detailed_info=1, limit_alias_did_number_list=5)
    )["account_info"]
    rows = (await alice.ok("Account/get_xdr_list", **EVER, with_cr_download_ids=1))["xdr_list"]
    features = (await alice.ok("Account/get_service_features"))["service_features"]

    assert {"extension_id", "alias_did_number_list"}.isdisjoint(info)
    voice = [row for row in rows if row["i_service"] == 3]
    for key in ("call_id", "cr_download_ids"):
        assert {key in row for row in voice} == {True, False}
    assert any(a["values"] == [None] for feature in features for a in feature["attributes"])


async def test_07_attachments_are_chunked_and_an_unknown_format_is_refused(alice: Caller) -> None:
    path = "Account/get_mailbox_message_attachment"
    sound = await alice.call(path, message_uid=1, format="wav")
    refused = await alice.call(path, message_uid=1, format="ogg")

    assert sound.headers["Transfer-Encoding"] == "chunked"
    assert sound.headers["Content-Disposition"].startswith("attachment; filename=")
    assert refused.status == 500


class TestClearing:
    @pytest.fixture(params=[False, True])
    def config(self, request: pytest.FixtureRequest) -> Config:
        return Config(settings=Settings(mode_change_clears_numbers=request.param))

    async def test_08_features_are_worked_out_anew_and_locked_ones_refuse(
        self, alice: Caller, bob: Caller, config: Config
    ) -> None:
        update = "Account/update_service_features"
        await alice.ok(update, service_features=FORWARD)
        await alice.ok(
            "Account/add_followme_number", number_info={"redirect_number": "12065550133"}
        )

        written = await alice.ok(
            update,
            service_features=[{"name": "forward_mode", "flag_value": "C"}],
            detailed_response=1,
        )
        left = (await alice.ok("Account/get_account_followme"))["followme_numbers"]
        clip = [{"name": "clip", "flag_value": "N"}]
        refused = await bob.call(update, service_features=clip)

        mode = next(f for f in written["service_features"] if f["name"] == "forward_mode")
        assert mode["effective_flag_value"] == "C"
        assert len(left) == (0 if config.settings.mode_change_clears_numbers else 1)
        assert refused.faultcode.endswith(".feature_locked")


async def test_09_a_line_without_a_mailbox_says_so_with_the_known_fault(carol: Caller) -> None:
    answer = await carol.call("Account/get_mailbox_message_list")

    assert answer.faultcode == "Server.Account.unified_messaging_disabled"


async def test_11_stand_alone_refuses_every_write_and_no_read(alice: Caller, desk: Desk) -> None:
    await desk.post("settings", standalone_mode=True)

    refused = await alice.call("Account/update_service_features", service_features=FORWARD)

    assert refused.faultcode == "standalone_mode"
    await alice.ok("Account/get_account_info")
    await desk.post("settings", standalone_mode=False)
    await alice.ok("Account/update_service_features", service_features=FORWARD)


async def test_12_the_document_lists_what_is_served_and_nothing_else(
    anyone: Caller, alice: Caller, admin: Caller
) -> None:
    listed = set(await document(anyone))
    others = set(await document(admin, "AdminInterface"))

    async def is_served(path: str) -> bool:
        code = (await alice.call(path.removeprefix("/"))).json.get("faultcode")
        return code != "Client.Request.unknown_method"

    await alice.call("Account/get_account_info")
    assert {path for path in listed | others if await is_served(path)} == listed


async def test_13_unknown_parameters_are_taken_silently_and_logged(
    alice: Caller, desk: Desk
) -> None:
    await alice.ok("Account/get_account_info", detailled_info=1)

    (*_, last) = (await desk.get("log"))["calls"]
    assert last["unknown_params"] == ["detailled_info"]
