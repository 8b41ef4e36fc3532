"""Hide my number: what people see when you call them."""

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World

WRITTEN_DOWN = {"clir_note": "# hide=*67 show=*82"}


def by_code(note: dict[str, str]) -> dict[str, object]:
    return {"clir": {"flag_value": "P", "attributes": note}}


@pytest.mark.row("S50")
async def test_one_sentence_says_what_people_see_and_a_tap_changes_it(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /hide
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, people see +1 206-555-0100.
        [My number: always shown]
        [Home]
        > [My number: always shown]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        My number: what shall it be?
        [always shown, now]  [always hidden]
        [by code]
        [Back]  [Home]
        > [always hidden]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, people do not see your number.
        [My number: always hidden]
        [Home]
    """)

    (call,) = await desk.log("update_service_features")
    assert call["params"]["service_features"] == [{"name": "clir", "flag_value": "Y"}]


@pytest.mark.row("S51", "S52")
async def test_codes_are_ready_to_copy_and_are_put_before_a_number(chat: ChatUser) -> None:
    await chat.moves("/hide", "[My number: always shown]")

    await chat.play("""
        > [by code]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, a code that you dial before the number decides whether people see +1 206-555-0100.
        A code counts for one call.
        The code that shows your number changes nothing where it is shown anyway.
        [My number: by code]
        [Hide: *67 ⧉ *67]  [Show: *82 ⧉ *82]
        [For one number]
        [Home]
        > [For one number]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        Which number do you want to call?
        [Cancel]
        > who
        IP Centrex · Hide my number — 12065550100 Alice Adams
        I could not read a number there. Send one such as +12065550123, or an extension.
        Which number do you want to call?
        [Cancel]
        > 206 555 0177
        IP Centrex · Hide my number — 12065550100 Alice Adams
        Copy what to dial to reach +1 206-555-0177.
        [Hide: *6712065550177 ⧉ *6712065550177]  [Show: *8212065550177 ⧉ *8212065550177]
        [Back]  [Home]
        > [Back]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, a code that you dial before the number decides whether people see +1 206-555-0100.
        A code counts for one call.
        The code that shows your number changes nothing where it is shown anyway.
        [My number: by code]
        [Hide: *67 ⧉ *67]  [Show: *82 ⧉ *82]
        [For one number]
        [Home]
    """)


@pytest.mark.row("S51", "S52")
async def test_codes_that_the_provider_has_not_written_down_are_to_be_asked_for(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(features=by_code({"clir_note": "ask us"}))

    await chat.play("""
        > /hide
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, a code that you dial before the number decides whether people see +1 206-555-0100.
        Your provider has not written down the codes here.
        [My number: by code]  [Ask your provider]
        [Home]
        > [Ask your provider]
        My Profile · Help — 12065550100 Alice Adams
        Here is a message to your provider that you can send:
        Hello. This is about my line 12065550100. Which codes hide or show my number for a single call?
        To talk to a person at Example Telecom: +1 206 555 0199
        [Copy the message ⧉ Hello. This is about my line 12065550100. Which codes hide or show my number for a single call?]
        [Back]  [Home]
    """)


@pytest.mark.row("S51")
async def test_one_code_is_enough(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features=by_code({"clir_note": "# hide=*67 show="}))

    await chat.play("""
        > /hide
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, a code that you dial before the number decides whether people see +1 206-555-0100.
        A code counts for one call.
        [My number: by code]
        [Hide: *67 ⧉ *67]
        [For one number]
        [Home]
    """)


async def test_codes_that_stopped_working_meanwhile_are_not_offered(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.settings(features=by_code(WRITTEN_DOWN))
    await chat.moves("/hide", "[For one number]")
    await desk.settings(features={"clir": "Y"})

    await chat.play("""
        > 206 555 0177
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, people do not see your number.
        [My number: always hidden]
        [Home]
    """)


async def test_a_canceled_question_leads_back(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features=by_code(WRITTEN_DOWN))
    await chat.moves("/hide", "[For one number]")

    await chat.play("""
        > [Cancel]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        Canceled. Nothing was changed.
        When you call, a code that you dial before the number decides whether people see +1 206-555-0100.
        A code counts for one call.
        The code that shows your number changes nothing where it is shown anyway.
        [My number: by code]
        [Hide: *67 ⧉ *67]  [Show: *82 ⧉ *82]
        [For one number]
        [Home]
    """)


async def test_it_is_found_by_what_people_call_it(chat: ChatUser) -> None:
    await chat.play("""
        > how do I hide my number
        Home — 12065550100 Alice Adams
        Do you mean one of these?
        [Hide my number]  [Talk to a person]
        [Home]
        > call anonymously
        Home — 12065550100 Alice Adams
        Do you mean one of these?
        [Hide my number]  [Call barring]
        [Calls]  [Talk to a person]
        [Home]
        > [Hide my number]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, people see +1 206-555-0100.
        [My number: always shown]
        [Home]
    """)


@pytest.mark.row("S50")
async def test_what_the_provider_keeps_to_itself_is_shown_as_locked(world: World) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")

    await carol.play("""
        > /hide
        IP Centrex · Hide my number — 12065550102 Carol Cole
        When you call, people see +1 206-555-0102.
        Only your provider can change:
        My number: always shown, locked
        [Ask for a change]
        [Home]
    """)


@pytest.mark.row("S50")
async def test_a_lock_that_comes_while_choosing_changes_nothing(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/hide", "[My number: always shown]")
    await desk.settings(locked_features=["clir"])

    await chat.play("""
        > [always hidden]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        When you call, people see +1 206-555-0100.
        Only your provider can change:
        My number: always shown, locked
        [Ask for a change]
        [Home]
    """)


@pytest.mark.row("S50")
async def test_a_second_tap_sets_nothing_back(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/hide", "[My number: always shown]")

    await chat.tap("always hidden", times=2)

    assert len(await desk.log("update_service_features")) == 1
    assert "[My number: always hidden]" in await chat.last()


@pytest.mark.row("S50")
async def test_a_silent_provider_leaves_it_open_whether_it_was_changed(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("/hide", "[My number: always shown]")
    await desk.fault("Account/update_service_features", "silent_after", times=1)

    await chat.play("""
        > [always hidden]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Try again]
        [Back]  [Home]
        > [Try again]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        My number: what shall it be?
        [always shown]  [always hidden, now]
        [by code]
        [Back]  [Home]
    """)


async def test_a_provider_that_does_not_answer_is_said_so(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await desk.fault("Account/get_service_features", "silent_before")

    await chat.play("""
        > /hide
        IP Centrex · Hide my number — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Home]
    """)


async def test_the_question_survives_a_restart(world: World, chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features=by_code(WRITTEN_DOWN))
    await chat.moves("/hide", "[For one number]")

    await world.restart()

    await chat.moves("206 555 0177")
    assert "[Hide: *6712065550177 ⧉ *6712065550177]" in await chat.last()


async def test_an_ended_session_asks_to_sign_in(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/hide", "[My number: always shown]")
    await desk.expire(refresh=True)

    await chat.play("""
        > [always hidden]
        IP Centrex · Hide my number — 12065550100 Alice Adams
        Your session with the provider has ended, so nothing was changed. Sign in again to go on.
        [Sign in]
        [Back]  [Home]
    """)


async def test_hiding_speaks_ukrainian(world: World, desk: Desk) -> None:
    dmytro = await world.user("Дмитро", "uk")
    await dmytro.sign_in("dmytro")
    await desk.settings("dmytro", features=by_code(WRITTEN_DOWN))

    await dmytro.play("""
        > /hide
        IP Centrex · Приховати мій номер — 380441234567 Дмитро Коваленко
        Коли ви телефонуєте, код, набраний перед номером, визначає, чи буде видно +380 44 123 4567.
        Код діє на один дзвінок.
        Код, який показує номер, нічого не змінює там, де номер і так видно.
        [Мій номер: за кодом]
        [Приховати: *67 ⧉ *67]  [Показати: *82 ⧉ *82]
        [Для одного номера]
        [Головна]
        > [Для одного номера]
        IP Centrex · Приховати мій номер — 380441234567 Дмитро Коваленко
        На який номер ви хочете зателефонувати?
        [Скасувати]
        > 067 123 45 67
        IP Centrex · Приховати мій номер — 380441234567 Дмитро Коваленко
        Скопіюйте, що набрати, щоб зателефонувати на +380 67 123 4567.
        [Приховати: *67380671234567 ⧉ *67380671234567]  [Показати: *82380671234567 ⧉ *82380671234567]
        [Назад]  [Головна]
    """)
    await desk.settings("dmytro", features={"clir": "Y"})
    await dmytro.play("""
        > /hide
        IP Centrex · Приховати мій номер — 380441234567 Дмитро Коваленко
        Коли ви телефонуєте, вашого номера не видно.
        [Мій номер: завжди приховано]
        [Головна]
    """)
