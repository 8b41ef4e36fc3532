"""Forwarding: where calls go when they do not come to the phone, and until when.

`overview` shows what is set, `modes` chooses the kind, `destinations` sets one number or SIP
address, `followme` keeps the list of several (`moves`, `number`), `ends` puts back. All of them
change the line by way of `shared.changes`, which remembers what was there.
"""

from conversations.forwarding import destinations, ends, followme, modes, overview, said, told
from conversations.forwarding.base import area

__all__ = ["area", "destinations", "ends", "followme", "modes", "overview", "said", "told"]
