"""Favourites: phone book numbers that are charged at a special rate, within the product's limits.

The limits' names are verified (attributes of the feature `phonebook`). How a record is marked as a
favourite is not: on the wire the mark follows the world, as the proposals do.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.provider.catalogue import Values
from sandbox.provider.features import effective_values
from sandbox.provider.methods import Call, as_integer
from sandbox.provider.model import Row
from sandbox.provider.xdr import matches

_WIRE = {"proposed": "favorite", "renamed": "is_favorite", "absent": None}


@dataclass(slots=True)
class Favorites:
    """Since when a record is a favourite, by its id; who is not here is none."""

    since: dict[int, datetime] = field(default_factory=dict)

    def put(self, row: Row, since: datetime | None) -> None:
        if since is None:
            self.since.pop(row["i_account_phonebook"], None)
        else:
            self.since[row["i_account_phonebook"]] = since


def shown(call: Call, row: Row) -> Row:
    """A record as the wire has it."""
    key = _WIRE[call.switch.config.unknown]
    marked = row["i_account_phonebook"] in call.account().part(Favorites).since
    return row | {key: "Y" if marked else "N"} if key else row


def plan(call: Call, before: Row | None, number: str, given: Row) -> datetime | None:
    """Since when the record will be a favourite, None if not; raises what is not allowed.

    Another number is another favourite; a record that goes has no number.
    """
    account = call.account()
    since = account.part(Favorites).since
    was = since.get(before["i_account_phonebook"]) if before else None
    wanted = bool(number) and _wanted(call, given, was is not None)
    if wanted == (was is not None) and (not wanted or (before or {})["phone_number"] == number):
        return was
    limits = effective_values(account, "phonebook")
    now = call.switch.clock.now()
    if limits["favorite_change_allowed"] != ["Y"]:
        raise call.invalid("favorite_change_forbidden", "You cannot change favourite numbers.")
    days = _number(limits["favorite_change_lock_days"]) or 0
    if was is not None and now < was + timedelta(days=days):
        raise call.invalid("favorite_locked", f"A favourite can be changed after {days} days.")
    if wanted and not _allowed(limits["favorite_allowed_patterns"], number):
        raise call.invalid("favorite_not_allowed", "This number cannot be a favourite.")
    most = _number(limits["max_favorites"])
    if wanted and was is None and most is not None and len(since) >= most:
        raise call.invalid("too_many_favorites", f"At most {most} numbers can be favourites.")
    return now if wanted else None


def _wanted(call: Call, given: Row, was: bool) -> bool:
    """What the record says, and where it says nothing, as it was."""
    key = _WIRE[call.switch.config.unknown]
    mark = given.get(key) if key else None
    if mark not in (None, "Y", "N"):
        raise call.invalid("invalid_value", f"{key} must be Y or N.")
    return was if mark is None else bool(mark == "Y")


def _allowed(values: Values, number: str) -> bool:
    """Patterns are values of their own or parted by commas; none at all allows every number."""
    patterns = [word.strip() for value in values if value for word in value.split(",")]
    return not patterns or any(matches(pattern, number) for pattern in patterns)


def _number(values: Values) -> int | None:
    return as_integer(values[0]) if values else None
