"""Tables of the directory and of what operators see: providers, trainings, moved dates, missed searches."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from db.base import Id, contact_column, metadata
from db.columns import Json, UtcDateTime

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
    contact_column(index=True),
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
    contact_column(primary_key=True),
    Column("training_code", ForeignKey("trainings.code", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

missed_searches = Table(
    "missed_searches",
    metadata,
    Column("query", Text, primary_key=True),  # folded to Latin letters, without figures; nobody's id
    Column("times", Integer, nullable=False, server_default="0"),
    Column("told", Integer, nullable=False, server_default="0"),  # how often somebody asked us to add it
    Column("last_at", UtcDateTime, nullable=False),
)

moved_dates = Table(  # an office extended a date, or a holiday moved it
    "moved_dates",
    metadata,
    Column("date_id", Text, primary_key=True),  # content.compliance
    Column("due_on", Text, primary_key=True),  # the day that the rule gives, ISO
    Column("new_on", Text, nullable=False),
    Column("reasons", Json, nullable=False),  # language code → text
    Column("source", Text),
    Column("moved_at", UtcDateTime, nullable=False),
)

need_notices = Table(  # groups that reached the number a scheme asks for, and were told so
    "need_notices",
    metadata,
    Column("cluster", Text, primary_key=True),
    Column("need", Text, primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
)
