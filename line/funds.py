"""What the subscriber may still spend, or owes, worded by the kind of account.

The arithmetic is section 4.2 of the API notes: [V] is verified there, [I] inferred.
"""

from __future__ import annotations

from decimal import Decimal

from locales import Money, Text, _
from portaswitch import AccountInfo
from portaswitch.records import BillingModel

CUSTOMER_BALANCE = 3
"""`i_account_balance_control_type`: the customer's balance counts, not the own one [I]."""

PREPAID = frozenset({BillingModel.DEBIT, BillingModel.VOUCHER})
"""Models whose balance is what is left: debit [V]; a prepaid voucher is read alike [I]."""

SPONSORED = frozenset({BillingModel.ALIAS, BillingModel.BENEFICIARY})
"""Models that spend another account's money [I]."""


def available_funds(info: AccountInfo) -> Decimal | None:
    """What may still be spent, in `info.currency`; negative when overdrawn.

    None where no limit is known, or where the money is another account's.
    """
    if info.i_account_balance_control_type == CUSTOMER_BALANCE:
        return _customer_money(info)
    if info.balance is None or info.billing_model in SPONSORED:
        return None
    if info.billing_model in PREPAID:
        return info.balance  # [V]
    if info.billing_model is BillingModel.CREDIT and info.credit_limit is not None:
        return info.credit_limit - info.balance  # [V]
    return None  # credit without a limit at the account: nothing to run out of [I]


def funds_text(info: AccountInfo) -> Text:
    """One line about the money, without a full stop."""
    if info.i_account_balance_control_type == CUSTOMER_BALANCE:
        return _company_text(info)
    if info.billing_model in SPONSORED:
        return _("This line spends another account's money")
    if info.balance is None:
        return _("The provider does not show a balance for this line")
    if info.billing_model in PREPAID:
        return _prepaid_text(info, info.balance)
    if info.billing_model is BillingModel.CREDIT:
        return _credit_text(info, info.balance)
    return _("Calls on this line are not charged")


def status_text(info: AccountInfo) -> Text | None:
    """What is wrong with the line, in plain words; None when all is well.

    The first that applies, in the order of the provider's own badge (4.1) [V].
    """
    status = info.status.strip().lower()
    for statuses, text in BADGES:
        if status in statuses:
            return text
    if info.bill_status in BILL_STATUSES:
        return BILL_STATUSES[info.bill_status]
    if info.blocked:
        return BLOCKED
    if status in GOOD:
        return None
    return _("The provider reports the state “{status}”.", status=info.status)


GOOD = frozenset({"", "ok", "active"})
"""Sources differ on the good word (section 20): all three are."""

BLOCKED = _("This line is blocked. The provider can unblock it.")
SUSPENDED = _("This line is suspended. The provider can say why.")
CUSTOMER_SUSPENDED = _("The company that pays for this line is suspended.")
CLOSED = _("This line is closed for good.")
INACTIVE = _("This line is not active.")
OUT_OF_MONEY = _("The money on this line is used up.")
COMPANY_OUT_OF_MONEY = _("The company that pays for this line has no funds left.")

BADGES: tuple[tuple[frozenset[str], Text], ...] = (
    (
        frozenset({"quarantine", "screening"}),
        _("This line is on hold while the provider checks its calls."),
    ),
    (
        frozenset({"customer_exported"}),
        _("The provider has moved this line to another of its systems."),
    ),
    (frozenset({"closed"}), CLOSED),
    (frozenset({"inactive"}), INACTIVE),
    (
        frozenset({"customer_suspended", "customer_provisionally_terminated"}),
        CUSTOMER_SUSPENDED,
    ),
    (frozenset({"customer_limited"}), _("The provider has limited the calls of this company.")),
    (frozenset({"suspended"}), SUSPENDED),
    (frozenset({"blocked"}), BLOCKED),
    (frozenset({"customer_blocked"}), _("The company that pays for this line is blocked.")),
    (frozenset({"expired"}), _("This line has expired. The provider can renew it.")),
    (frozenset({"not_yet_active"}), _("This line is not active yet.")),
    (frozenset({"credit_exceeded"}), _("The credit limit of this line is used up.")),
    (
        frozenset({"customer_credit_exceed", "customer_has_no_available_funds"}),
        COMPANY_OUT_OF_MONEY,
    ),
    (frozenset({"zero_balance"}), OUT_OF_MONEY),
    (frozenset({"overdraft"}), _("This line has spent more than it had.")),
    (frozenset({"frozen"}), _("The charges of this line are frozen until it is recharged.")),
    (
        frozenset({"customer_suspension_delayed", "customer_limiting_delayed"}),
        _("The company's invoice is overdue: this line will soon be suspended."),
    ),
)

BILL_STATUSES = {"C": CLOSED, "I": INACTIVE, "S": SUSPENDED}
"""`bill_status` by itself, for switches that compute no `status`."""


def _customer_money(info: AccountInfo) -> Decimal | None:
    """The customer's money in hand. Customers keep the credit sign: below zero is paid ahead [I].

    What a customer that owes may still spend is not told: its limit stays with the provider.
    """
    if info.customer_balance is not None and info.customer_balance < 0:
        return -info.customer_balance
    return None


def _company_text(info: AccountInfo) -> Text:
    if info.customer_balance is None:
        return _("This line is billed to the company")
    amount = Money(abs(info.customer_balance), info.currency)
    if info.customer_balance > 0:
        return _("This line is billed to the company, which owes {amount}", amount=amount)
    return _("This line is billed to the company, which has {amount}", amount=amount)


def _prepaid_text(info: AccountInfo, balance: Decimal) -> Text:
    amount = Money(abs(balance), info.currency)
    if balance < 0:
        return _("Overdrawn by {amount}", amount=amount)
    return _("Available: {amount}", amount=amount)


def _credit_text(info: AccountInfo, balance: Decimal) -> Text:
    amount = Money(abs(balance), info.currency)
    if info.credit_limit is None:
        if balance > 0:
            return _("You owe {amount}", amount=amount)
        if balance < 0:
            return _("You have paid {amount} ahead", amount=amount)
        return _("You owe nothing")
    limit = Money(info.credit_limit, info.currency)
    available = Money(info.credit_limit - balance, info.currency)
    if balance > info.credit_limit:
        return _("You owe {amount}, more than the {limit} limit", amount=amount, limit=limit)
    if balance > 0:
        return _("You owe {amount} of a {limit} limit", amount=amount, limit=limit)
    if balance < 0:
        return _(
            "You have paid {amount} ahead; available: {available}",
            amount=amount,
            available=available,
        )
    return _("You owe nothing; available: {available}", available=available)


def how_paid(info: AccountInfo) -> Text:
    if info.i_account_balance_control_type == CUSTOMER_BALANCE:
        return _("The company pays for this line.")
    if info.billing_model in PREPAID:
        return _("You pay before you call.")
    if info.billing_model is BillingModel.CREDIT:
        return _("You call first, and pay the invoice later.")
    return _("Another account pays for this line, or nobody does.")
