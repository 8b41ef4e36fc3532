"""An imitation of PortaSwitch's account realm, and of the part of its admin realm sign-in needs.

`server.create(Config())` embeds it; `python -m sandbox provider` runs it alone.
Strict about what is publicly verified; proposals for the rest live in `proposals`.
"""
