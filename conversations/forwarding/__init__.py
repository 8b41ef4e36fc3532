"""Forwarding: where calls go when they do not come to the phone, and until when.

`overview` shows what is set, `destinations` sets one number or SIP address, `followme` keeps the
list of several; all of them change the line by way of `changes`, which remembers what was there.
"""

from conversations.forwarding import destinations, followme, overview
from conversations.forwarding.base import area

__all__ = ["area", "destinations", "followme", "overview"]
