"""The tables, declared once: migrations are compared with them and every query is built on them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from db.base import Id, contact_column, index_where, metadata
from db.columns import Json, UtcDateTime
from db.directory import (
    missed_searches,
    moved_dates,
    need_notices,
    provider_reports,
    providers,
    training_interests,
    trainings,
)

__all__ = [  # migrations name the kinds of columns here
    "Json",
    "UtcDateTime",
    "metadata",
    "missed_searches",
    "moved_dates",
    "need_notices",
    "provider_reports",
    "providers",
    "training_interests",
    "trainings",
]

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),  # the chat or account whose updates never overlap
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="new"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("answer", Json),
    Column("error", Text),
    Column("received_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("lease_until", UtcDateTime),  # machine time; until then the replica that answers is left alone
)
index_where("ix_updates_open", "state in ('new', 'answering')", updates.c.lane, updates.c.update_id)
index_where("ix_updates_aside", "state = 'quarantined'", updates.c.update_id)
Index(None, updates.c.done_at)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("language", Text),
    Column("client_language", Text),
    Column("zone", Text, nullable=False, server_default="Asia/Kolkata"),
    Column("quiet_from", Text, server_default="21:00"),  # local HH:MM; both empty: no quiet hours
    Column("quiet_to", Text, server_default="08:00"),
    Column("profile", Json, nullable=False, server_default="{}"),
    Column("awaiting", Text),  # the route that takes what the contact types next
    Column("agreed_at", UtcDateTime),
    Column("alert_rhythm", Text, nullable=False, server_default="daily"),  # now | daily | weekly
    Column("alerts_paused_until", UtcDateTime),
    Column("screen", Json),  # the live screen's buttons, so that a label or a number can be typed
    Column("active", Boolean, nullable=False, server_default=text("true")),  # false: the bot is blocked
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("free_at", Float, nullable=False, server_default="0"),  # when the chat may get its next message
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    contact_column(index=True),
    Column("purpose", Text, nullable=False),  # profile | reminders | alerts | needs
    Column("given", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("notice_version", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

guide_progress = Table(
    "guide_progress",
    metadata,
    contact_column(primary_key=True),
    Column("guide_id", Text, primary_key=True),
    Column("step_id", Text, primary_key=True),
    Column("done_at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    contact_column(index=True),
    Column("title", Text, nullable=False),
    Column("about", Text),  # what it was set from: "scheme:mse-cdp", "training:…", "guide:udyam:…"
    Column("rule", Text, nullable=False),  # content.recurrence.Rule.to_text(), local wall time
    Column("zone", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),  # active | done | stopped
    Column("version", Integer, nullable=False, server_default="1"),
    Column("next_due_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)
index_where("ix_reminders_due", "next_due_at is not null", reminders.c.next_due_at)

subscriptions = Table(
    "subscriptions",
    metadata,
    contact_column(primary_key=True),
    Column("topic", Text, primary_key=True),  # theme:… | state:… | cluster:… | scheme:… | fits
    Column("created_at", UtcDateTime, nullable=False),
)
Index(None, subscriptions.c.topic)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("topics", Json, nullable=False),  # whoever subscribed to one of them is meant
    Column("scheme_id", Text),  # with the topic "fits": whoever this scheme fits
    Column("texts", Json, nullable=False),  # language code → text
    Column("link", Text),
    Column("state", Text, nullable=False, server_default="sending"),  # sending | paused | cancelled
    Column("created_at", UtcDateTime, nullable=False),
    Column("only_state", Text),  # narrows it to contacts of one state
    Column("expires_at", UtcDateTime),
    Column("frozen_to", Id, server_default="0", nullable=False),  # the last contact whose message is laid out
    Column("frozen_at", UtcDateTime),  # when the whole audience was
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    contact_column(index=True),
    Column("kind", Text, nullable=False),  # reminder | alert | digest | need
    Column("state", Text, nullable=False, server_default="ready"),
    Column("payload", Json, nullable=False),  # ids only; the words are rendered when it is sent
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("attempt", Integer, nullable=False, server_default="0"),  # the fencing token
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("lease_until", UtcDateTime),
    Column("message_id", BigInteger),
    Column("error", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("lane", Integer, nullable=False, server_default="1"),  # 0 goes first: what one contact waits for
    Column("broadcast_id", Id),  # of an alert; no foreign key, since SQLite adds none to a table that is in use
)
index_where("ix_outbox_ready", "state = 'ready'", outbox.c.lane, outbox.c.not_before, outbox.c.id)
# Not "in": with three states SQLite would build a table of them for each row that it writes.
index_where("ix_outbox_begun", "state = 'leased' or state = 'sending' or state = 'uncertain'", outbox.c.contact_id)
index_where("ix_outbox_doubt", "state in ('dead', 'uncertain')", outbox.c.kind)
index_where("ix_outbox_broadcast", "broadcast_id is not null", outbox.c.broadcast_id, outbox.c.state)

digest_items = Table(
    "digest_items",
    metadata,
    contact_column(primary_key=True),
    Column("broadcast_id", ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("outbox_key", Text, nullable=False, index=True),  # or why it was left out: paused:…, cancelled:…
)

# The budget's times, and contacts.free_at, are seconds since 1970 by the database's clock.
permits = Table(  # as many as messages may go out in a second, all chats together
    "permits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("free_at", Float, nullable=False, server_default="0"),
)

budget = Table(  # one row
    "budget",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("next_at", Float, nullable=False, server_default="0"),  # GCRA: when the next message is due at the pace
    Column("paused_until", Float, nullable=False, server_default="0"),  # Telegram's retry_after for all chats
    Column("paused_chat", BigInteger),  # the last chat that Telegram asked a pause for,
    Column("paused_chat_until", Float, nullable=False, server_default="0"),  # and until when
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),  # poller
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),  # machine time
)

kept_values = Table(
    "kept_values",
    metadata,
    Column("name", Text, primary_key=True),  # poll offset, seed fingerprints
    Column("value", Text, nullable=False),
)

invoices = Table(  # bills that a contact waits for
    "invoices",
    metadata,
    Column("id", Id, primary_key=True),
    contact_column(index=True),
    Column("buyer", Text, nullable=False),
    Column("number", Text),  # of the bill; bills of the first releases hold it in `buyer`
    Column("paise", BigInteger, nullable=False),
    Column("accepted_on", Text, nullable=False),  # local date, ISO
    Column("agreed_days", Integer, nullable=False, server_default="0"),  # 0: nothing agreed in writing
    Column("paid_on", Text),
    Column("created_at", UtcDateTime, nullable=False),
)

shared_needs = Table(  # what owners of a cluster would share
    "shared_needs",
    metadata,
    contact_column(primary_key=True),
    Column("cluster", Text, primary_key=True),  # its short code
    Column("need", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
Index(None, shared_needs.c.cluster, shared_needs.c.need)
