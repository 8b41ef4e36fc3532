"""The phone book, with speed dial and favourites (8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portaswitch import parse
from portaswitch.account.calls import Calls, changed
from portaswitch.parse import Json, required
from portaswitch.patterns import means
from portaswitch.records import Feature
from portaswitch.rows import INFERRED, READ, WRITE, inside, row
from portaswitch.values import flag, integer, number_or, text, word, yes_no

# That a favourite is marked by `favorite` is a proposal; correct it in the rows that write it, and
# it is read under the same name.
_RECORD = "i_account phone_number name phone_type dial_id favorite"

ROWS = (
    row(
        "Account/get_phonebook_list",
        READ,
        "i_account phone_number_pattern limit offset",
        "phonebook_rec_list",
    ),
    row(
        "Account/get_phonebook_record",
        READ,
        "i_account_phonebook",
        "phonebook_rec_info",
        certainty=INFERRED,
    ),
    row(
        "Account/add_phonebook_record",
        WRITE,
        inside("phonebook_rec_info", _RECORD),
        "i_account_phonebook",
    ),
    row(
        "Account/update_phonebook_record",
        WRITE,
        inside("phonebook_rec_info", f"i_account_phonebook {_RECORD}"),
    ),
    row("Account/delete_phonebook_record", WRITE, "i_account_phonebook"),
)


class PhoneType(StrEnum):
    WORK = "work"
    HOME = "home"
    MOBILE = "mobile"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PhonebookRecord:
    """One number. `i_account_phonebook` is 0 until the switch has assigned one.

    What codes and favourites are possible is said by `PhonebookLimits`.
    """

    phone_number: str
    name: str = ""
    phone_type: str = PhoneType.OTHER
    """A `PhoneType`, or a word that a newer release says."""
    dial_id: int | None = None
    """The speed dial code."""
    favorite: bool | None = None
    """Charged at a special rate; None where the switch does not say."""
    i_account_phonebook: int = 0


@dataclass(frozen=True, slots=True)
class PhonebookLimits:
    """What the feature `phonebook` allows.

    The attributes' names are verified; what they mean is read from the names and the manual (8), so
    the switch may still refuse.
    """

    dial_id_digits: int | None
    """The longest speed dial code; None where nothing limits it."""
    favorite_change_allowed: bool
    max_favorites: int | None
    """None where nothing limits them."""
    favorite_allowed_patterns: tuple[str, ...]
    favorite_change_lock_days: int
    """Days in which a favourite that was changed stays as it is."""

    @classmethod
    def of(cls, feature: Feature) -> PhonebookLimits:
        """Read from `get_service_features()["phonebook"]`."""
        abbreviated = flag(feature.value("enable_abbrev_dial")) is True
        patterns = feature.effective.get("favorite_allowed_patterns", ())
        return cls(
            dial_id_digits=integer(feature.value("abbrev_dial")) if abbreviated else None,
            favorite_change_allowed=flag(feature.value("favorite_change_allowed")) is True,
            max_favorites=integer(feature.value("max_favorites")),
            favorite_allowed_patterns=tuple(
                pattern for value in patterns for pattern in value.replace(",", " ").split()
            ),
            favorite_change_lock_days=number_or(feature.value("favorite_change_lock_days"), 0),
        )

    def may_be_favorite(self, number: str) -> bool:
        """Whether a pattern fits, `%` standing for any digits; without patterns every number."""
        return not self.favorite_allowed_patterns or any(
            means(pattern, number) for pattern in self.favorite_allowed_patterns
        )


class Phonebook(Calls):
    async def get_phonebook_list(
        self, phone_number_pattern: str | None = None
    ) -> tuple[PhonebookRecord, ...]:
        """The whole book, or the numbers that match; `%` stands for any digits."""
        found = await self._all_rows(
            "get_phonebook_list",
            "phonebook_rec_list",
            i_account=self.i_account,
            phone_number_pattern=phone_number_pattern,
        )
        return parse.each("phonebook_record", found, self._phonebook_record)

    async def get_phonebook_record(self, i_account_phonebook: int) -> PhonebookRecord:
        """Raises `Rejected` when it is no longer there."""
        operation = "get_phonebook_record"
        answer = await self._call(operation, i_account_phonebook=i_account_phonebook)
        return self._found(operation, answer["phonebook_rec_info"], self._phonebook_record)

    async def add_phonebook_record(self, record: PhonebookRecord) -> int:
        """The id that the switch assigned; 0 where it only says that it did.

        Refused: a code that is taken or too long, and a favourite beyond the product's limits.
        """
        info = {name: value for name, value in _info(record).items() if value != ""}
        answer = await self._call("add_phonebook_record", i_account=self.i_account, **info)
        return number_or(answer["i_account_phonebook"], 0)

    async def update_phonebook_record(
        self, before: PhonebookRecord, after: PhonebookRecord
    ) -> None:
        """Only what differs is sent; a favourite may be locked against changes for days."""
        await self._call(
            "update_phonebook_record",
            i_account_phonebook=before.i_account_phonebook,
            i_account=self.i_account,
            **changed(_info(before), _info(after)),
        )

    async def delete_phonebook_record(self, i_account_phonebook: int) -> None:
        await self._call("delete_phonebook_record", i_account_phonebook=i_account_phonebook)

    def _phonebook_record(self, row: Json) -> PhonebookRecord:
        key = self._provider.operations["update_phonebook_record"].params["favorite"]
        record_id = integer(row.get("i_account_phonebook"))
        return PhonebookRecord(
            phone_number=text(row.get("phone_number")),
            name=text(row.get("name")),
            phone_type=word(PhoneType, row.get("phone_type")) or PhoneType.OTHER,
            dial_id=integer(row.get("dial_id")),
            favorite=flag(row.get(key.rpartition(".")[2])),
            i_account_phonebook=required(record_id, "i_account_phonebook"),
        )


def _info(record: PhonebookRecord) -> dict[str, object]:
    """A code that is taken away is sent empty; a mark that is not known is not sent."""
    return {
        "phone_number": record.phone_number,
        "name": record.name,
        "phone_type": record.phone_type,
        "dial_id": "" if record.dial_id is None else record.dial_id,
        "favorite": None if record.favorite is None else yes_no(record.favorite),
    }
