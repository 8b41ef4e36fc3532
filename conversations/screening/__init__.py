"""Call screening: what becomes of calls from some callers, or at some hours.

`rules` reads the rules out and orders them, `callers` blocks and allows one caller, `wizard` makes
a new rule. The provider's own portal only lists, so what changes is there only where it is mapped.
"""

from conversations.screening import callers, rules, wizard
from conversations.screening.base import area

__all__ = ["area", "callers", "rules", "wizard"]
