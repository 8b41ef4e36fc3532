"""The table of API methods, and what a handler is given and gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from sandbox.provider import faults
from sandbox.provider.config import World
from sandbox.provider.envelope import File
from sandbox.provider.faults import Fault
from sandbox.provider.model import Account, Row, Session, Switch
from sandbox.provider.tokens import ACCOUNTS, ADMINS, Sessions

Certainty = Literal["verified", "inferred", "proposed"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """An answer that is a file; `content` runs in a thread, for it may convert audio.

    One without a name is not marked as an attachment.
    """

    content_type: str
    filename: str
    content: Callable[[], bytes]


Answer = Row | Attachment


@dataclass(slots=True)
class Call:
    """One request: who calls, with what; the readers below turn values into types or refuse."""

    switch: Switch
    sessions: Sessions
    realm: str
    method: "Method"
    params: Row
    session: Session | None
    files: Mapping[str, File] = field(default_factory=dict)

    def file(self, key: str) -> File:
        """What was uploaded in the form's field `key`."""
        if key not in self.files:
            raise self.invalid("missing_parameter", f"{key} is required, as a file.")
        return self.files[key]

    def account(self, key: str = "i_account") -> Account:
        """The account meant: one's own in the account realm, the named one in the admin realm."""
        return self.account_of(self.params.get(key))

    def account_of(self, i_account: object) -> Account:
        own = self.session.user_id if self.session and self.realm == ACCOUNTS else None
        named = own if i_account is None else as_integer(i_account)
        account = None if named is None else self.switch.accounts.get(named)
        if own is not None and named != own:
            raise Fault(faults.NOT_YOUR_ACCOUNT, "Access to another account is forbidden.")
        if account is None:
            raise self.invalid("account_not_found", "There is no such account.")
        return account

    def integer(self, key: str) -> int | None:
        value = self.params.get(key)
        if value is None or value == "":
            return None
        number = as_integer(value)
        if number is None:
            raise self.invalid("invalid_value", f"{key} must be an integer.")
        return number

    def needed_integer(self, key: str) -> int:
        number = self.integer(key)
        if number is None:
            raise self.invalid("missing_parameter", f"{key} is required.")
        return number

    def text(self, key: str) -> str:
        value = self.params.get(key)
        return "" if value is None else str(value)

    def switched_on(self, key: str) -> bool:
        return str(self.params.get(key, "0")) in {"1", "Y", "True"}

    def words(self, key: str, value: Any) -> str | None:
        """A text field of a record; numbers are taken as their digits."""
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        raise self.invalid("invalid_value", f"{key} must be a text.")

    def record(self, key: str) -> Row:
        """A structure among the parameters, such as `number_info`."""
        value = self.params.get(key)
        if not isinstance(value, dict):
            raise self.invalid("missing_parameter", f"{key} is required.")
        return value

    def page(self, rows: list[Any]) -> list[Any]:
        """The part of the rows that `limit` and `offset` ask for."""
        offset = max(self.integer("offset") or 0, 0)
        limit = self.integer("limit")
        return rows[offset:] if limit is None else rows[offset : offset + max(limit, 0)]

    def listed(self, key: str, rows: list[Any], found: int) -> Row:
        """A list answer, with `total` when it was asked for."""
        return {key: rows, "total": found} if self.switched_on("get_total") else {key: rows}

    def invalid(self, reason: str, string: str) -> Fault:
        return faults.invalid(self.method.service, self.method.name, reason, string)


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the API: its name, who may call it, what it takes, how sure its shape is.

    `files` are the content types of one that answers nothing but files.
    """

    service: str
    name: str
    run: Callable[[Call], Answer]
    params: tuple[str, ...]
    realms: frozenset[str]
    certainty: Certainty
    write: bool
    open: bool
    renamed: "Renaming | None" = None
    files: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.service}/{self.name}"


@dataclass(frozen=True, slots=True)
class Renaming:
    """The same operation under other names: method path, parameters, result keys."""

    path: str
    params: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)


METHODS: list[Method] = []


def serves(
    path: str,
    params: str = "",
    *,
    realms: tuple[str, ...] = (ACCOUNTS,),
    certainty: Certainty = "verified",
    write: bool = False,
    open: bool = False,  # noqa: A002 - reads as what it is: no session needed
    renamed: Renaming | None = None,
    files: str = "",
) -> Callable[[Callable[[Call], Answer]], Callable[[Call], Answer]]:
    """Register a handler for `Service/method`; `params` are the known parameter names."""
    service, name = path.split("/")

    def register(run: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        METHODS.append(
            Method(
                service, name, run, tuple(params.split()), frozenset(realms), certainty, write,
                open, renamed, tuple(files.split()),
            )
        )  # fmt: skip
        return run

    return register


def table(realm: str, world: World) -> dict[str, Method]:
    """The methods of a realm by path, in a world where proposals are as told."""
    methods = {}
    for method in METHODS:
        if realm not in method.realms:
            continue
        if method.certainty != "proposed" or world == "proposed":
            methods[method.path] = method
        elif world == "renamed" and method.renamed is not None:
            other = _renamed(method, method.renamed)
            methods[other.path] = other
    return methods


def _renamed(method: Method, to: Renaming) -> Method:
    back = {theirs: ours for ours, theirs in to.params.items()}

    def run(call: Call) -> Answer:
        call.params = {
            back.get(key, key): value for key, value in call.params.items() if key not in to.params
        }
        answer = method.run(call)
        if isinstance(answer, Attachment):
            return answer
        return {to.results.get(key, key): value for key, value in answer.items()}

    service, name = to.path.split("/")
    params = tuple(to.params.get(key, key) for key in method.params)
    return replace(method, service=service, name=name, run=run, params=params)


_WIDEST = 2**53


def as_integer(value: object) -> int | None:
    """Integers arrive as numbers or as strings of digits; None for what is none of ours."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if abs(number) <= _WIDEST else None


_RICHEST = 10**12


def as_money(value: object) -> Decimal | None:
    """An amount from a number or its digits; None for what no account ever holds."""
    try:
        money = Decimal(str(value))
    except InvalidOperation:
        return None
    return money if money.is_finite() and abs(money) <= _RICHEST else None


BOTH = (ACCOUNTS, ADMINS)
