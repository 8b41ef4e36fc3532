"""One change of how calls are answered: what was there is remembered, then it is written by steps.

A change with an end leaves a row in `store.timed` before its first call to the provider, so that
the scheduler puts back what was there even if we die in the middle. Forwarding has one such end
per line: a change on top of it keeps the first snapshot, so that its end leads to the original.
A change without an end can be undone while nobody has changed anything since.

Do not disturb is an end of its own, on top of whatever forwarding there is. It writes the answering
mode only, so only that is put back. Until then nothing below it may change.
"""

from conversations.shared.changes.back import end_at, put_back, undo
from conversations.shared.changes.line import Line, held, read, sentence, until_text
from conversations.shared.changes.remembered import UNDO, opened
from conversations.shared.changes.writing import PuttingBack, apply

__all__ = [
    "UNDO",
    "Line",
    "PuttingBack",
    "apply",
    "end_at",
    "held",
    "opened",
    "put_back",
    "read",
    "sentence",
    "undo",
    "until_text",
]
