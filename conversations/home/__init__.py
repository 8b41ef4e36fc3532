"""Home: the line at a glance, and the way to everything else.

`overview` is home itself, `readings` what it asks the provider for, `groups` the menu below it.
"""

from conversations.home import overview  # noqa: F401 - registers all screens
from conversations.home.base import area

__all__ = ["area"]
