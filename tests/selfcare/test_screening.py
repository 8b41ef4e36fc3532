"""Call screening: the rules as sentences, blocking and allowing a caller, a wizard for new rules."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world

ON = {"call_processing": {"flag_value": "Y"}}
MISSED: dict[str, Any] = {"from": "12065550177", "answered": False, "seconds": 0}
READ_ONLY = """
[add_cp_rule]
confirmed = false
"""


@pytest.fixture
async def chat(world: World) -> ChatUser:
    """Alice, whose line has screening."""
    await world.desk.settings(features=ON)
    user = await world.user()
    await user.sign_in()
    return user


@pytest.mark.row("S34", "A07")
async def test_rules_are_read_out_in_their_order_and_can_be_changed(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /screening
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Mum” (+1 212-555-0123) ring your phone.
        2. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [New rule]  [Blocked callers]
        [Home]
        > [Rule 2]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 2 of 2
        All calls go to voicemail, every day 22:00–07:00 (“Night”).
        Note: Voicemail at night
        [Pause]  [Try it earlier]
        [Delete]
        [Back]  [Home]
        > [Try it earlier]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [New rule]  [Blocked callers]
        [Home]
        > [Rule 1]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 1 of 2
        All calls go to voicemail, every day 22:00–07:00 (“Night”).
        Note: Voicemail at night
        [Pause]  [Delete]
        [Back]  [Home]
        > [Pause]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 1 of 2
        All calls go to voicemail, every day 22:00–07:00 (“Night”). (paused)
        Note: Voicemail at night
        [Resume]  [Delete]
        [Back]  [Home]
        > [Resume]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 1 of 2
        All calls go to voicemail, every day 22:00–07:00 (“Night”).
        Note: Voicemail at night
        [Pause]  [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Delete this rule? That cannot be undone.
        All calls go to voicemail, every day 22:00–07:00 (“Night”).
        [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Mum” (+1 212-555-0123) ring your phone.
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]
        [New rule]  [Blocked callers]
        [Home]
        > [Screening: on]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Screening is off: every call is treated alike, whoever calls.
        [Screening: off]
        [Home]
        > [Screening: off]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Mum” (+1 212-555-0123) ring your phone.
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]
        [New rule]  [Blocked callers]
        [Home]
    """)

    (rule,) = await desk.log("delete_cp_rule")
    (condition,) = await desk.log("delete_cp_condition")
    assert (rule["outcome"], condition["outcome"]) == ("ok", "ok")


@pytest.mark.row("S34")
async def test_without_the_mapped_writes_the_rules_are_only_read(tmp_path: Path) -> None:
    (tmp_path / "operations.toml").write_text(READ_ONLY)
    async with make_world(tmp_path, operations=tmp_path / "operations.toml") as world:
        await world.desk.settings(features=ON)
        await world.desk.call(**MISSED)
        user = await world.user()
        await user.sign_in()
        await user.play("""
            > /screening
            IP Centrex · Call screening — 12065550100 Alice Adams
            The first rule that fits a call decides what becomes of it:
            1. Calls from “Mum” (+1 212-555-0123) ring your phone.
            2. All calls go to voicemail, every day 22:00–07:00 (“Night”).
            All other calls are treated as usual.
            Locked: only your provider can change the rules.
            [Screening: on]
            [Ask to change rules]
            [Home]
            > [Ask to change rules]
            My Profile · Help — 12065550100 Alice Adams
            Here is a message to your provider that you can send:
            Hello. This is about my line 12065550100. Please change my call screening rules.
            To talk to a person at Example Telecom: +1 206 555 0199
            [Copy the message ⧉ Hello. This is about my line 12065550100. Please change my call screening rules.]
            [Back]  [Home]
        """)
        await user.moves("/calls", "[1: +1 206-555-0177]")
        assert "Block" not in await user.last()
        # A button of the days when that was possible.
        await user.moves("block 12065550177")
        assert "[Block this caller]" not in await user.last()


@pytest.mark.row("S34")
async def test_a_switch_without_the_rules_has_no_screening(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        await world.desk.settings(features=ON)
        user = await world.user()
        await user.sign_in()
        await user.moves("/screening")
        assert "Your line does not have “" in await user.last()


@pytest.mark.row("S34", "A06")
async def test_a_caller_is_blocked_from_a_call_and_that_is_undone(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.call(**MISSED)
    await chat.moves("/calls", "[1: +1 206-555-0177]")

    await chat.play("""
        > [Block this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Allow again]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are not blocked.
        [Block this caller]  [Blocked callers]
        [Back]  [Home]
        > [Block this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Blocked callers]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from these are rejected:
        • +1 206-555-0177, last tried today {{time}}
        [+1 206-555-0177]
        [Block a number]  [Block withheld calls]
        [Back]  [Home]
        > [Block withheld calls]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from any withheld number are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Blocked callers]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from these are rejected:
        • +1 206-555-0177, last tried today {{time}}
        • withheld numbers
        [+1 206-555-0177]  [withheld numbers]
        [Block a number]
        [Back]  [Home]
        > [Block a number]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Whose calls shall be rejected? Send a number, or share a contact.
        [Cancel]
        > nobody
        IP Centrex · Call screening — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Whose calls shall be rejected? Send a number, or share a contact.
        [Cancel]
        > 206 555 0178
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0178 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > block banana
        IP Centrex · Call screening — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Whose calls shall be rejected? Send a number, or share a contact.
        [Cancel]
        > /cancel
        IP Centrex · Call screening — 12065550100 Alice Adams
        Canceled. Nobody was blocked.
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Blocked callers” (+1 206-555-0177, any withheld number, and +1 206-555-0178) are rejected.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]
        [New rule]  [Blocked callers]
        [Home]
        > block 020 7946 0999
        IP Centrex · Call screening — 12065550100 Alice Adams
        Did you mean +1 207-946-0999?
        Whose calls shall be rejected? Send a number, or share a contact.
        [Yes: +12079460999]
        [Cancel]
        > /screening
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Blocked callers” (+1 206-555-0177, any withheld number, and +1 206-555-0178) are rejected.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]
        [New rule]  [Blocked callers]
        [Home]
        > block +1 206 555 0178
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0178 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Allow again]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0178 are not blocked.
        [Block this caller]  [Blocked callers]
        [Back]  [Home]
    """)

    assert len(await desk.log("add_cp_rule")) == 2
    *_earlier, last = await desk.log("update_cp_condition")
    patterns = last["params"]["cp_condition_info"]["number_pattern_list"]
    assert patterns == [{"number": "12065550177"}, {"number": "anonymous"}]


@pytest.mark.row("A06")
async def test_who_always_rings_is_blocked_all_the_same_and_a_second_tap_adds_nothing(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > block +1 212 555 0123
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 212-555-0123 are not blocked.
        Calls from “Mum” (+1 212-555-0123) ring your phone.
        [Block this caller]  [Blocked callers]
        [Back]  [Home]
    """)
    await chat.tap("Block this caller", times=2)
    await chat.seen()
    await chat.play("""
        > /screening
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Blocked callers” (+1 212-555-0123) are rejected.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]
        [New rule]  [Blocked callers]
        [Home]
        > [Rule 1]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 1 of 3
        Calls from “Blocked callers” (+1 212-555-0123) are rejected.
        [Pause]  [Delete]
        [Back]  [Home]
        > [Delete]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Delete this rule? That cannot be undone.
        Calls from “Blocked callers” (+1 212-555-0123) are rejected.
        [Delete]
        [Back]  [Home]
        > [Back]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Rule 1 of 3
        Calls from “Blocked callers” (+1 212-555-0123) are rejected.
        [Pause]  [Delete]
        [Back]  [Home]
    """)
    assert len(await desk.log("add_cp_rule")) == 1


@pytest.mark.row("A06")
async def test_off_refused_and_silent(world: World, chat: ChatUser) -> None:
    desk = world.desk
    await world.restart(provider_timeout=SOON)
    await desk.settings(features={"call_processing": {"flag_value": "N"}})
    await chat.play("""
        > block 206 555 0177
        IP Centrex · Call screening — 12065550100 Alice Adams
        Screening is off, so nobody is blocked. Once it is on, its other rules count too.
        [Switch on and block]
        [Back]  [Home]
        > [Switch on and block]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
    """)

    await chat.moves("[Allow again]")
    await desk.fault("CallProcessing/add_cp_rule", "fault", faultcode="x", times=1)
    await chat.play("""
        > [Block this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)
    (_undone, taken_back) = await desk.log("delete_cp_condition")
    assert taken_back["outcome"] == "ok"

    await desk.fault("CallProcessing/add_cp_rule", "silent_after", times=1)
    await chat.moves("block 206 555 0177", "[Block this caller]")
    assert "I do not know whether" in await chat.last()
    await chat.play("""
        > block 206 555 0177
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
    """)
    assert len(await desk.log("add_cp_condition")) == 3

    await desk.settings(locked_features=["call_processing"])
    await chat.play("""
        > /screening
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Blocked callers” (+1 206-555-0177) are rejected.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        Locked: only your provider can change the rules.
        Only your provider can change:
        Screening: on, locked
        [Ask to change rules]  [Ask for a change]
        [Home]
    """)


@pytest.mark.row("A07")
async def test_a_rule_in_three_questions(world: World, chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/screening")

    await chat.play("""
        > [New rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 1 of 3
        Whose calls? Send a number, a contact, or how numbers begin, such as +1206*.
        [Everybody]  [Withheld numbers]
        [Cancel]
        > some of them
        IP Centrex · Call screening — 12065550100 Alice Adams
        I need a number such as +12065550123, or how numbers begin, such as +1206*.
        Step 1 of 3
        Whose calls? Send a number, a contact, or how numbers begin, such as +1206*.
        [Everybody]  [Withheld numbers]
        [Cancel]
        > +1 206*
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 2 of 3
        When? Tap, or send days and hours such as mon-fri 9:00-17:30.
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > late
        IP Centrex · Call screening — 12065550100 Alice Adams
        I need days and hours, for example mon-fri 9:00-17:30.
        Step 2 of 3
        When? Tap, or send days and hours such as mon-fri 9:00-17:30.
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > mon-fri 9:00-17:30
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 3 of 3
        What shall become of these calls?
        [Reject them]  [Send to voicemail]
        [Ring my phone]  [Ring, then voicemail]
        [Back]  [Cancel]
        > dance
        IP Centrex · Call screening — 12065550100 Alice Adams
        Tap one of the buttons, or type its label: Reject them, Send to voicemail, Ring my phone, Ring, then voicemail.
        Step 3 of 3
        What shall become of these calls?
        [Reject them]  [Send to voicemail]
        [Ring my phone]  [Ring, then voicemail]
        [Back]  [Cancel]
        > [Ring my phone]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Add this rule?
        Calls from any number that begins with 1206 ring your phone, weekdays 09:00–17:30.
        It is tried before your other rules.
        [Back]  [Cancel]  [Add the rule]
        > [Back]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 3 of 3
        What shall become of these calls?
        [Reject them]  [Send to voicemail]
        [Ring my phone]  [Ring, then voicemail]
        [Back]  [Cancel]
        > [Send to voicemail]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Add this rule?
        Calls from any number that begins with 1206 go to voicemail, weekdays 09:00–17:30.
        It is tried before your other rules.
        [Back]  [Cancel]  [Add the rule]
    """)
    await world.restart()
    await chat.play("""
        > [Add the rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from any number that begins with 1206 go to voicemail, weekdays 09:00–17:30.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]
        [New rule]  [Blocked callers]
        [Home]
        > [New rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 1 of 3
        Whose calls? Send a number, a contact, or how numbers begin, such as +1206*.
        [Everybody]  [Withheld numbers]
        [Cancel]
        > [Everybody]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 2 of 3
        When? Tap, or send days and hours such as mon-fri 9:00-17:30.
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > [Nights]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 3 of 3
        What shall become of these calls?
        [Reject them]  [Send to voicemail]
        [Ring my phone]  [Ring, then voicemail]
        [Back]  [Cancel]
        > [Reject them]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Add this rule?
        All calls are rejected, every day 22:00–07:00 (“Nights”).
        It is tried after your other rules.
        [Back]  [Cancel]  [Add the rule]
        > [Add the rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from any number that begins with 1206 go to voicemail, weekdays 09:00–17:30.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        4. All calls are rejected, every day 22:00–07:00 (“Nights”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]  [Rule 4]
        [New rule]  [Blocked callers]
        [Home]
        > [New rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 1 of 3
        Whose calls? Send a number, a contact, or how numbers begin, such as +1206*.
        [Everybody]  [Withheld numbers]
        [Cancel]
        > everybody
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 2 of 3
        When? Tap, or send days and hours such as mon-fri 9:00-17:30.
        [Always]  [Work hours]
        [Evenings]  [Nights]
        [Weekend]
        [Back]  [Cancel]
        > [Always]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Step 3 of 3
        What shall become of these calls?
        [Reject them]  [Send to voicemail]
        [Ring my phone]  [Ring, then voicemail]
        [Back]  [Cancel]
        > [Reject them]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Add this rule?
        All calls are rejected.
        It is tried after your other rules.
        Nobody can reach you then, except by a rule that is tried before.
        [Back]  [Cancel]  [Add the rule]
        > [Cancel]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Canceled. No rule was added.
        The first rule that fits a call decides what becomes of it:
        1. Calls from any number that begins with 1206 go to voicemail, weekdays 09:00–17:30.
        2. Calls from “Mum” (+1 212-555-0123) ring your phone.
        3. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        4. All calls are rejected, every day 22:00–07:00 (“Nights”).
        All other calls are treated as usual.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]  [Rule 4]
        [New rule]  [Blocked callers]
        [Home]
    """)
    assert [call["params"]["cp_rule_info"]["order"] for call in await desk.log("add_cp_rule")] == [
        1,
        4,
    ]


@pytest.mark.row("A07")
async def test_in_ukrainian(world: World) -> None:
    await world.desk.settings("dmytro", features=ON)
    user = await world.user("Дмитро", "uk")
    await user.sign_in("dmytro")

    await user.play("""
        > /screening
        IP Centrex · Фільтр дзвінків — 380441234567 Дмитро Коваленко
        Що буде з дзвінком, вирішує перше правило, яке до нього підходить:
        1. Дзвінки від «Mum» (+1 212-555-0123) надходять на ваш телефон.
        2. Усі дзвінки потрапляють на голосову пошту, щодня 22:00–07:00 («Night»).
        Решта дзвінків надходить як завжди.
        [Фільтр: увімкнено]
        [Правило 1]  [Правило 2]
        [Нове правило]  [Заблоковані]
        [Головна]
        > заблокуй +380 44 123 45 99
        IP Centrex · Фільтр дзвінків — 380441234567 Дмитро Коваленко
        Дзвінки (+380 44 123 4599) не заблоковано.
        [Заблокувати абонента]  [Заблоковані]
        [Назад]  [Головна]
    """)


@pytest.mark.row("A06", "S75")
async def test_a_block_leads_back_to_its_call_which_then_allows(chat: ChatUser, desk: Desk) -> None:
    for caller in ("12065550177", "anonymous", "Bob <101@pbx>"):
        await desk.call(**{**MISSED, "from": caller})
    await chat.moves("/calls", "[3: +1 206-555-0177]", "[Block this caller]")

    await chat.play("""
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Direction: incoming
        From: +1 206-555-0177
        To: +1 206-555-0100
        When: today {{time}}
        Cost: free
        Tap to call: +12065550177
        [Copy number ⧉ +12065550177]  [Allow this caller]
        [Save to phone book]
        [Back]  [Home]
        > [Allow this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are not blocked.
        [Block this caller]  [Blocked callers]
        [Back]  [Home]
        > [Block this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from +1 206-555-0177 are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Direction: incoming
        From: +1 206-555-0177
        To: +1 206-555-0100
        When: today {{time}}
        Cost: free
        Tap to call: +12065550177
        [Copy number ⧉ +12065550177]  [Allow this caller]
        [Save to phone book]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Missed: from Bob <101@pbx>, today {{time}}
        2. Missed: from a withheld number, today {{time}}
        3. Missed: from +1 206-555-0177, today {{time}}
        4. Answered: to +1 206-555-0133, today {{time}}, for 3:20
        5. Missed: from Mum, today {{time}}
        6. Answered: from Mum, today {{time}}, for 10:21
        [1: Bob <101@pbx>]  [2: withheld number]
        [3: +1 206-555-0177]  [4: +1 206-555-0133]
        [5: Mum]  [6: Mum]
        [Older]
        [Only missed]  [Refresh]
        [Home]
        > [2: withheld number]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Direction: incoming
        From: withheld number
        To: +1 206-555-0100
        When: today {{time}}
        Cost: free
        [Block withheld calls]
        [Back]  [Home]
        > [Block withheld calls]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Calls from any withheld number are rejected.
        [Allow again]  [Blocked callers]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Direction: incoming
        From: withheld number
        To: +1 206-555-0100
        When: today {{time}}
        Cost: free
        [Allow withheld calls]
        [Back]  [Home]
        > [Back]
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Missed: from Bob <101@pbx>, today {{time}}
        2. Missed: from a withheld number, today {{time}}
        3. Missed: from +1 206-555-0177, today {{time}}
        4. Answered: to +1 206-555-0133, today {{time}}, for 3:20
        5. Missed: from Mum, today {{time}}
        6. Answered: from Mum, today {{time}}, for 10:21
        [1: Bob <101@pbx>]  [2: withheld number]
        [3: +1 206-555-0177]  [4: +1 206-555-0133]
        [5: Mum]  [6: Mum]
        [Older]
        [Only missed]  [Refresh]
        [Home]
        > [1: Bob <101@pbx>]
        Dashboard · Calls — 12065550100 Alice Adams
        Missed
        Direction: incoming
        From: Bob <101@pbx>
        To: +1 206-555-0100
        When: today {{time}}
        Cost: free
        [Copy number ⧉ Bob <101@pbx>]  [Save to phone book]
        [Back]  [Home]
    """)
    await desk.fault("CallProcessing/get_cp_rule_list", "fault", times=1)
    await chat.moves("/calls", "[3: +1 206-555-0177]")
    assert "[Block this caller]" in await chat.last()


@pytest.mark.row("A07")
async def test_a_rule_that_rejects_everybody_says_what_it_means(chat: ChatUser) -> None:
    await chat.moves("/screening", "[New rule]", "[Everybody]", "[Always]")

    await chat.play("""
        > [Reject them]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Add this rule?
        All calls are rejected.
        It is tried after your other rules.
        Nobody can reach you then, except by a rule that is tried before.
        [Back]  [Cancel]  [Add the rule]
        > [Add the rule]
        IP Centrex · Call screening — 12065550100 Alice Adams
        The first rule that fits a call decides what becomes of it:
        1. Calls from “Mum” (+1 212-555-0123) ring your phone.
        2. All calls go to voicemail, every day 22:00–07:00 (“Night”).
        3. All calls are rejected.
        [Screening: on]
        [Rule 1]  [Rule 2]
        [Rule 3]
        [New rule]  [Blocked callers]
        [Home]
    """)
