"""Service features: what is set on the account, what applies after inheritance."""

from collections.abc import Callable
from typing import Any

from sandbox.provider.catalogue import FEATURES, MARKERS, Feature, Values
from sandbox.provider.changes import FEATURE
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, OwnFeature, Row
from sandbox.provider.tokens import ACCOUNTS

Check = Callable[[Call, Account, OwnFeature], None]
_CHECKS: dict[str, Check] = {}


def checks(feature: str) -> Callable[[Check], Check]:
    """Register what the service behind a feature asks of its new values; it raises the refusal."""

    def register(check: Check) -> Check:
        _CHECKS[feature] = check
        return check

    return register


@serves("Account/get_service_features", "i_account", realms=BOTH)
def get_service_features(call: Call) -> Row:
    return {"service_features": rows(call.account(), call.realm)}


@serves(
    "Account/update_service_features",
    "i_account service_features detailed_response",
    realms=BOTH,
    write=True,
)
def update_service_features(call: Call) -> Row:
    """Change the features named, all of them or none."""
    account = call.account()
    apply(call, account, plan(call, account, call.params.get("service_features")))
    call.switch.settings_changed(account, FEATURE)
    if call.switched_on("detailed_response"):
        return {"service_features": rows(account, call.realm)}
    return {"success": 1}


def plan(call: Call, account: Account, wanted: Any) -> dict[str, OwnFeature]:
    """What the account's own settings would become; raises the first refusal."""
    if not isinstance(wanted, list):
        raise call.invalid("missing_parameter", "service_features is required.")
    planned = {}
    for item in wanted:
        name = str(item.get("name")) if isinstance(item, dict) else ""
        if name not in FEATURES or name in account.product.absent:
            raise call.invalid("unknown_feature", f"There is no service feature {name!r}.")
        before = own(account, name)
        after = _after(call, FEATURES[name], before, item)
        # A client that echoes the whole list sends locked features too, unchanged.
        echoed = "effective_flag_value" in item and after == before
        if call.realm == ACCOUNTS and is_locked(account, name) and not echoed:
            raise call.invalid("feature_locked", f"You are not allowed to change {name}.")
        if name in _CHECKS and after != before:
            _CHECKS[name](call, account, after)
        planned[name] = after
    return planned


def apply(call: Call, account: Account, planned: dict[str, OwnFeature]) -> None:
    """Set what was planned; whether a new forwarding mode drops the numbers is a setting."""
    mode_before = effective_flag(account, "forward_mode")
    account.own_features |= planned
    mode_changed = effective_flag(account, "forward_mode") != mode_before
    if mode_changed and call.switch.settings.mode_change_clears_numbers:
        account.numbers.clear()


def _after(call: Call, feature: Feature, before: OwnFeature, item: Row) -> OwnFeature:
    flag = item.get("flag_value", before.flag)
    if str(flag) not in feature.flags:
        raise call.invalid("invalid_flag", f"{flag!r} is not a value of {feature.name}.")
    values = dict(before.values)
    for attribute in item.get("attributes") or []:
        name, given = attribute.get("name"), attribute.get("values")
        if given is None:
            continue
        if name not in feature.attributes or not isinstance(given, list):
            raise call.invalid("invalid_attribute", f"{feature.name} has no attribute {name!r}.")
        values[name] = [None if value is None else str(value) for value in given]
    return OwnFeature(str(flag), values)


def own(account: Account, name: str) -> OwnFeature:
    """What is set on the account: its own change, else the catalogue's stock."""
    if name in account.own_features:
        return account.own_features[name]
    return OwnFeature(FEATURES[name].own, FEATURES[name].attributes)


def is_locked(account: Account, name: str) -> bool:
    return name in account.product.locked or name in account.locked


def effective_flag(account: Account, name: str) -> str | None:
    flag = own(account, name).flag
    if flag not in MARKERS:
        return flag
    return account.product.flags.get(name, FEATURES[name].inherited)


def effective_values(account: Account, name: str) -> dict[str, Values]:
    """Inherited values under a marker; own ones otherwise, where there are any."""
    feature, mine = FEATURES[name], own(account, name)
    inherited = feature.inherited_values | account.product.values.get(name, {})
    if mine.flag in MARKERS:
        return inherited
    return {key: _given(mine.values.get(key, [])) or inherited[key] for key in inherited}


def _given(values: Values) -> Values:
    """Without the null by which the wire says that there is no value."""
    return [value for value in values if value is not None]


def rows(account: Account, realm: str) -> list[Row]:
    """All 45 but those that the product does not have, as the wire has them."""
    absent = account.product.absent
    return [_row(account, one, realm) for name, one in FEATURES.items() if name not in absent]


def _row(account: Account, feature: Feature, realm: str) -> Row:
    mine = own(account, feature.name)
    applies = effective_flag(account, feature.name)
    effective = effective_values(account, feature.name)
    # Screening keeps its attributes to itself while it is off.
    bare = feature.name == "call_processing" and applies == "N"
    locked = realm == ACCOUNTS and is_locked(account, feature.name)
    return {
        "name": feature.name,
        "flag_value": mine.flag,
        "effective_flag_value": applies,
        "locked": 1 if locked else 0,
        "locks": ["user"] if locked else list(feature.locks),
        "attributes": []
        if bare
        else [
            {"name": key, "values": mine.values.get(key, []), "effective_values": effective[key]}
            for key in feature.attributes
        ],
    }
