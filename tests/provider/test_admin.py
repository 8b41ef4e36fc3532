"""The sliver of the admin realm: finding accounts, codes, sessions for others."""

import pytest

from tests.provider.conftest import Caller, Desk, Json, read


async def code_of(desk: Desk) -> Json:
    message: Json = (await desk.get("outbox"))["messages"][-1]
    return message


async def test_only_the_right_token_signs_in(admin: Caller) -> None:
    nobody = Caller(admin.http, admin.url)

    answer = await nobody.call("Session/login", login="selfcare-bot", token="wrong")

    assert answer.faultcode == "Server.Session.auth_failed"


async def test_an_account_token_means_nothing_to_the_admin_realm(
    admin: Caller, alice: Caller
) -> None:
    stranger = Caller(admin.http, admin.url, alice.token)
    answer = await stranger.call("Account/get_account_list")
    assert answer.faultcode == "Client.Session.check_auth.failed_to_process_access_token"


async def test_admin_methods_are_unknown_to_the_account_realm(alice: Caller) -> None:
    answer = await alice.call("Account/get_account_list")

    assert answer.faultcode == "Client.Request.unknown_method"


@pytest.mark.parametrize(
    ("filters", "logins"),
    [
        ({"id": "12065550101"}, ["bob"]),
        ({"login": "dmytro"}, ["dmytro"]),
        ({"phone1": "12065550902"}, ["carol"]),
        ({"phone1": "%5550902"}, ["carol"]),
        ({"email": "alice@example.com"}, ["alice"]),
        ({"id": "120655501%", "login": "%o%"}, ["bob", "carol"]),
        ({"id": "12065550101", "login": "alice"}, []),
        ({"extension_name": "bob b%"}, ["bob"]),
        ({"limit": 2, "offset": 1}, ["bob", "carol"]),
    ],
)
async def test_accounts_are_found_by_what_is_known_of_them(
    admin: Caller, filters: Json, logins: list[str]
) -> None:
    answer = await admin.ok("Account/get_account_list", **filters, get_total=1)

    assert [account["login"] for account in answer["account_list"]] == logins
    assert answer["total"] >= len(logins)


async def test_a_listed_account_has_names_aliases_and_status(admin: Caller) -> None:
    answer = await admin.ok(
        "Account/get_account_list", login="alice", with_aliases=1, get_statuses=1
    )

    account = answer["account_list"][0]
    assert (account["firstname"], account["status"]) == ("Alice", "active")
    assert [alias["id"] for alias in account["alias_list"]] == ["12125550170", "ani12125550171"]
    assert "service_features" not in account


async def test_features_are_listed_by_name_on_request(admin: Caller) -> None:
    answer = await admin.ok("Account/get_account_list", login="alice", get_service_features=["cli"])

    features = answer["account_list"][0]["service_features"]
    assert [feature["name"] for feature in features] == ["cli"]


async def test_an_unknown_id_answers_without_account_info(admin: Caller) -> None:
    assert await admin.ok("Account/get_account_info", id="nobody") == {}


async def test_an_alias_leads_to_its_master(admin: Caller) -> None:
    alias = (await admin.ok("Account/get_account_info", id="12125550170"))["account_info"]
    master = await admin.ok("Account/get_account_info", i_account=alias["i_master_account"])

    assert alias["id"] == "12125550170"
    assert master["account_info"]["login"] == "alice"
    assert "i_master_account" not in master["account_info"]


async def test_a_code_is_mailed_and_works_once_in_its_session(admin: Caller, desk: Desk) -> None:
    sent = await admin.ok(
        "AccessControl/create_otp",
        send_to="account",
        id="1001",
        notification_type="mail",
        operation="General",
    )

    message = await code_of(desk)
    verify = {"one_time_password": message["code"], "operation": "General"}
    assert sent == {"success": 1}
    assert (message["i_account"], message["channel"], message["to"]) == (
        1001,
        "mail",
        "alice@example.com",
    )
    assert await admin.ok("AccessControl/verify_otp", **verify) == {"success": 1}
    assert await admin.ok("AccessControl/verify_otp", **verify) == {"success": 0}


async def test_a_code_is_worth_nothing_in_another_session(admin: Caller, desk: Desk) -> None:
    await admin.ok("AccessControl/create_otp", id=1001, notification_type="sms")
    message = await code_of(desk)
    again = await admin.ok("Session/login", login="selfcare-bot", token="sandbox-admin-token")
    other = Caller(admin.http, admin.url, again["access_token"])

    answer = await other.ok("AccessControl/verify_otp", one_time_password=message["code"])

    assert answer == {"success": 0}
    assert message["to"] == "12065550900"


async def test_a_code_needs_an_address(admin: Caller, desk: Desk) -> None:
    await desk.post("accounts/1001/settings", unset_email=True)

    answer = await admin.call("AccessControl/create_otp", id=1001, notification_type="mail")

    assert answer.faultcode == "Server.AccessControl.empty_rec_and_bcc"


@pytest.mark.parametrize("form", [True, False])
async def test_a_session_for_an_account_serves_in_every_envelope(
    admin: Caller, anyone: Caller, form: bool
) -> None:
    session = await admin.ok("Session/login_to_realm", login="alice", realm="accounts")
    key = session["session_id"]
    url = f"{anyone.url}/rest/Account/get_account_info"
    fields = {"params": "{}", "auth_info": f'{{"session_id": "{key}"}}'}
    body = {"params": {}, "auth_info": {"session_id": key}}

    sent = anyone.http.post(url, data=fields) if form else anyone.http.post(url, json=body)
    async with sent as response:
        answer = await read(response)
    bearer = await Caller(anyone.http, anyone.url, key).ok("Account/get_account_info")

    assert set(session) == {"session_id", "access_token"}
    assert answer.json["account_info"]["login"] == "alice"
    assert bearer == answer.json


async def test_nobody_gets_a_session_for_a_login_that_is_not_there(admin: Caller) -> None:
    answer = await admin.call("Session/login_to_realm", login="nobody", realm="accounts")

    assert answer.faultcode == "Server.Session.login_to_realm.login_failed"


async def test_a_new_api_token_is_set_by_the_administrator(
    admin: Caller, anyone: Caller, alice: Caller
) -> None:
    token = "3f2b7a52-1d2e-4b6f-9f43-d7c0a1b2c3d4"
    await admin.ok("Account/update_account", account_info={"i_account": 1001, "api_token": token})

    await anyone.ok("Session/login", login="alice", token=token)

    own = await alice.call("Account/update_account", account_info={"api_token": "mine"})
    assert own.faultcode == "Server.Account.update_account.access_denied"


async def test_the_switch_tells_its_version_and_sender(admin: Caller) -> None:
    assert (await admin.ok("Generic/get_version"))["version"].startswith("MR")
    assert "@" in (await admin.ok("Env/get_env_info"))["env_info"]["email"]


async def test_customers_and_what_hangs_on_them(admin: Caller) -> None:
    listed = await admin.ok("Customer/get_customer_list", get_total=1, limit=1000)
    branches = await admin.ok("Customer/get_customer_list", i_main_customer=501, i_office_type=2)
    one = await admin.ok("Customer/get_customer_info", i_customer=502)
    extensions = await admin.ok(
        "Customer/get_extensions_list", i_customer=501, limit_alias_did_number_list=100
    )
    dates = {"from_date": "2000-01-01 00:00:00", "to_date": "2100-01-01 00:00:00"}
    calls = await admin.ok("Customer/get_customer_xdrs", i_customer=502, **dates)

    assert [row["i_customer"] for row in listed["customer_list"]] == [501, 502]
    assert (listed["total"], branches["customer_list"]) == (2, [])
    assert one["customer_info"]["name"] == "Cole & Sons"
    assert await admin.ok("Customer/get_customer_info", i_customer=9) == {}
    assert [row["account_id"] for row in extensions["extensions_list"]] == [
        "12065550100",
        "12065550101",
        "380441234567",
        "12065550104",
    ]
    assert "alias_did_number_list" in extensions["extensions_list"][0]
    assert {row["account_id"] for row in calls["xdr_list"]} == {"12065550102"}


@pytest.mark.parametrize(
    ("action", "balance"),
    [
        ("Manual payment", 4.0),
        ("Manual Charge", 1.0),
        ("Promotional Credit", 4.0),
        ("Authorization Only", 2.5),
        ("E-Commerce Refund", 1.0),
    ],
)
async def test_a_transaction_moves_money_and_is_told(
    admin: Caller, alice: Caller, action: str, balance: float
) -> None:
    answer = await admin.ok(
        "Account/make_transaction", i_account="1001", action=action, amount="1.50",
        visible_comment="over the counter", suppress_notification="1",
    )  # fmt: skip

    since = {"from_date": "2000-01-01 00:00:00", "to_date": "2100-01-01 00:00:00"}
    rows = (await alice.ok("Account/get_xdr_list", **since, i_service=2))["xdr_list"]
    told = [row["charged_amount"] for row in rows if row["description"] == "over the counter"]
    assert answer["balance"] == balance
    assert (answer["i_xdr"] is None) == (balance == 2.5)
    assert told == ([2.5 - balance] if balance != 2.5 else [])


@pytest.mark.parametrize(
    "wrong", [{"action": "Gift"}, {"amount": "-1"}, {"amount": "much"}, {"i_account": 77}]
)
async def test_a_transaction_that_makes_no_sense_is_refused(admin: Caller, wrong: Json) -> None:
    params = {"i_account": 1001, "action": "Manual Payment", "amount": 1} | wrong

    answer = await admin.call("Account/make_transaction", **params)

    assert answer.faultcode.startswith("Server.Account.make_transaction.")


async def test_no_account_pays_itself(alice: Caller) -> None:
    answer = await alice.call(
        "Account/make_transaction", action="Manual Payment", amount=100, i_account=1001
    )

    assert answer.faultcode == "Server.Account.make_transaction.access_denied"
