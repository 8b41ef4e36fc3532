"""The chat: a strict Telegram Bot API server, the people's side of it, and their web page."""
