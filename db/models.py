"""The tables, declared once: migrations are compared with them and every query is built on them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.columns import Json, UtcDateTime

__all__ = ["Json", "UtcDateTime"]  # migrations name them here


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


def _contact(**options: Any) -> Column[int]:
    return Column("contact_id", ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, **options)


def _index_where(name: str, rows: str, *columns: Column[Any]) -> None:
    """Index only the rows that a condition picks: small, whatever has been done and settled."""
    Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


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
_index_where("ix_updates_open", "state in ('new', 'answering')", updates.c.lane, updates.c.update_id)
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
    _contact(index=True),
    Column("purpose", Text, nullable=False),  # profile | reminders | alerts
    Column("given", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("notice_version", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

guide_progress = Table(
    "guide_progress",
    metadata,
    _contact(primary_key=True),
    Column("guide_id", Text, primary_key=True),
    Column("step_id", Text, primary_key=True),
    Column("done_at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    _contact(index=True),
    Column("title", Text, nullable=False),
    Column("about", Text),  # what it was set from: "scheme:mse-cdp", "training:…", "guide:udyam:…"
    Column("rule", Text, nullable=False),  # content.recurrence.Rule.to_text(), local wall time
    Column("zone", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),  # active | done | stopped
    Column("version", Integer, nullable=False, server_default="1"),
    Column("next_due_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)
_index_where("ix_reminders_due", "next_due_at is not null", reminders.c.next_due_at)

subscriptions = Table(
    "subscriptions",
    metadata,
    _contact(primary_key=True),
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
    _contact(index=True),
    Column("kind", Text, nullable=False),  # reminder | alert | digest | answer
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
_index_where("ix_outbox_open", "state in ('ready', 'leased', 'sending')", outbox.c.not_before)
_index_where("ix_outbox_ready", "state = 'ready'", outbox.c.lane, outbox.c.not_before, outbox.c.id)
_index_where("ix_outbox_busy", "state in ('leased', 'sending', 'uncertain')", outbox.c.contact_id)
_index_where("ix_outbox_doubt", "state in ('dead', 'uncertain')", outbox.c.kind)
_index_where("ix_outbox_broadcast", "broadcast_id is not null", outbox.c.broadcast_id, outbox.c.state)

digest_items = Table(
    "digest_items",
    metadata,
    _contact(primary_key=True),
    Column("broadcast_id", ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True),
    Column("outbox_key", Text, nullable=False, index=True),
)

providers = Table(
    "providers",
    metadata,
    Column("code", Text, primary_key=True),  # short enough for a button and a deep link
    Column("id", Text, nullable=False, unique=True),
    Column("categories", Text, nullable=False),  # ";a;b;"
    Column("state", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("hidden", Boolean, nullable=False, server_default=text("false")),
    Column("record", Json, nullable=False),  # the whole content.providers.Provider
)
Index(None, providers.c.latitude, providers.c.longitude)

provider_reports = Table(
    "provider_reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider_code", ForeignKey("providers.code", ondelete="CASCADE"), nullable=False),
    _contact(index=True),
    Column("kind", Text, nullable=False),  # wrong | closed
    Column("note", Text),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("provider_code", "contact_id", "kind"),
)

trainings = Table(
    "trainings",
    metadata,
    Column("code", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("state", Text),
    Column("online", Boolean, nullable=False),
    Column("starts_on", Text, nullable=False),  # local date, ISO
    Column("ends_on", Text, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),
    Column("record", Json, nullable=False),  # the whole content.trainings.Training
)
Index(None, trainings.c.ends_on)

training_interests = Table(
    "training_interests",
    metadata,
    _contact(primary_key=True),
    Column("training_code", ForeignKey("trainings.code", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
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

missed_searches = Table(
    "missed_searches",
    metadata,
    Column("query", Text, primary_key=True),  # folded to Latin letters, without figures; nobody's id
    Column("times", Integer, nullable=False, server_default="0"),
    Column("told", Integer, nullable=False, server_default="0"),  # how often somebody asked us to add it
    Column("last_at", UtcDateTime, nullable=False),
)
