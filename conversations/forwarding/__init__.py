"""Forwarding: where calls go when they do not come to the phone, and until when.

`overview` shows what is set, `modes` chooses the kind, `to_number` and `to_address` set one
destination, `followme` keeps the list of several (`orders`, `one_number`, `moves`, `number`),
`ends` puts back. All of them change the line by way of `shared.changes`, which remembers what was
there.
"""

from conversations.forwarding import ends, followme, modes, overview, said, told
from conversations.forwarding.base import area

__all__ = ["area", "ends", "followme", "modes", "overview", "said", "told"]
