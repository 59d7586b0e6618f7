"""The processes: the only room that talks to Telegram and owns a clock."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot warns at each 429 unless spans are timedeltas
