"""Which of the switch's own events (17.2) a change of an account is, under their raw names.

The webhook's one name for all of them, `Subscriber/Updated`, comes with each.
"""

from dataclasses import dataclass, field
from typing import Self

from sandbox.provider.model import Account, OwnFeature

PASSWORD = "Account/Password/Changed"  # noqa: S105 - an event's name
FEATURE = "Account/ServiceAttribute/Changed"
CUSTOM_FIELD = "Account/CustomField/Changed"
_CLOSED, _SUSPENDED = "C", "S"


@dataclass(frozen=True, slots=True)
class Traits:
    """What of an account has events of its own; taken before a change, it tells them after."""

    number: str
    password: str
    blocked: str
    bill_status: str
    i_product: int
    features: dict[str, OwnFeature] = field(default_factory=dict)
    custom_values: dict[int, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            account.number,
            account.password,
            account.blocked,
            account.bill_status,
            account.product.i_product,
            dict(account.own_features),
            dict(account.custom_values),
        )

    def events(self, account: Account) -> list[str]:
        """The names for what is another way now; none for what has no verified name."""
        now = Traits.of(account)
        was_suspended = self.bill_status == _SUSPENDED
        happened = {
            "Account/ID/Changed": now.number != self.number,
            PASSWORD: now.password != self.password,
            "Account/Blocked": (self.blocked, now.blocked) == ("N", "Y"),
            "Account/Unblocked": (self.blocked, now.blocked) == ("Y", "N"),
            "Account/Status/Suspended": now.bill_status == _SUSPENDED and not was_suspended,
            "Account/Status/SuspensionRemoved": was_suspended and now.bill_status != _SUSPENDED,
            "Account/Product/Changed": now.i_product != self.i_product,
            FEATURE: now.features != self.features,
            CUSTOM_FIELD: now.custom_values != self.custom_values,
            "Subscriber/Deleted": now.bill_status == _CLOSED != self.bill_status,
        }
        return [name for name, applies in happened.items() if applies]
