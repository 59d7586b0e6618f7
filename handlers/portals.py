"""The check against fake portals, and where old names and moved portals lead today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from content.bribe_words import find_bribe_of
from content.fee_words import find_fee_of
from content.guides import Topic
from content.portals import WARNINGS, Checked, Moved, check_text, has_aadhaar, host_of, phones_in, without_phones
from handlers.common import home_row, in_columns
from handlers.markup import bold, brief, code, lines
from handlers.names import full_name, short_name
from handlers.provenance import source_lines
from handlers.reminder_new import names_a_time
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import partial_date

SOLD = ("udyam", "fraud-loan", "fraud-report")  # the guide and its topics on money that is asked for a scheme


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a text: a title, sentences, the host of the official portal, if one is meant, and ways on."""

    title: str
    sentences: tuple[str, ...]
    portal: str | None = None
    of_address: bool = False  # then the title is the address, which mustn't become a link
    ways: tuple[Button, ...] = ()

    @property
    def text(self) -> str:
        """All of it, as HTML."""
        title = brief(self.title)
        return lines(code(title) if self.of_address else bold(title), *self.sentences)


def check_typed(turn: Turn) -> Screen | None:
    """What is known of an address, a number or a fee that was typed; None for any other text."""
    said = look_at(turn, turn.typed)
    return _screen(turn, said) if said else None


async def warn_of_link(turn: Turn) -> Screen | None:
    """A warning of a link or an Aadhaar number that came as the answer to a question, which stays open; else None.

    A pasted link that isn't official is nobody's answer either; a name with full stops may be.
    """
    said = _no_answer(turn)
    if said is None or not turn.contact.awaiting:
        return None
    await turn.ask(*turn.contact.awaiting.split(":"))
    open_still = turn.gettext("This was not taken as your answer. The question is still open: type your answer.")
    return _screen(turn, replace(said, sentences=(*said.sentences, "", open_still)))


def _no_answer(turn: Turn) -> Said | None:
    """What is said of a text that nobody means as an answer."""
    checked = check_text(turn.typed, turn.catalog.official_hosts)
    if checked is None:
        return _aadhaar(turn) if has_aadhaar(turn.typed) else None
    pasted = checked.kind != "official" and "://" in turn.typed and len(turn.typed.split()) == 1
    return _address(turn, turn.typed, checked) if checked.kind in WARNINGS or pasted else None


def look_at(turn: Turn, text: str) -> Said | None:
    """What is said of a text with an address, a number or a fee; None for any other, and for a call to remember."""
    checked = check_text(text, turn.catalog.official_hosts)
    if checked and not (_is_plain_mail(checked) and names_a_time(turn, text)):
        return _address(turn, text, checked)
    if has_aadhaar(text):
        return _aadhaar(turn)
    asked = _fee(turn, text)
    phones = phones_in(text)
    if phones and (asked or not names_a_time(turn, without_phones(text))):
        return _phone(turn, text, phones)
    return asked


def _is_plain_mail(checked: Checked) -> bool:
    """Whether it is an e-mail address that nothing speaks against, which a reminder may well name."""
    return checked.of_mail and checked.kind not in WARNINGS


def _aadhaar(turn: Turn) -> Said:
    """It isn't repeated: the answer may stay on the screen."""
    _ = turn.gettext
    sentences = (
        _("Never send an Aadhaar number to a bot. Please delete your message."),
        _("Samooh does not need the number and does not keep it."),
        _("Never tell anybody an OTP or a password."),
    )
    return Said(_("⚠ This may be an Aadhaar number."), sentences)


def _address(turn: Turn, text: str, checked: Checked) -> Said:
    _ = turn.gettext
    moved = next((one for one in turn.catalog.moved.values() if one.names(checked.host)), None)
    sentences = (
        _verdict(turn, checked),
        _("The official one is: %(host)s") % {"host": checked.like} if checked.like else None,
        *(today_words(turn, moved) if moved else ()),
        *_pay_nothing(turn, text, always=checked.kind != "official"),
        _("We can't check whose number that is.") if phones_in(text) else None,
        _("Never tell anybody an OTP or a password."),
    )
    ways = (_way_to(turn, moved),) if moved else ()
    return Said(checked.host, tuple(filter(None, sentences)), checked.like, of_address=True, ways=ways)


def _verdict(turn: Turn, checked: Checked) -> str:
    _ = turn.gettext
    if checked.kind == "official" and checked.of_mail:
        return _("❔ What stands behind the @ is on our list of official addresses. Who wrote to you, we can't see.")
    return {
        "official": _("✅ This address is on our list of official ones."),
        "payee": _("⚠ Careful: this is a payment address with an official name in it. Do not pay."),
        "imitation": _("⚠ Careful: this is not on our list of official addresses, and it looks like one."),
        "letters": _("⚠ Careful: this address has letters that can pass for others. Do not open it."),
        "numeric": _("⚠ Careful: this address is only a number. It does not say whose site it is."),
        "short": _("⚠ This short link hides where it leads. We can't see that. Do not pay or log in there."),
        "unknown": _("❔ This address is not on our list. We can't say that it is safe."),
        "government": _(
            "❔ This ending is the government's, but the site is not on our list. We can't vouch for it."
        ),
    }[checked.kind]


def today_words(turn: Turn, one: Moved) -> tuple[str, str]:
    """What took the place of an old name, since when, and what to know of it."""
    name = turn.say(f"moved-{one.id}", "today", one.today)
    since = partial_date(turn.translator, one.changed_on)
    today = turn.gettext("Today: %(name)s, since %(date)s.") % {"name": name, "date": since}
    return today, turn.say(f"moved-{one.id}", "note", one.note)


def _way_to(turn: Turn, one: Moved) -> Button:
    route, *words = one.route.split(":")
    return Button(brief("▶ " + turn.say(f"moved-{one.id}", "today", one.today)), route, *words)


def _phone(turn: Turn, text: str, phones: list[str]) -> Said:
    _ = turn.gettext
    helplines = {
        phone: turn.say(one.id, "helplines.name", one.name)
        for guide in turn.catalog.guides.values()
        for one in guide.helplines
        for phone in one.phones
    }
    of_schemes = {one.helpline: one for one in turn.catalog.schemes.values() if one.helpline}
    named = {phone: short_name(turn, one) for phone, one in of_schemes.items()} | helplines
    listed = {digits: name for phone, name in named.items() for digits in phones_in(phone)}
    free = tuple(_pay_nothing(turn, text))
    if all(phone in listed for phone in phones):
        known = _("✅ This number is on our list: %(name)s") % {"name": listed[phones[0]]}
        return Said(known, (*free, _("Never tell anybody an OTP or a password.")))
    asked = _("No office asks for an OTP or for money by telephone. Official helplines:")
    numbers = (f"{name}: {phone}" for phone, name in helplines.items())
    return Said(_("We can't check whose number that is."), (*free, asked, *numbers))


def _pay_nothing(turn: Turn, text: str, always: bool = False) -> Iterator[str]:
    """That what a text speaks of isn't to be paid for, beside a verdict on its address or number."""
    if always or find_fee_of(text):
        yield turn.gettext("Registration on Udyam and GeM is free. Pay nobody for it.")
    if not find_fee_of(text) and (scheme_id := find_bribe_of(text)) is not None:
        yield from _sold(turn, scheme_id).sentences


def _fee(turn: Turn, text: str) -> Said | None:
    """What is known of money that is asked for a registration, or else for a scheme; None for any other text."""
    guide = turn.catalog.guides.get(find_fee_of(text) or "")
    if guide is None:
        scheme_id = find_bribe_of(text)
        return None if scheme_id is None else _sold(turn, scheme_id)
    _ = turn.gettext
    said = {
        "udyam": _("The official fee is nil. Who asks for money isn't the government."),
        "gem": _("Registration on GeM is free. Do not pay anybody for it."),
    }
    return Said(turn.say(guide.id, "title", guide.title), (said[guide.id],), host_of(guide.portal_url))


def _sold(turn: Turn, scheme_id: str) -> Said:
    """What is known of a scheme's fee, that nobody can sell a sanction, and where to report it."""
    scheme = turn.catalog.schemes.get(scheme_id)
    topics = [one for one in turn.catalog.guides[SOLD[0]].topics if one.id in SOLD]
    sentences = (
        turn.say(scheme_id, "fee", scheme.fee) if scheme and scheme.fee else None,
        *(turn.say(one.id, "topics.points", one.points[0]) for one in topics),
        next(filter(None, (confidence_words(turn, one.confidence) for one in topics)), None),
    )
    about = [Button(brief(f"📋 {short_name(turn, scheme)}"), "schemes.show", scheme_id)] if scheme else []
    read_on = (Button(brief(f"ℹ {_topic_title(turn, one)}"), "guides.topic", SOLD[0], one.id) for one in topics)
    portal = host_of(scheme.apply_url) if scheme and not scheme.is_shut(turn.today) else None
    title = full_name(turn, scheme) if scheme else _topic_title(turn, topics[0])
    return Said(title, tuple(filter(None, sentences)), portal, ways=(*about, *read_on))


def _topic_title(turn: Turn, topic: Topic) -> str:
    return turn.say(topic.id, "topics.title", topic.title)


def _screen(turn: Turn, said: Said) -> Screen:
    portal: list[AnyButton] = [LinkButton(said.portal, f"https://{said.portal}")] if said.portal else []
    return Screen(said.text, rows=[*in_columns([*portal, *said.ways]), *_guides(turn), home_row(turn)])


def _guides(turn: Turn) -> Keyboard:
    _ = turn.gettext
    return [[Button(_("🪪 Udyam"), "guides.open", "udyam"), Button(_("🛒 GeM"), "guides.open", "gem")]]


async def show_moved(turn: Turn, name: str) -> Screen:
    """An old name: what took its place, since when, and the way there."""
    one = turn.catalog.moved.get(name)
    if one is None:
        raise Stale
    record = f"moved-{name}"
    text = lines(
        bold(turn.say(record, "old", one.old)),
        *today_words(turn, one),
        *source_lines(turn, one),
    )
    return Screen(text, rows=[[_way_to(turn, one)], home_row(turn, "search.ask")])


ROUTES = {"portals.moved": show_moved}
