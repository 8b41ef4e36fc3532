"""Sign in: a code to the own contact, a single-use link, or login and password.

The first two go through the provider's admin realm and are hidden without it. The password comes
last; it is used once, its message deleted, and it is never stored.
"""

from conversations.signin import (
    contact,  # noqa: F401 - registers its form
    password,  # noqa: F401 - registers its form
)
from conversations.signin.base import area
from conversations.signin.by_link import LINK_LIFETIME, link_hash

__all__ = ["LINK_LIFETIME", "area", "link_hash"]
