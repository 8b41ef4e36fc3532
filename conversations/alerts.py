"""Alerts: what the bot writes unasked, how low a low balance is, and when to keep quiet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from decimal import Decimal

from dialogs import Amount, Area, Form, Invalid, Result, Row, Step, TimeOfDay, Turn, View, ask, go
from dialogs.alerts import CLOCK, Alerts
from dialogs.setting import OneOf, OnOff, Panel, Preference, Setting, prefer, wished
from line.absence import WATCH as PHONE_OFFLINE
from line.followme import FORWARD_MODE
from line.funds import available_funds
from locales import Moment, Span, Text, _, money
from portaswitch import ProviderError

area = Area(
    "alerts",
    _("Alerts"),
    icon="🔔",
    group="profile",
    command="alerts",
    words=_(
        "alerts, notifications, notify me, notices, quiet, quiet hours, night, mute, remind, "
        "low balance limit, phone offline"
    ),
)

NEVER = "never"


async def _has_mailbox(turn: Turn) -> bool:
    try:
        mailbox = (await turn.features()).get("unified_messaging")
    except ProviderError:
        return True  # its alerts can be chosen while the provider is away
    return mailbox is not None and mailbox.on


async def _can_forward(turn: Turn) -> bool:
    try:
        return FORWARD_MODE in await turn.features()
    except ProviderError:
        return True


async def _has_calls(turn: Turn) -> bool:
    return turn.services.provider.contract.has("get_xdr_list")


async def _has_funds(turn: Turn) -> bool:
    try:
        return available_funds(await turn.read("get_account_info")) is not None
    except ProviderError:
        return True


async def _has_phone(turn: Turn) -> bool:
    try:
        return (await turn.read("get_account_info")).sip_status is not None
    except ProviderError:
        return True


def _after(minutes: int) -> Text:
    return _("after {time}", time=Span(timedelta(minutes=minutes), "words"))


kinds = Panel(
    area,
    Setting(_("New voicemail"), Preference("voicemail", default=True), OnOff(), _has_mailbox),
    Setting(_("Missed calls"), Preference("missed_call", default=True), OnOff(), _has_calls),
    Setting(_("Low balance"), Preference("low_balance", default=True), OnOff(), _has_funds),
    Setting(_("Plan reminders"), Preference("reminders", default=True), OnOff()),
    Setting(
        _("End of a forward"), Preference("forward_ended", default=True), OnOff(), _can_forward
    ),
    Setting(
        _("Phone offline"),
        Preference(PHONE_OFFLINE, default=""),
        OneOf({"": _("off")} | {str(minutes): _after(minutes) for minutes in (15, 60, 240)}),
        _has_phone,
    ),
)


@area.start
async def alerts(turn: Turn) -> View:
    wishes = await _wishes(turn)
    buttons: list[Row] = []
    if wishes.low_balance and await _has_funds(turn):
        low = money(wishes.threshold, turn.link.currency)
        buttons.append(go(_("Low is below {amount}", amount=low), Threshold))
    quiet = go(_("Quiet hours: {hours}", hours=_hours(wishes)), QuietHours)
    return await kinds.view(
        turn,
        _("I write to you when one of these happens on this line. Tap one to change it."),
        buttons=[*buttons, quiet],
    )


@area.form
class Threshold(Form):
    async def _question(self, turn: Turn) -> Text:
        return _(
            "I tell you when less than {amount} is left. At what amount shall I tell you instead?",
            amount=money((await _wishes(turn)).threshold, turn.link.currency),
        )

    amount: Decimal = ask(_question, Amount(Decimal("0.01"), Decimal(100_000)))
    undone = _("Canceled. The amount stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        await turn.run(prefer, turn.link.id, {"threshold": str(self.amount)})
        return Step(area.key)


class Hour(TimeOfDay):
    """A time of day with the usual ones to tap; `never` is another answer to tap."""

    def __init__(self, *usual: str, never: Text | None = None) -> None:
        self.usual, self.never = usual, never

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        options: list[tuple[str, Text | str]] = [(hour, hour) for hour in self.usual]
        return [*options, (NEVER, self.never)] if self.never is not None else options


@area.form
class QuietHours(Form):
    async def _from(self, turn: Turn) -> Text:
        return _(
            "From what time shall I be quiet? What happens then, I tell you afterwards. "
            "The time at your line is {time} now.",
            time=Moment(turn.now, "time"),
        )

    start: str = ask(_from, Hour("21:00", "22:00", "23:00", never=_("No quiet hours")))
    end: str = ask(_("Until what time?"), Hour("06:00", "07:00", "08:00", "09:00"))
    undone = _("Canceled. The quiet hours stay as they were.")

    async def answered(self, turn: Turn, name: str) -> Result:
        if self.start == NEVER:
            await turn.run(prefer, turn.link.id, {"quiet": None})
            return Step(area.key)
        if self.start == self.end:
            raise Invalid(_("The quiet hours must end at another time than they begin."))
        return None

    async def submit(self, turn: Turn) -> Result:
        await turn.run(prefer, turn.link.id, {"quiet": [self.start, self.end]})
        return Step(area.key)


async def _wishes(turn: Turn) -> Alerts:
    return Alerts.from_json(await wished(turn), turn.options.low_balance)


def _hours(wishes: Alerts) -> Text:
    if wishes.quiet is None:
        return _("off")
    start, end = (_clock(one) for one in wishes.quiet)
    return _("{start} to {end}", start=start, end=end)


def _clock(at: time) -> str:
    return at.strftime(CLOCK)
