"""Other numbers of an account: aliases, each a record that points to its master."""

from sandbox.provider.followme import DIALABLE
from sandbox.provider.methods import BOTH, Call, as_integer, serves
from sandbox.provider.model import Account, Alias, Row
from sandbox.provider.tokens import ACCOUNTS


@serves("Account/get_alias_list", "i_master_account i_account", realms=BOTH)
def get_alias_list(call: Call) -> Row:
    master = call.params.get("i_master_account", call.params.get("i_account"))
    return {"alias_list": alias_rows(call.account_of(master))}


def alias_rows(account: Account) -> list[Row]:
    return [alias_row(account, alias) for alias in account.aliases]


def alias_row(account: Account, alias: Alias) -> Row:
    return {
        "i_account": alias.i_account,
        "id": alias.id,
        "blocked": alias.blocked,
        "i_master_account": account.i_account,
    }


@serves("Account/add_alias", "alias_info", realms=BOTH, write=True)
def add_alias(call: Call) -> Row:
    """A number that nobody has yet, which the network would otherwise deliver elsewhere."""
    given = call.record("alias_info")
    account = _changed(call, given)
    number = call.words("id", given.get("id")) or ""
    blocked = given.get("blocked") or "N"
    if not DIALABLE.fullmatch(number.partition("@")[0]):
        raise call.invalid("invalid_number", "The number has characters that cannot be dialed.")
    if blocked not in ("Y", "N"):
        raise call.invalid("invalid_value", "blocked must be Y or N.")
    if number in call.switch.by_number or number in call.switch.by_alias:
        raise call.invalid("number_taken", "This number belongs to an account already.")
    alias = account.add_alias(number, blocked)
    call.switch.by_alias[number] = account.i_account
    call.switch.settings_changed(account)
    return {"i_account": alias.i_account}


@serves("Account/delete_alias", "alias_info", realms=BOTH, write=True)
def delete_alias(call: Call) -> Row:
    """The alias is named by its own `i_account`, by its number, or by both."""
    given = call.record("alias_info")
    account = _changed(call, given)
    named = {"i_account": as_integer(given.get("i_account")), "id": given.get("id")}
    wanted = {key: value for key, value in named.items() if value is not None}
    for alias in account.aliases:
        if wanted and wanted.items() <= alias_row(account, alias).items():
            account.aliases.remove(alias)
            del call.switch.by_alias[alias.id]
            call.switch.settings_changed(account)
            return {"success": 1}
    raise call.invalid("alias_not_found", "There is no such alias.")


def _changed(call: Call, given: Row) -> Account:
    """The account whose aliases change; a company keeps the numbers of its lines itself."""
    account = call.account_of(given.get("i_master_account"))
    if call.realm == ACCOUNTS and account.billed_to_company:
        raise call.invalid("access_denied", "You are not allowed to change aliases.")
    return account
