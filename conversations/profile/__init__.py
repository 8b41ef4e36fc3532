"""My details: company, name, address and contacts, as the provider has them.

`overview` shows them by groups; `change` asks for one value, `email` for an address with its code.
"""

from conversations.profile import (
    change,  # noqa: F401 - registers its form
    email,  # noqa: F401 - registers its steps, and with them the overview
)
from conversations.profile.base import area

__all__ = ["area"]
