"""The account: who it is, its money and state, its service features (4, 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.errors import SessionExpired
from portaswitch.records import (
    AccountChange,
    AccountInfo,
    Feature,
    FeatureChange,
    SipCredentials,
)
from portaswitch.rows import READ, WRITE, inside, row
from portaswitch.values import integer, mapping

CHANGEABLE = tuple(field.name for field in fields(AccountChange))

ROWS = (
    # 4 to 7 The account, its features and its forwarding
    row(
        "Account/get_account_info",
        READ,
        "i_account detailed_info without_service_features with_customer_info",
        "account_info customer_info",
    ),
    row(
        "Account/update_account",
        WRITE,
        inside("account_info", f"i_account {' '.join(CHANGEABLE)}"),
    ),
    row(
        "Account/get_account_info",
        READ,
        "i_account without_service_features",
        "account_info",
        name="get_sip_credentials",
    ),
    row("Account/get_service_features", READ, "i_account", "service_features"),
    row("Account/update_service_features", WRITE, "i_account service_features"),
)


class Profile(Calls):
    async def get_account_info(self) -> AccountInfo:
        """Fresh. The service features are left out: they have a call of their own."""
        answer = await self._call(
            "get_account_info", detailed_info=1, without_service_features=1, with_customer_info=1
        )
        info = _present(answer["account_info"])
        return parse.account_info(info, mapping(answer["customer_info"]))

    async def update_account(self, change: AccountChange) -> None:
        """Sends what the change names, and nothing where it names nothing.

        All of it is done or none. What an account may change depends on its access rights: the
        switch refuses the rest, with a faultcode that is not public.
        """
        named = {name: getattr(change, name) for name in CHANGEABLE}
        if any(value is not None for value in named.values()):
            await self._call("update_account", i_account=self.i_account, **named)

    async def get_sip_credentials(self) -> SipCredentials:
        """The only call that lets the SIP password through; ask for it after signing in anew.

        Raises `Rejected` (`not_found`) where the switch keeps it from the account.
        """
        answer = await self._call(
            "get_sip_credentials", i_account=self.i_account, without_service_features=1
        )
        return self._found(
            "get_sip_credentials", _present(answer["account_info"]), parse.sip_credentials
        )

    async def get_service_features(self) -> Mapping[str, Feature]:
        answer = await self._call("get_service_features", i_account=self.i_account)
        return parse.Features(answer["service_features"])

    async def update_service_features(self, *changes: FeatureChange) -> None:
        """Only what the changes name is sent, and only that changes."""
        await self._call(
            "update_service_features",
            i_account=self.i_account,
            service_features=[_feature_change(change) for change in changes],
        )


def _present(value: object) -> Mapping[str, object]:
    """An empty answer is how the switch says "no such account" (2.3)."""
    info = mapping(value)
    if integer(info.get("i_account")) is None:
        raise SessionExpired("Account/get_account_info: the account is not there")
    return info


def _feature_change(change: FeatureChange) -> dict[str, object]:
    feature: dict[str, object] = {"name": change.name}
    if change.flag_value is not None:
        feature["flag_value"] = change.flag_value
    if change.attributes:
        feature["attributes"] = [
            {"name": name, "values": list(values)} for name, values in change.attributes.items()
        ]
    return feature
