"""A stand-in of Telegram's Bot API on loopback, with a chat page and a control API."""
