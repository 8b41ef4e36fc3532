"""What the bot does unasked, over real HTTP at both ends."""
