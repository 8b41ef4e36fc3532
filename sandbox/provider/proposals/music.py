"""Music on hold (14): the items to choose from; which one plays is an attribute of the feature.

Verified are the feature with its `i_moh`, the name `default_moh_list`, and that items have owners;
the methods are proposals. That an upload plays within ten minutes is in the provider's manual.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.provider.features import checks, own
from sandbox.provider.methods import Call, Renaming, as_integer, serves
from sandbox.provider.model import Account, OwnFeature, Row
from sandbox.provider.proposals.uploads import sound

_DEFAULTS = {1: "Classic melody", 2: "Quiet piano", 3: "Acoustic guitar"}
_READY_AFTER = timedelta(minutes=10)
_MEGABYTES = 10
_MOST, _LONGEST_NAME = 10, 64


@dataclass(frozen=True, slots=True)
class Item:
    """An account's own music. Nothing plays it here, so the sound itself is not kept."""

    i_moh: int
    name: str
    uploaded: datetime


@dataclass(slots=True)
class OwnMusic:
    items: list[Item] = field(default_factory=list)


@checks("music_on_hold")
def _known(call: Call, account: Account, wanted: OwnFeature) -> None:
    """What is not ready yet may be chosen: it plays as soon as it is."""
    mine = (item.i_moh for item in account.part(OwnMusic).items)
    known = {*_DEFAULTS, *_of_customer(account), *mine}
    for i_moh in wanted.values.get("i_moh", []):
        if i_moh is not None and as_integer(i_moh) not in known:
            raise call.invalid("moh_not_found", f"There is no music on hold {i_moh}.")


def _of_customer(account: Account) -> dict[int, str]:
    """A company may have music of its own, for all its lines."""
    if not account.billed_to_company:
        return {}
    return {account.i_customer * 10: f"{account.customer_name}, on hold"}


@serves(
    "Account/get_moh_list",
    "i_account",
    certainty="proposed",
    renamed=Renaming("MOH/get_list", {}, {"default_moh_list": "defaults", "moh_list": "items"}),
)
def get_moh_list(call: Call) -> Row:
    account, now = call.account(), call.switch.clock.now()
    theirs = [_row(key, name, "customer", "active") for key, name in _of_customer(account).items()]
    mine = [
        _row(item.i_moh, item.name, "account", _status(item, now))
        for item in account.part(OwnMusic).items
    ]
    return {
        "default_moh_list": [{"i_moh": key, "name": name} for key, name in _DEFAULTS.items()],
        "moh_list": theirs + mine,
    }


def _row(i_moh: int, name: str, owner: str, status: str) -> Row:
    return {"i_moh": i_moh, "name": name, "owner": owner, "status": status}


def _status(item: Item, now: datetime) -> str:
    return "pending" if now < item.uploaded + _READY_AFTER else "active"


@serves(
    "Account/upload_moh",
    "i_account name file",
    certainty="proposed",
    write=True,
    renamed=Renaming("MOH/add_file", {"name": "title"}, {"i_moh": "i_music"}),
)
def upload_moh(call: Call) -> Row:
    account, name = call.account(), call.text("name").strip()
    items = account.part(OwnMusic).items
    if not 0 < len(name) <= _LONGEST_NAME:
        raise call.invalid("invalid_name", f"A name has 1 to {_LONGEST_NAME} characters.")
    sound(call, _MEGABYTES)
    if len(items) >= _MOST:
        raise call.invalid("too_many", f"An account has at most {_MOST} items; delete one first.")
    items.append(Item(account.next_id("moh"), name, call.switch.clock.now()))
    call.switch.settings_changed(account)
    return {"i_moh": items[-1].i_moh}


@serves(
    "Account/delete_moh",
    "i_account i_moh",
    certainty="proposed",
    write=True,
    renamed=Renaming("MOH/remove_file", {"i_moh": "i_music"}),
)
def delete_moh(call: Call) -> Row:
    """Only an own item, and not the one that is chosen: silence would come unasked."""
    account, i_moh = call.account(), call.needed_integer("i_moh")
    items = account.part(OwnMusic).items
    item = next((item for item in items if item.i_moh == i_moh), None)
    if item is None:
        raise call.invalid("moh_not_found", f"You have no music on hold {i_moh}.")
    if str(i_moh) in own(account, "music_on_hold").values.get("i_moh", []):
        raise call.invalid("moh_in_use", "This music is in use; choose another one first.")
    items.remove(item)
    call.switch.settings_changed(account)
    return {"success": 1}
