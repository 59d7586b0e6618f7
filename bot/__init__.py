"""The processes: the only room that talks to Telegram and owns a clock."""
