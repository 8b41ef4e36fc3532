"""Follow-me and forwarding (7)."""

from __future__ import annotations

from dataclasses import fields

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.records import FollowMe, FollowMeNumber, Sequence
from portaswitch.rows import READ, WRITE, row
from portaswitch.values import mapping, number_or, yes_no

ROWS = (
    row("Account/get_account_followme", READ, "i_account", "followme_info followme_numbers"),
    row("Account/update_account_followme", WRITE, "i_account followme_info"),
    row("Account/add_followme_number", WRITE, "number_info", "i_follow_me_number"),
    row("Account/update_followme_number", WRITE, "number_info"),
    row("Account/delete_followme_number", WRITE, "i_follow_me_number"),
)


class Forwarding(Calls):
    async def get_account_followme(self) -> FollowMe:
        answer = await self._call("get_account_followme", i_account=self.i_account)
        return parse.follow_me(mapping(answer["followme_info"]), answer["followme_numbers"])

    async def update_account_followme(
        self, *, sequence: Sequence, timeout: int | None = None
    ) -> None:
        """Also creates the parent record without which older releases refuse numbers (7.1)."""
        info = self._own(sequence=sequence.value, timeout=timeout)
        await self._call("update_account_followme", i_account=self.i_account, followme_info=info)

    async def add_followme_number(self, number: FollowMeNumber) -> int:
        """The id that the switch assigned; 0 where it only says that it did."""
        info = self._own(**_number_info(number))
        answer = await self._call("add_followme_number", number_info=info)
        return number_or(answer["i_follow_me_number"], 0)

    async def update_followme_number(self, number: FollowMeNumber) -> None:
        info = self._own(i_follow_me_number=number.i_follow_me_number, **_number_info(number))
        await self._call("update_followme_number", number_info=info)

    async def delete_followme_number(self, i_follow_me_number: int) -> None:
        await self._call("delete_followme_number", i_follow_me_number=i_follow_me_number)


def _number_info(number: FollowMeNumber) -> dict[str, object]:
    """What only some modes know (7.2) is sent where it is set; an empty name clears the old one."""
    info = {field.name: getattr(number, field.name) for field in fields(number)}
    del info["i_follow_me_number"]
    for name in ("active", "keep_original_cld", "use_tcp"):
        info[name] = None if info[name] is None else yes_no(info[name])
    if not number.i_follow_me_number:
        info["name"] = info["name"] or None
    for name in ("domain", "period_description"):
        info[name] = info[name] or None
    return info
