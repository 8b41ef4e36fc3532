"""One file per self-care area. A newcomer starts here: AREAS is the menu, in its order."""

from conversations import accounts, calls, help, home, language, recharge, signin, voicemail  # noqa: A004
from dialogs import Area

AREAS: tuple[Area, ...] = (
    home.area,
    signin.area,
    calls.area,
    accounts.area,
    language.area,
    voicemail.area,
    recharge.area,
    help.area,
)
