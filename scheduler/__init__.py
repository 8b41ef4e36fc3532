"""The clock: what the bot does unasked.

`Scheduler` starts it all. Sweeps (`voicemail`, `missed`, `offline`, `balance`, `reminders`) find
what is new and store notices; `deliver` sends these; `timed` puts back what was set for a while;
`settlements` finds out what became of money whose outcome was unknown; `housekeeping` forgets what
is old.
"""

from scheduler.clock import Scheduler
from scheduler.observer import Observer

__all__ = ["Observer", "Scheduler"]
