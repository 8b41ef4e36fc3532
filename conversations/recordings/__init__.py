"""Recordings: the calls that have one, each as a voice note with what was said in it.

`overview` lists them, `listening` plays one, `reading` has its whole transcript.
"""

from conversations.recordings import overview  # noqa: F401 - registers all screens
from conversations.recordings.base import area

__all__ = ["area"]
