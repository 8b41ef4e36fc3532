"""Whatever is sent to `/rest`, the answer is JSON: 200, or 500 with two texts."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox.provider.masking import masked
from sandbox.provider.server import Provider
from tests.harness.patience import PATIENCE
from tests.provider.conftest import Answer, Caller, Desk, Json, read

MISSED = "Client.check_auth.envelope_missed"
MALFORMED = "Client.Request.malformed"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def sent(
    caller: Caller, *, path: str = "/rest/Account/get_alias_list", method: str = "POST", **body: Any
) -> Answer:
    headers = {"Authorization": f"Bearer {caller.token}"} | body.pop("headers", {})
    url = f"{caller.url}{path}"
    async with caller.http.request(method, url, headers=headers, **body) as response:
        return await read(response)


@pytest.mark.parametrize(
    ("body", "faultcode"),
    [
        ({"json": []}, MISSED),
        ({"json": "params"}, MISSED),
        ({"data": b"null", "headers": JSON}, MISSED),
        ({"json": {"params": 5}}, MALFORMED),
        ({"json": {"params": [1]}}, MALFORMED),
        ({"json": {"params": "{"}}, MALFORMED),
        ({"json": {"params": {}, "auth_info": "x"}}, MALFORMED),
        ({"data": b"{", "headers": JSON}, MALFORMED),
        ({"data": b"\xff\xfe", "headers": JSON}, MALFORMED),
        ({"data": b"<params/>", "headers": {"Content-Type": "text/xml"}}, MALFORMED),
        ({"data": b"params=%ff", "headers": FORM}, MALFORMED),
        (
            {
                "data": b"params={}",
                "headers": {"Content-Type": f"{FORM['Content-Type']}; charset=x"},
            },
            MALFORMED,
        ),
        ({"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, MALFORMED),
        ({"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, MALFORMED),
        (
            {"data": b"{}", "headers": {**JSON, "Content-Encoding": "gzip"}},
            MALFORMED,
        ),
        ({"data": b'{"params":' + b"[" * 100_000, "headers": JSON}, MALFORMED),
        ({"data": b'{"params":{"x":"' + b"x" * (21 << 20) + b'"}}', "headers": JSON}, MALFORMED),
    ],
)
async def test_a_broken_request_is_a_fault(alice: Caller, body: Json, faultcode: str) -> None:
    answer = await sent(alice, **body)

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.faultcode == faultcode
    assert set(answer.json) == {"faultcode", "faultstring"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_methods_are_called_by_post(alice: Caller, method: str) -> None:
    answer = await sent(alice, method=method, json={"params": {}})

    assert answer.faultcode == MISSED


@pytest.mark.parametrize(
    "path", ["/rest", "/rest/", "/rest/Account", "/rest/Nothing/at_all", "/rest/Account/get_x"]
)
async def test_what_is_not_there_is_no_404(alice: Caller, path: str) -> None:
    answer = await sent(alice, path=path, json={"params": {}})

    assert answer.faultcode == "Client.Request.unknown_method"


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"params": {}}},
        {"json": {"params": None}},
        {"json": {"params": []}},  # as PHP writes an empty list of parameters
        {"json": {}},  # as one client asks for what needs no parameters
        {"data": {"params": "{}"}},
        {"data": b'{"params":{}}', "headers": {"Content-Type": "text/plain"}},
        {"data": b'{"params":{"deep":' + b"[" * 500 + b"]" * 500 + b"}}", "headers": JSON},
    ],
)
@pytest.mark.parametrize("path", ["Account/get_alias_list", "Account/get_alias_list/"])
async def test_every_known_form_is_taken(alice: Caller, body: Json, path: str) -> None:
    answer = await sent(alice, path=f"/rest/{path}", **body)

    assert answer.status == 200
    assert len(answer.json["alias_list"]) == 2


@pytest.mark.parametrize("body", [{"json": {}}, {"data": b""}, {"data": b"a=1", "headers": FORM}])
async def test_neither_credentials_nor_parameters_are_no_envelope(
    anyone: Caller, body: Json
) -> None:
    async with anyone.http.post(f"{anyone.url}/rest/Session/ping", **body) as response:
        answer = await read(response)

    assert answer.faultcode == MISSED


async def test_strange_values_are_refused_and_the_log_stays_readable(
    alice: Caller, desk: Desk
) -> None:
    deep: list[Any] = []
    for _ in range(400):
        deep = [deep]
    await alice.ok(
        "Account/update_service_features",
        service_features=[{"name": "forward_mode", "flag_value": "Y"}],
    )
    for value in (deep, {"a": 1}, 10**25, float(2**70), None, "", True):
        for field in ("redirect_number", "i_follow_order", "name", "timeout", "period"):
            number = {"redirect_number": "12065550133", field: value}
            answer = await alice.call("Account/add_followme_number", number_info=number)
            assert answer.headers["Content-Type"].startswith("application/json")
        for field in ("phone_number", "name", "dial_id"):
            record = {"phone_number": "12065550133", field: value}
            answer = await alice.call("Account/add_phonebook_record", phonebook_rec_info=record)
            assert answer.headers["Content-Type"].startswith("application/json")

    await alice.ok("Account/get_account_followme")
    await alice.ok("Account/get_phonebook_list")
    assert await desk.get("log")


async def test_an_absolute_address_is_understood(provider: Provider) -> None:
    body = b'{"params":{"access_token":"x"}}'
    address = urlsplit(provider.url)
    head = f"POST {provider.url}/rest/Session/ping HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n"

    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head.encode() + body)
    async with asyncio.timeout(PATIENCE):
        answer = await reader.read()
    writer.close()

    assert answer.endswith(b'{"user_id":0}')


def test_secrets_are_masked_by_key_and_by_attribute() -> None:
    told = masked(
        {
            "login": "alice",
            "password": "x",
            "voucher_info": {"pin": "123", "voucher_number": "44"},
            "service_features": [
                {
                    "name": "voice_authentication",
                    "flag_value": "Y",
                    "attributes": [{"name": "pin", "values": ["1234"]}],
                },
                {"name": "clir", "attributes": [{"name": "blocked", "values": ["N"]}]},
            ],
            "get_auth_info": 1,
            "new_password": "",
        }
    )

    assert told == {
        "login": "alice",
        "password": "***",
        "voucher_info": "***",
        "service_features": [
            {
                "name": "voice_authentication",
                "flag_value": "Y",
                "attributes": [{"name": "pin", "values": "***"}],
            },
            {"name": "clir", "attributes": [{"name": "blocked", "values": ["N"]}]},
        ],
        "get_auth_info": 1,
        "new_password": "",
    }
