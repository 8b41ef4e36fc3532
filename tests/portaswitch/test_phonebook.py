"""The phone book of the client: what is sent, what is read, what the switch refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portaswitch import (
    Account,
    DirectoryRecord,
    PhonebookLimits,
    PhonebookRecord,
    PhoneType,
    Rejected,
)
from sandbox.provider.server import Config
from tests.portaswitch.conftest import Desk, Script, running, says

LONDON = PhonebookRecord("442079460018", name="London", phone_type=PhoneType.WORK, dial_id=7)


@pytest.fixture
async def subscriber(desk: Desk) -> Account:
    return await desk.sign_in()


async def allow(desk: Desk, **limits: str) -> None:
    attributes = {name: [value] for name, value in limits.items()}
    feature = {"flag_value": "Y", "attributes": attributes}
    await desk.post("accounts/1001/settings", features={"phonebook": feature})


# -- against the sandbox --------------------------------------------------------------------------


async def test_a_record_is_added_changed_and_deleted(subscriber: Account) -> None:
    key = await subscriber.add_phonebook_record(replace(LONDON, favorite=True))
    added = await subscriber.get_phonebook_record(key)
    assert added == replace(LONDON, favorite=True, i_account_phonebook=key)

    after = replace(added, name="", dial_id=None, favorite=False)
    await subscriber.update_phonebook_record(added, after)
    assert await subscriber.get_phonebook_list("4420%") == (after,)

    await subscriber.delete_phonebook_record(key)
    with pytest.raises(Rejected, match="record_not_found"):
        await subscriber.get_phonebook_record(key)


async def test_what_the_product_does_not_allow_is_refused(desk: Desk, subscriber: Account) -> None:
    await allow(desk, favorite_change_allowed="Y", max_favorites="1", favorite_change_lock_days="3")
    key = await subscriber.add_phonebook_record(replace(LONDON, favorite=True))
    (london,) = await subscriber.get_phonebook_list(LONDON.phone_number)

    with pytest.raises(Rejected, match="too_many_favorites"):
        await subscriber.add_phonebook_record(PhonebookRecord("12125550199", favorite=True))
    with pytest.raises(Rejected, match="favorite_locked"):
        await subscriber.update_phonebook_record(london, replace(london, favorite=False))
    with pytest.raises(Rejected, match="favorite_locked"):
        await subscriber.delete_phonebook_record(key)
    with pytest.raises(Rejected, match="dial_id_taken"):
        await subscriber.add_phonebook_record(PhonebookRecord("12125550199", dial_id=7))


async def test_a_switch_that_marks_otherwise_is_read_and_written_once_mapped(
    tmp_path: Path,
) -> None:
    mapped = tmp_path / "operations.toml"
    mark = 'params = { favorite = "phonebook_rec_info.is_favorite" }'
    mapped.write_text(
        f"[add_phonebook_record]\n{mark}\n[update_phonebook_record]\n{mark}\n", encoding="utf-8"
    )
    wish = replace(LONDON, favorite=True)

    async with running(Config(unknown="renamed")) as desk:
        account = await desk.sign_in()
        unmapped = await account.get_phonebook_record(await account.add_phonebook_record(wish))
    async with running(Config(unknown="renamed"), mapped) as desk:
        account = await desk.sign_in()
        key = await account.add_phonebook_record(wish)
        found = await account.get_phonebook_record(key)

    assert unmapped.favorite is None
    assert found.favorite is True


async def test_the_companys_directory_has_everybody(subscriber: Account) -> None:
    (directory,) = await subscriber.get_phone_directory_list()

    people = await subscriber.get_phone_directory_info(directory.i_ua_config_directory)

    assert directory.name == "Example Telecom customers"
    assert DirectoryRecord("Bob", "Baker", "12065550101", "12065550901", "") in people
    with pytest.raises(Rejected, match="directory_not_found"):
        await subscriber.get_phone_directory_info(1)


async def test_the_limits_are_those_of_the_feature(desk: Desk, subscriber: Account) -> None:
    stock = PhonebookLimits.of((await subscriber.get_service_features())["phonebook"])
    await allow(
        desk,
        enable_abbrev_dial="N",
        favorite_change_allowed="N",
        favorite_allowed_patterns="1212%, 44%18",
        favorite_change_lock_days="30",
    )
    own = PhonebookLimits.of((await subscriber.get_service_features())["phonebook"])

    assert stock == PhonebookLimits(2, True, 5, (), 0)
    assert stock.may_be_favorite("380931234567")
    assert own == PhonebookLimits(None, False, 5, ("1212%", "44%18"), 30)
    numbers = ("12125550123", "442079460018", "442079460019", "912125550123")
    assert [own.may_be_favorite(number) for number in numbers] == [True, True, False, False]


# -- what is sent and read ------------------------------------------------------------------------


async def test_only_what_differs_is_sent(script: Script, account: Account) -> None:
    script.on("Account/update_phonebook_record", says({"i_account_phonebook": 7}))
    before = replace(LONDON, i_account_phonebook=7, favorite=None)

    await account.update_phonebook_record(before, replace(before, name="Aunt", dial_id=None))

    assert script.seen[0].params == {
        "phonebook_rec_info": {
            "i_account_phonebook": 7, "i_account": 55, "name": "Aunt", "dial_id": "",
        }
    }  # fmt: skip


async def test_a_new_record_has_only_what_was_given(script: Script, account: Account) -> None:
    script.on("Account/add_phonebook_record", says({"success": 1}))

    assert await account.add_phonebook_record(PhonebookRecord("12125550123")) == 0

    assert script.seen[0].params == {
        "phonebook_rec_info": {
            "i_account": 55, "phone_number": "12125550123", "phone_type": "other",
        }
    }  # fmt: skip


async def test_odd_rows_are_read_as_far_as_they_go(script: Script, account: Account) -> None:
    rows = [
        {"i_account_phonebook": "8", "phone_number": 12125550123, "dial_id": "07", "new": {}},
        {"i_account_phonebook": 9, "phone_number": None, "name": None, "phone_type": "satellite"},
        {"phone_number": "12125550124"},
        "no record at all",
    ]
    script.on("Account/get_phonebook_list", says({"phonebook_rec_list": rows}))

    first, second = await account.get_phonebook_list()

    assert first == PhonebookRecord("12125550123", dial_id=7, i_account_phonebook=8)
    assert second == PhonebookRecord("", phone_type="satellite", i_account_phonebook=9)


async def test_a_record_that_is_not_there_may_be_an_empty_answer(
    script: Script, account: Account
) -> None:
    script.on("Account/get_phonebook_record", says({}))

    with pytest.raises(Rejected, match="not_found"):
        await account.get_phonebook_record(7)
