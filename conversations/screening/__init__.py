"""Call screening: what becomes of calls from some callers, or at some hours.

`rules` reads the rules out, `rule` changes one, `blocked` lists who is blocked, `blocking` asks
whom to block, `caller` blocks and allows one, `wizard` makes a new rule. The provider's own portal
only lists, so what changes is there only where it is mapped.
"""

from conversations.screening import blocked, caller, rules, wizard
from conversations.screening.base import area

__all__ = ["area", "blocked", "caller", "rules", "wizard"]
