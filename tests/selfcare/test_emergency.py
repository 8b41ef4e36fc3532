"""The emergency address: read-only unless mapped, read back before it is saved, asked for yearly."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.provider.config import Config
from sandbox.provider.proposals.emergency import EmergencyAddress
from tests.harness.chat import ChatUser
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

MAPPED = "[update_e911_address]\nconfirmed = true\n"
OFFICE = {
    "name": "Carol Cole",
    "street": "Main Street",
    "house_number": "12",
    "city": "New York",
    "zip": "10001",
    "country": "US",
}


@pytest.fixture
async def mapped(tmp_path: Path) -> AsyncIterator[World]:
    """The operator has tried the write on this switch."""
    (tmp_path / "operations.toml").write_text(MAPPED)
    async with make_world(tmp_path, operations=tmp_path / "operations.toml") as world:
        yield world


async def carol(world: World, **address: str) -> ChatUser:
    """Her product has emergency calls."""
    live(world, **address)
    user = await world.user("Carol")
    await user.sign_in("carol")
    return user


def live(world: World, **address: str) -> None:
    account = world.account("carol")
    account.part(EmergencyAddress).fields = dict(address)


@pytest.mark.row("S56", "N20")
async def test_that_the_switch_lists_a_write_does_not_make_it_offered(world: World) -> None:
    user = await carol(world)

    await user.moves("/menu")
    assert "There is no emergency address for this line." in await user.last()
    await user.play("""
        > [Emergency address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        There is no emergency address for this line. If you call for help, it may not find you.
        Locked: only your provider can change it.
        [Ask for a change]
        [Home]
        > [Ask for a change]
        My Profile · Help — 12065550102 Carol Cole
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550102. Please check the emergency address of this line with me.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550102. Please check the emergency address of this line with me.]
        [Back]  [Home]
    """)

    live(world, **OFFICE)
    await user.moves("/menu")
    assert "Please check your emergency address: is help sent" in await user.last()
    await user.play("""
        > [Emergency address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        If you call for help from this line, it is sent here:
        Name: Carol Cole
        Street: Main Street
        House number: 12
        Flat or office: none
        City: New York
        State or region: none
        Postal code: 10001
        Country: US
        Please check your emergency address: is help sent to the right place?
        Locked: only your provider can change it.
        [It is right]  [Ask for a change]
        [Home]
    """)
    await user.moves("[It is right]")
    assert "that this is right." in await user.last()
    assert "[It is right]" not in await user.last()
    await user.moves("/menu")
    assert "mergency" not in await user.last()

    world.clock.advance(days=366)
    await user.moves("/menu")
    assert "Please check your emergency address again: you last said" in await user.last()
    await user.moves("[Emergency address]")
    assert "[It is right]" in await user.last()
    assert await world.desk.log("update_e911_address") == []


@pytest.mark.row("S56", "N20")
async def test_a_new_address_is_read_back_line_by_line_before_it_is_saved(mapped: World) -> None:
    user, desk = await carol(mapped, **OFFICE, unit="4"), mapped.desk
    await user.moves("/menu", "[Emergency address]")

    await user.play("""
        > [Change the address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 1 of 8
        Who is to be looked for there? Send the full name.
        [Carol Cole]
        [Cancel]
        > [Carol Cole]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 2 of 8
        Which street? Without the house number.
        [Main Street]
        [Back]  [Cancel]
        > Broadway
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 3 of 8
        Which house number?
        [12]  [none]
        [Back]  [Cancel]
        > 1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        IP Centrex · Emergency address — 12065550102 Carol Cole
        This needs one line of up to 80 characters.
        Step 3 of 8
        Which house number?
        [12]  [none]
        [Back]  [Cancel]
        > 350
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 4 of 8
        Which flat, floor or office?
        [4]  [none]
        [Back]  [Cancel]
        > [none]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 5 of 8
        Which city or village?
        [New York]
        [Back]  [Cancel]
        > [New York]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 6 of 8
        Which state or region?
        [none]
        [Back]  [Cancel]
        > [none]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 7 of 8
        Which postal code?
        [10001]  [none]
        [Back]  [Cancel]
        > [Back]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 6 of 8
        Which state or region?
        [none]
        [Back]  [Cancel]
        > NY
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 7 of 8
        Which postal code?
        [10001]  [none]
        [Back]  [Cancel]
        > [10001]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 8 of 8
        Which country? For example US.
        [US]
        [Back]  [Cancel]
    """)
    await mapped.restart(provider_timeout=SOON)
    await desk.fault("Account/update_e911_address", "fault", faultcode="x", times=1)
    await user.play("""
        > Narnia
        IP Centrex · Emergency address — 12065550102 Carol Cole
        This needs a country, for example Ukraine or UA.
        Step 8 of 8
        Which country? For example US.
        [US]
        [Back]  [Cancel]
        > united states
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Read every line: if you call for help, it is sent exactly here.
        Name: Carol Cole
        Street: Broadway
        House number: 350
        Flat or office: none
        City: New York
        State or region: NY
        Postal code: 10001
        Country: US
        [Back]  [Cancel]  [Save this address]
        > [Save this address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
        > [Try again]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Read every line: if you call for help, it is sent exactly here.
        Name: Carol Cole
        Street: Broadway
        House number: 350
        Flat or office: none
        City: New York
        State or region: NY
        Postal code: 10001
        Country: US
        [Back]  [Cancel]  [Save this address]
    """)
    await user.moves("[Save this address]")
    assert "that this is right." in await user.last()

    *_refused, call = await desk.log("update_e911_address")
    assert call["params"] == {
        "i_account": 1003,
        "name": "Carol Cole",
        "street": "Broadway",
        "house_number": "350",
        "unit": "",
        "city": "New York",
        "state": "NY",
        "zip": "10001",
        "country": "US",
    }


@pytest.mark.row("S56")
async def test_canceled_silent_and_locked(mapped: World) -> None:
    user, desk = await carol(mapped), mapped.desk
    await user.moves("/menu", "[Emergency address]")
    await user.play("""
        > [Set the address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Step 1 of 8
        Who is to be looked for there? Send the full name.
        [Cancel]
        > [Cancel]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        Canceled. The emergency address was not changed.
        There is no emergency address for this line. If you call for help, it may not find you.
        [Set the address]
        [Home]
    """)
    await mapped.restart(provider_timeout=SOON)
    await user.moves(
        "/menu", "[Emergency address]", "[Set the address]", "Carol", "Broadway", "[none]",
        "[none]", "New York", "[none]", "[none]", "US",
    )  # fmt: skip
    await desk.fault("Account/update_e911_address", "silent_after", times=1)
    await user.play("""
        > [Save this address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
    """)
    await user.moves("/menu")
    await user.play("""
        > [Emergency address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        If you call for help from this line, it is sent here:
        Name: Carol
        Street: Broadway
        House number: none
        Flat or office: none
        City: New York
        State or region: none
        Postal code: none
        Country: US
        Please check your emergency address: is help sent to the right place?
        [It is right]  [Change the address]
        [Home]
    """)

    # What was shown is not what is there now: nobody has said that this is right.
    live(mapped, **OFFICE)
    await user.play("""
        > [It is right]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        If you call for help from this line, it is sent here:
        Name: Carol Cole
        Street: Main Street
        House number: 12
        Flat or office: none
        City: New York
        State or region: none
        Postal code: 10001
        Country: US
        Please check your emergency address: is help sent to the right place?
        [It is right]  [Change the address]
        [Home]
    """)

    await desk.settings("carol", locked_features=["emergency"])
    await desk.fault("Account/get_e911_address", "silent_before", times=1)
    await user.moves("/menu")
    assert "Please check" not in await user.last()
    await user.moves("emergency address")
    await user.play("""
        > [Emergency address]
        IP Centrex · Emergency address — 12065550102 Carol Cole
        If you call for help from this line, it is sent here:
        Name: Carol Cole
        Street: Main Street
        House number: 12
        Flat or office: none
        City: New York
        State or region: none
        Postal code: 10001
        Country: US
        Please check your emergency address: is help sent to the right place?
        Locked: only your provider can change it.
        [It is right]  [Ask for a change]
        [Home]
    """)


@pytest.mark.row("S56")
async def test_a_switch_without_the_record_shows_the_location_that_it_keeps(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        user = await carol(world)
        await user.play("""
            > emergency address
            IP Centrex · Emergency address — 12065550102 Carol Cole
            Your provider does not show here where help is sent if you call for it.
            Locked: only your provider can change it.
            [Ask for a change]
            [Home]
        """)
        place = {"voice_location": {"flag_value": "Y", "attributes": {"primary_location": "Attic"}}}
        await world.desk.settings("carol", features=place)
        await user.play("""
            > emergency address
            IP Centrex · Emergency address — 12065550102 Carol Cole
            Where help is sent: Attic
            Locked: only your provider can change it.
            [Ask for a change]
            [Home]
        """)
