"""One file per self-care area. A newcomer starts here: AREAS is the menu, in its order."""

from conversations import accounts, help, home, language, recharge, signin  # noqa: A004
from dialogs import Area

AREAS: tuple[Area, ...] = (
    home.area,
    signin.area,
    accounts.area,
    language.area,
    recharge.area,
    help.area,
)
