"""One file per self-care area. A newcomer starts here: AREAS is the menu, in its order."""

from conversations import home, signin
from dialogs import Area

AREAS: tuple[Area, ...] = (
    home.area,
    signin.area,
)
