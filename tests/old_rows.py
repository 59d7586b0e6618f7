"""Rows as the previous release wrote them, many at a time, and everything that a database holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, text

from db.revision import connected

LONG_AGO, FAR_AHEAD = "2026-01-01 04:30:00.000000", "2099-01-01 04:30:00.000000"
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) "
CONTACTS = """
INSERT INTO contacts (id, chat_id, language, profile, agreed_at, created_at, seen_at)
{count} SELECT i, 5000000 + i, 'hi', '{{"state":"IN-TN"}}', :past, :past, :past FROM n"""
TOPICS = """
INSERT INTO subscriptions (contact_id, topic, created_at) {count} SELECT i, 'theme:finance', :past FROM n"""
BROADCASTS = """
INSERT INTO broadcasts (id, topics, texts, created_at)
{count} SELECT i, '["theme:finance"]', '{{"en":"The window is open"}}', :past FROM n"""
REMINDERS = """
INSERT INTO reminders (id, contact_id, title, rule, zone, next_due_at, created_at)
{count} SELECT i, i, 'GST', 'once 2099-01-01T10:00', 'Asia/Kolkata', :ahead, :past FROM n"""
UPDATES = """
INSERT INTO updates (update_id, lane, payload, state, received_at, done_at)
{count} SELECT -i, 5000000 + i, '', 'done', :past, :past FROM n"""
MESSAGES = """
INSERT INTO outbox (id, key, contact_id, kind, state, payload, not_before, created_at, sent_at, message_id)
{count} SELECT i, 'bc:1:' || i, 1 + (i % :contacts), 'alert', CASE i % 200 WHEN 0 THEN 'dead' WHEN 1 THEN 'uncertain'
WHEN 2 THEN 'ready' ELSE 'sent' END, '{{"broadcast": 1}}', CASE i % 200 WHEN 2 THEN :ahead ELSE :past END, :past,
CASE WHEN i % 200 > 2 THEN :past END, i FROM n"""


def add_old_rows(url: str, contacts: int, messages: int) -> None:
    """Contacts with a reminder, a subscription and an update each, an alert, and messages in several states."""
    with connected(url) as connection:
        _add(connection, CONTACTS, contacts)
        _add(connection, TOPICS, contacts)
        _add(connection, BROADCASTS, 1)
        _add(connection, REMINDERS, contacts)
        _add(connection, UPDATES, contacts)
        _add(connection, MESSAGES, messages, contacts=contacts)
        if connection.dialect.name == "postgresql":
            for name in ("contacts", "broadcasts", "reminders", "outbox"):
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))
        connection.commit()


def _add(connection: Connection, statement: str, most: int, **values: int) -> None:
    count, zone = COUNT, ""
    if connection.dialect.name == "postgresql":
        zone = "+00"
        statement = statement.replace(":past", "CAST(:past AS timestamptz)")
        statement = statement.replace(":ahead", "CAST(:ahead AS timestamptz)")
    words = {name: value for name, value in (("past", LONG_AGO), ("ahead", FAR_AHEAD)) if f":{name}" in statement}
    given = {name: value + zone for name, value in words.items()} | {"most": most} | values
    connection.execute(text(statement.format(count=count)), given)


def read_all(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in order."""
    with connected(url) as connection:
        return {
            name: sorted(
                (dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()), key=repr
            )
            for name in inspect(connection).get_table_names()
            if name != "alembic_version" and not name.startswith("procrastinate")
        }
