"""Music on hold (14): what there is to choose from, and own music.

Which one plays is the attribute `i_moh` of the service feature `music_on_hold` (verified). The
methods here and the rows' members besides `i_moh` and `name` are proposals [U].
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portaswitch.account.calls import Calls
from portaswitch.parse import Json, each, required
from portaswitch.records import Audio
from portaswitch.rows import READ, UNKNOWN, WRITE, row
from portaswitch.values import integer, number_or, text, word

ROWS = (
    row("Account/get_moh_list", READ, "i_account", "default_moh_list moh_list", certainty=UNKNOWN),
    row("Account/upload_moh", WRITE, "i_account name file", "i_moh", certainty=UNKNOWN),
    row("Account/delete_moh", WRITE, "i_account i_moh", certainty=UNKNOWN),
)


class MohOwner(StrEnum):
    ACCOUNT = "account"
    CUSTOMER = "customer"


class MohStatus(StrEnum):
    """An upload plays within about ten minutes."""

    PENDING = "pending"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class MohItem:
    i_moh: int
    name: str
    owner: str = ""
    """A `MohOwner`, or the switch's own word; "" for its defaults and where it does not say."""
    status: str = ""
    """A `MohStatus`, or the switch's own word; "" where it does not say."""


@dataclass(frozen=True, slots=True)
class MohList:
    """The switch's own items, and those of the account and its customer."""

    default_moh_list: tuple[MohItem, ...]
    moh_list: tuple[MohItem, ...]


class MusicOnHold(Calls):
    async def get_moh_list(self) -> MohList:
        """[U]"""
        answer = await self._call("get_moh_list", i_account=self.i_account)
        return MohList(
            each("moh", answer["default_moh_list"], moh_item),
            each("moh", answer["moh_list"], moh_item),
        )

    async def upload_moh(self, name: str, audio: Audio) -> int:
        """[U] Adds an item and answers its `i_moh`; 0 where the switch only says that it did.

        It is not chosen by that, and plays only some ten minutes later.
        """
        answer = await self._upload("upload_moh", audio, i_account=self.i_account, name=name)
        return number_or(answer["i_moh"], 0)

    async def delete_moh(self, i_moh: int) -> None:
        """[U]"""
        await self._call("delete_moh", i_account=self.i_account, i_moh=i_moh)


def moh_item(found: Json) -> MohItem:
    i_moh = required(integer(found.get("i_moh")), "i_moh")
    return MohItem(
        i_moh=i_moh,
        name=text(found.get("name")) or str(i_moh),
        owner=word(MohOwner, found.get("owner")),
        status=word(MohStatus, found.get("status")),
    )
