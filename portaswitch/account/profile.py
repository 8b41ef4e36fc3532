"""The account: who it is, its money and state, its service features (4, 6)."""

from __future__ import annotations

from collections.abc import Mapping

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.errors import SessionExpired
from portaswitch.records import AccountInfo, Feature, FeatureChange
from portaswitch.rows import READ, WRITE, row
from portaswitch.values import integer, mapping

ROWS = (
    # 4 to 7 The account, its features and its forwarding
    row(
        "Account/get_account_info",
        READ,
        "i_account detailed_info without_service_features with_customer_info",
        "account_info customer_info",
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
        info = mapping(answer["account_info"])
        if integer(info.get("i_account")) is None:  # how the switch says "no such account" (2.3)
            raise SessionExpired("Account/get_account_info: the account is not there")
        return parse.account_info(info, mapping(answer["customer_info"]))

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


def _feature_change(change: FeatureChange) -> dict[str, object]:
    feature: dict[str, object] = {"name": change.name}
    if change.flag_value is not None:
        feature["flag_value"] = change.flag_value
    if change.attributes:
        feature["attributes"] = [
            {"name": name, "values": list(values)} for name, values in change.attributes.items()
        ]
    return feature
