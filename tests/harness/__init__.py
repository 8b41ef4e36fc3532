"""What the transcript tests stand on: the real bot between two real servers."""
