"""Other numbers of the account: its aliases (9)."""

from __future__ import annotations

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.records import Alias
from portaswitch.rows import READ, WRITE, inside, row
from portaswitch.values import number_or, yes_no

ROWS = (
    row("Account/get_alias_list", READ, "i_account=i_master_account", "alias_list"),
    row(
        "Account/add_alias",
        WRITE,
        inside("alias_info", "i_account=i_master_account id blocked"),
        "i_account",
    ),
    row(
        "Account/delete_alias",
        WRITE,
        inside("alias_info", "i_account=i_master_account i_alias=i_account id"),
    ),
)


class Numbers(Calls):
    async def get_alias_list(self) -> tuple[Alias, ...]:
        answer = await self._call("get_alias_list", i_account=self.i_account)
        return parse.each("alias", answer["alias_list"], parse.alias)

    async def add_alias(self, number: str, *, blocked: bool = False) -> int:
        """The alias's own `i_account`; 0 where the switch only says that it did.

        The portal has no button for it: offer it only where the account's ACL allows it (9).
        """
        answer = await self._call(
            "add_alias", i_account=self.i_account, id=number, blocked=yes_no(blocked)
        )
        return number_or(answer["i_account"], 0)

    async def delete_alias(self, alias: Alias) -> None:
        """For good; whoever dials it no longer reaches the account."""
        await self._call(
            "delete_alias", i_account=self.i_account, i_alias=alias.i_account, id=alias.id
        )
