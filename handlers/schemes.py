"""One scheme: what it promises, whether it fits and why, who, benefits, papers, steps, sources."""

from __future__ import annotations

from content.codes import short_code
from content.eligibility import Change, Verdict, verdict
from content.schemes import Benefit, Scheme
from handlers.common import home_row, in_columns
from handlers.markup import bold, bullets, italic, lines
from handlers.names import full_name, short_name
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, ShareButton
from handlers.turn import Turn
from handlers.words import change_words, confidence_words, failed_words, short_question, status_words
from locales.formats import partial_date, percent, rupees_short

PARTS = ("who", "get", "papers", "steps")


async def show_scheme(turn: Turn, scheme_id: str) -> Screen:
    """The card: status and as-of first, the promise, the verdict, and the rest one tap away."""
    scheme = _scheme(turn, scheme_id)
    _ = turn.gettext
    judged = verdict(scheme.eligibility, turn.profile)
    text = lines(
        status_line(turn, scheme),
        bold(full_name(turn, scheme)),
        "",
        turn.say(scheme.id, "summary", scheme.summary),
        "",
        *window_lines(turn, scheme),
        *([] if scheme.is_shut(turn.today) else verdict_lines(turn, judged)),
        confidence_words(turn, scheme.confidence),
        english_mark(turn, scheme),
    )
    return Screen(
        text,
        rows=[
            *_decide(turn, scheme, judged),
            *_more(turn, scheme),
            *_do(turn, scheme),
            home_row(turn, "schemes.menu"),
        ],
    )


def _scheme(turn: Turn, scheme_id: str) -> Scheme:
    if scheme_id not in turn.catalog.schemes:
        raise Stale
    return turn.catalog.schemes[scheme_id]


def status_line(turn: Turn, scheme: Scheme) -> str:
    """Whether it takes applications today, and as of when."""
    status = _status(turn, scheme)
    if not scheme.as_of:
        return turn.gettext("%(status)s · date not known") % {"status": status}
    return turn.gettext("%(status)s · as of %(date)s") % {
        "status": status,
        "date": partial_date(turn.translator, scheme.as_of),
    }


def _status(turn: Turn, scheme: Scheme) -> str:
    if scheme.status != "open" or scheme.closes is None:
        return status_words(turn, scheme.status)
    if scheme.window_over(turn.today):
        return f"🔴 {_closed_words(turn, scheme.closes)}"
    return turn.gettext("🟢 Open until %(date)s") % {"date": partial_date(turn.translator, scheme.closes)}


def _closed_words(turn: Turn, closes: str) -> str:
    return turn.gettext("The window we know of closed on %(date)s") % {"date": partial_date(turn.translator, closes)}


def window_lines(turn: Turn, scheme: Scheme) -> list[str]:
    """What is known of the time to apply beside the status: a last day that is over, and a note."""
    note = turn.say(scheme.id, "window_note", scheme.window_note or "")
    closed = scheme.closes if scheme.status == "unknown" and scheme.window_over(turn.today) else None
    found = [_closed_words(turn, closed)] if closed else []
    return [f"📅 {one[:1].upper()}{one[1:]}" for one in (*found, note) if one]


def english_mark(turn: Turn, scheme: Scheme) -> str | None:
    """A line in the owner's language where the text is still English."""
    if turn.translator.has_content(scheme.id, "summary", scheme.summary):
        return None
    return italic(turn.gettext("This text is not yet in your language."))


def verdict_lines(turn: Turn, judged: Verdict) -> list[str]:
    """Fits, may fit or not, why, and what would change it."""
    _ = turn.gettext
    if judged.kind == "fits":
        return [_("✅ Fits you, by what you told us.")]
    if judged.kind == "may_fit":
        names = ", ".join(short_question(turn, question) for question in judged.unknown)
        return [_("❔ May fit. We don't know yet: %(names)s.") % {"names": names}]
    reasons = [failed_words(turn, condition) for condition in judged.failed]
    changes = [
        _("What would help: %(change)s.") % {"change": change_words(turn, change)} for change in judged.changes
    ]
    return [_("✖ Does not fit now."), bullets(reasons), *changes]


def _decide(turn: Turn, scheme: Scheme, judged: Verdict) -> list[list[AnyButton]]:
    """Buttons that answer what isn't known, that lead to what would make it fit, or to the successor."""
    if scheme.ended:
        followers = (turn.catalog.schemes[name] for name in scheme.successor)
        label = turn.gettext("➡ Instead: %(name)s")
        return [[Button(label % {"name": short_name(turn, one)}, "schemes.show", one.id)] for one in followers]
    if scheme.is_shut(turn.today):
        return []
    if judged.kind == "may_fit":
        asks = [
            Button(f"❔ {short_question(turn, q)}", "profile.ask", q, short_code(scheme.id))
            for q in judged.unknown[:4]
        ]
        return [list(row) for row in in_columns(asks)]
    return [[Button(turn.gettext("🪪 Register on Udyam"), "guides.open", "udyam")]] if _needs_udyam(judged) else []


def _needs_udyam(judged: Verdict) -> bool:
    return Change("register_udyam") in judged.changes


def _more(turn: Turn, scheme: Scheme) -> list[list[AnyButton]]:
    _ = turn.gettext
    parts: list[AnyButton] = [
        Button(_("👤 Who"), "schemes.part", scheme.id, "who"),
        Button(_("🎁 What you get"), "schemes.part", scheme.id, "get"),
    ]
    if scheme.documents:
        parts.append(Button(_("📄 Papers"), "schemes.part", scheme.id, "papers"))
    if scheme.steps:
        parts.append(Button(_("👣 How to apply"), "schemes.part", scheme.id, "steps"))
    parts.append(Button(_("ℹ Source and date"), "schemes.source", scheme.id))
    return [list(row) for row in in_columns(parts)]


def _do(turn: Turn, scheme: Scheme) -> Keyboard:
    _ = turn.gettext
    rows: Keyboard = []
    if not scheme.ended:
        rows.append(
            [
                Button(_("⏰ Remind me"), "reminders.about", "scheme", scheme.id),
                Button(_("🔔 Tell me of changes"), "alerts.add", "scheme", scheme.id),
            ]
        )
    rows.append([Button(_("📍 Who can help near me"), "nearby.menu"), ShareButton(_("↗ Share"), scheme.id)])
    if scheme.apply_url and not scheme.ended:
        rows.append([LinkButton(_("🌐 Official portal"), scheme.apply_url)])
    return rows


async def show_part(turn: Turn, scheme_id: str, part: str) -> Screen:
    """Who may apply, what is given, the papers, or the steps."""
    scheme = _scheme(turn, scheme_id)
    if part not in PARTS:
        raise Stale
    _ = turn.gettext
    titles = {"who": _("Who"), "get": _("What you get"), "papers": _("Papers"), "steps": _("How to apply")}
    body = {
        "who": lambda: bullets(_said(turn, scheme, "who", scheme.who)),
        "get": lambda: bullets([benefit_words(turn, scheme, benefit) for benefit in scheme.benefits]),
        "papers": lambda: bullets(_said(turn, scheme, "documents", scheme.documents)),
        "steps": lambda: lines(
            *(f"{n}. {step}" for n, step in enumerate(_said(turn, scheme, "steps", scheme.steps), start=1)),
            turn.say(scheme.id, "fee", scheme.fee) if scheme.fee else None,
            _helpline(scheme),
        ),
    }[part]()
    links: list[list[AnyButton]] = []
    if part == "steps" and scheme.apply_url and not scheme.ended:
        links = [[LinkButton(_("🌐 Official portal"), scheme.apply_url)]]
    text = lines(
        status_line(turn, scheme),
        bold(f"{short_name(turn, scheme)} · {titles[part]}"),
        "",
        body,
        english_mark(turn, scheme),
    )
    others: list[AnyButton] = [
        Button(titles[name], "schemes.part", scheme.id, name) for name in PARTS if name != part
    ]
    return Screen(text, rows=[*links, others, home_row(turn, "schemes.show", scheme.id)])


def _helpline(scheme: Scheme) -> str | None:
    """Whom to call or write to, while the scheme takes anybody."""
    if not scheme.helpline or scheme.ended:
        return None
    return f"{'✉' if '@' in scheme.helpline else '☎'} {scheme.helpline}"


def _said(turn: Turn, scheme: Scheme, field: str, texts: tuple[str, ...]) -> list[str]:
    return [turn.say(scheme.id, field, text) for text in texts]


def benefit_words(turn: Turn, scheme: Scheme, benefit: Benefit) -> str:
    """What is given, with its share and its limits; the figures stand outside the words."""
    _ = turn.gettext
    t = turn.translator
    figures = []
    if benefit.percent is not None:
        figures.append(percent(t, benefit.percent))
    if benefit.min_inr is not None and benefit.max_inr is not None:
        limits = {"low": rupees_short(t, benefit.min_inr), "high": rupees_short(t, benefit.max_inr)}
        figures.append(_("from %(low)s to %(high)s") % limits)
    elif benefit.max_inr is not None:
        figures.append(_("up to %(amount)s") % {"amount": rupees_short(t, benefit.max_inr)})
    elif benefit.min_inr is not None:
        figures.append(_("from %(amount)s") % {"amount": rupees_short(t, benefit.min_inr)})
    what = turn.say(scheme.id, "benefits.what", benefit.what)
    what = what[:1].upper() + what[1:]
    special = turn.say(scheme.id, "benefits.special", benefit.special or "")
    told = f"{what}: {', '.join(figures)}" if figures else what
    return f"{told} ({special})" if special else told


async def show_source(turn: Turn, scheme_id: str) -> Screen:
    """Where it comes from, how sure it is, what is in conflict and what isn't known."""
    scheme = _scheme(turn, scheme_id)
    office = " · ".join(filter(None, (scheme.agency, scheme.ministry)))
    text = lines(
        status_line(turn, scheme),
        bold(full_name(turn, scheme)),
        office or None,
        _old_names(turn, scheme),
        *source_lines(turn, scheme),
    )
    rows: Keyboard = []
    if scheme.info_url:
        rows.append([LinkButton(turn.gettext("🌐 Official page"), scheme.info_url)])
    return Screen(text, rows=[*rows, home_row(turn, "schemes.show", scheme.id)])


def _old_names(turn: Turn, scheme: Scheme) -> str | None:
    if not scheme.old_names:
        return None
    return turn.gettext("Earlier names: %(names)s") % {"names": "; ".join(scheme.old_names)}


ROUTES = {
    "schemes.show": show_scheme,
    "schemes.part": show_part,
    "schemes.source": show_source,
}
