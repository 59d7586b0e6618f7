"""My data: see it, download it, delete it."""

from __future__ import annotations

import orjson

from content.profile import QUESTIONS
from db import alerts, contacts, guides, invoices, reminders, trainings
from db import needs as shared
from db.contacts import Contact
from handlers.bill_entry import DRAFT as BILL
from handlers.cluster_words import cluster_name
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.needs import need_name
from handlers.reminder_new import DRAFT as REMINDER
from handlers.screen import AnyButton, Button, Document, Keyboard, Screen
from handlers.topics import topic_words
from handlers.turn import Turn
from handlers.words import answer_label, short_question
from locales.formats import number, short_date

HIDDEN = frozenset({"id", "screen", "awaiting", "active", "free_at"})


async def show(turn: Turn) -> Screen:
    """Everything that is kept, in short."""
    _ = turn.gettext
    t = turn.translator
    answers = turn.profile.answers()
    told = [
        f"• {short_question(turn, name)}: {answer_label(turn, name, value)}"
        for name, value in answers.items()
        if name in QUESTIONS
    ]
    topics = [topic_words(turn, topic) for topic in await alerts.get_topics(turn.session, turn.contact.id)]
    set_ = len(await reminders.get_reminders(turn.session, turn.contact.id))
    needs = [_need_words(turn, one.need) for one in await shared.get_ticks(turn.session, turn.contact.id)]
    mine = turn.catalog.clusters.get(turn.profile.cluster or "")
    agreed = turn.contact.agreed_at
    text = lines(
        bold(_("🗂 My data")),
        _("Agreed on %(date)s.") % {"date": short_date(t, agreed.astimezone(turn.zone).date())}
        if agreed
        else _("You have not agreed to anything."),
        *told,
        _("My cluster: %(cluster)s") % {"cluster": cluster_name(turn, mine)} if mine else None,
        turn.ngettext("%(n)s reminder", "%(n)s reminders", set_) % {"n": number(t, set_)},
        _("Alerts: %(topics)s") % {"topics": ", ".join(topics) or _("none")},
        _("What I would share: %(needs)s") % {"needs": ", ".join(needs)} if needs else None,
        *(half_done := _half_done(turn)),
        _("Nobody else received it."),
    )
    drop: list[AnyButton] = [Button(_("🗑 Delete what isn't finished"), "my_data.drop")] if half_done else []
    rows: Keyboard = [
        [Button(_("⬇ Download"), "my_data.file"), Button(_("🗑 Delete my data"), "my_data.ask")],
        drop,
        [Button(_("What is kept?"), "help.privacy")],
        home_row(turn, "settings.menu"),
    ]
    return Screen(text, rows=rows)


def _half_done(turn: Turn) -> list[str]:
    """A bill and a reminder that were begun and not kept."""
    _ = turn.gettext
    bill, reminder = (turn.contact.profile.get(name) or {} for name in (BILL, REMINDER))
    told = [
        (_("Bill, not finished: %(name)s"), bill.get("buyer")),
        (_("Reminder, not finished: %(name)s"), reminder.get("title")),
    ]
    return [words % {"name": name} for words, name in told if name]


async def drop(turn: Turn) -> str:
    """Forget the bill and the reminder that were begun and not kept."""
    left = {name: value for name, value in turn.contact.profile.items() if name not in {BILL, REMINDER}}
    await turn.change(profile=left)
    return "my_data.show"


def _need_words(turn: Turn, need: str) -> str:
    known = turn.catalog.needs.get(need)
    return need_name(turn, known) if known else need


async def send_file(turn: Turn) -> Screen:
    """All of it as a JSON file."""
    content = orjson.dumps(await _everything(turn), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    text = turn.gettext("This is everything that is kept about you.")
    return Screen(text, rows=[home_row(turn, "my_data.show")], attachments=[Document("samooh.json", content)])


async def _everything(turn: Turn) -> dict[str, object]:
    session, contact = turn.session, turn.contact
    kept = {name: getattr(contact, name) for name in Contact.__dataclass_fields__ if name not in HIDDEN}
    return {
        "contact": kept,
        "consents": await contacts.get_consents(session, contact.id),
        "reminders": [
            {
                "title": one.title,
                "about": one.about,
                "rule": one.rule,
                "zone": one.zone,
                "next_due_at": one.next_due_at,
            }
            for one in await reminders.get_reminders(session, contact.id)
        ],
        "alerts": await alerts.get_topics(session, contact.id),
        "guides": {guide: await guides.get_done_steps(session, contact.id, guide) for guide in turn.catalog.guides},
        "courses": {
            course: await guides.get_done_steps(session, contact.id, f"course:{course}")
            for course in turn.catalog.courses
        },
        "trainings": await trainings.get_interests(session, contact.id),
        "bills": [
            {
                "buyer": one.buyer,
                "number": one.number,
                "amount": f"{one.amount:.2f}",
                "accepted_on": one.accepted_on,
                "agreed_days": one.agreed_days,
                "paid_on": one.paid_on,
            }
            for one in await invoices.get_invoices(session, contact.id)
        ],
        "needs": [
            {"cluster": one.cluster, "need": one.need, "at": one.at}
            for one in await shared.get_ticks(session, contact.id)
        ],
    }


async def ask_delete(turn: Turn) -> Screen:
    """One confirmation before everything goes."""
    _ = turn.gettext
    text = lines(
        bold(_("🗑 Delete my data?")),
        _("Your answers, reminders, alerts and progress go at once. Backups lose them within 30 days."),
        _("You can come back any time."),
    )
    rows: Keyboard = [[Button(_("Yes, delete everything"), "my_data.delete")], home_row(turn, "my_data.show")]
    return Screen(text, rows=rows)


async def delete(turn: Turn) -> Screen:
    """Erase the contact; the farewell is the last thing that is sent."""
    await turn.after_alerts()
    await contacts.forget_contact(turn.session, turn.contact.id, turn.now)
    turn.forgotten = True
    text = turn.gettext("Everything is deleted. To come back, send /start.")
    return Screen(text)


ROUTES = {
    "my_data.show": show,
    "my_data.file": send_file,
    "my_data.drop": drop,
    "my_data.ask": ask_delete,
    "my_data.delete": delete,
}
