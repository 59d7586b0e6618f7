"""What stands beside a guide's steps: problems, topics, helplines, sources, and the search for an activity code."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import Markup

from content.guides import Guide, Problem, Topic
from content.nic import NicCode, find_nic, nic_codes
from handlers.common import home_row, in_columns, page_row
from handlers.guides import NIC_GUIDE, guide_of, step_words
from handlers.markup import bold, brief, bullets, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, pages
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import partial_date

NIC_SECTION = "nic"
SURENESS = ("low", "medium", "high")


async def show_problems(turn: Turn, guide_id: str, page: int = 0) -> Screen:
    """What goes wrong: pick one to see the mend."""
    guide = guide_of(turn, guide_id)
    shown, page, count = pages(guide.problems, page)
    rows: Keyboard = [
        [
            Button(
                brief(turn.say(problem.id, "problems.problem", problem.problem)),
                "guides.problem",
                guide.id,
                problem.id,
            )
        ]
        for problem in shown
    ]
    moves = page_row(turn, page, count, "guides.stuck", guide.id)
    text = lines(bold(turn.gettext("🆘 I am stuck")), turn.gettext("What do you see?"))
    return Screen(text, rows=[*rows, moves, home_row(turn, "guides.open", guide.id)])


async def show_problem(turn: Turn, guide_id: str, problem_id: str) -> Screen:
    """One problem, why it happens, and how to mend it."""
    guide = guide_of(turn, guide_id)
    problem = _found(guide.problems, problem_id)
    _ = turn.gettext
    text = lines(
        bold(turn.say(problem.id, "problems.problem", problem.problem)),
        "",
        bold(_("Why")),
        turn.say(problem.id, "problems.cause", problem.cause),
        "",
        bold(_("What to do")),
        turn.say(problem.id, "problems.fix", problem.fix),
        confidence_words(turn, problem.confidence),
    )
    return Screen(
        text, rows=[[Button(_("☎ Helplines"), "guides.help", guide.id)], home_row(turn, "guides.stuck", guide.id, 0)]
    )


def _found(records: tuple[Problem, ...], record_id: str) -> Problem:
    for record in records:
        if record.id == record_id:
            return record
    raise Stale


async def show_sections(turn: Turn, guide_id: str) -> Screen:
    """What there is to read beside the steps."""
    guide = guide_of(turn, guide_id)
    rows: Keyboard = [
        [
            Button(
                turn.say(f"{guide.id}-{section.id}", "sections.title", section.title),
                "guides.section",
                guide.id,
                section.id,
            )
        ]
        for section in guide.sections
    ]
    return Screen(bold(turn.gettext("📚 Good to know")), rows=[*rows, home_row(turn, "guides.open", guide.id)])


async def show_section(turn: Turn, guide_id: str, section_id: str) -> Screen:
    """The topics of one section; a single one is shown at once."""
    guide = guide_of(turn, guide_id)
    topics = guide.topics_of(section_id)
    if not topics:
        raise Stale
    if len(topics) == 1:
        return await show_topic(turn, guide_id, topics[0].id)
    rows: Keyboard = [
        [Button(brief(turn.say(topic.id, "topics.title", topic.title)), "guides.topic", guide.id, topic.id)]
        for topic in topics
    ]
    title = next(section.title for section in guide.sections if section.id == section_id)
    said = turn.say(f"{guide.id}-{section_id}", "sections.title", title)
    return Screen(bold(said), rows=[*rows, home_row(turn, "guides.sections", guide.id)])


def _topic(guide: Guide, topic_id: str) -> Topic:
    for topic in guide.topics:
        if topic.id == topic_id:
            return topic
    raise Stale


async def show_topic(turn: Turn, guide_id: str, topic_id: str) -> Screen:
    """One topic; that sources disagree is said here, and how, one tap away."""
    guide = guide_of(turn, guide_id)
    topic = _topic(guide, topic_id)
    _ = turn.gettext
    as_of = _("As of %(date)s") % {"date": partial_date(turn.translator, topic.as_of)} if topic.as_of else None
    text = lines(
        bold(turn.say(topic.id, "topics.title", topic.title)),
        "",
        bullets([turn.say(topic.id, "topics.points", text) for text in topic.points]),
        "",
        as_of,
        _("Sources disagree: see “Source and date”.") if topic.conflict else None,
        confidence_words(turn, topic.confidence),
    )
    nic = [Button(_("🔢 Find my code"), "guides.nic")] if topic.section == NIC_SECTION else []
    rows: Keyboard = [
        [*nic, Button(_("ℹ Source and date"), "guides.topic_source", guide.id, topic.id)],
        home_row(turn, "guides.sections", guide.id),
    ]
    return Screen(text, rows=rows)


async def show_topic_source(turn: Turn, guide_id: str, topic_id: str) -> Screen:
    """Where one topic comes from."""
    guide = guide_of(turn, guide_id)
    topic = _topic(guide, topic_id)
    law = turn.gettext("Law: %(text)s") % {"text": topic.legal_basis} if topic.legal_basis else None
    text = lines(bold(turn.say(topic.id, "topics.title", topic.title)), law, *source_lines(turn, topic))
    return Screen(text, rows=[home_row(turn, "guides.topic", guide.id, topic.id)])


async def show_helplines(turn: Turn, guide_id: str) -> Screen:
    """Whom to call or write to."""
    guide = guide_of(turn, guide_id)
    body: list[str] = []
    links: list[list[AnyButton]] = []
    for helpline in guide.helplines:
        name = turn.say(helpline.id, "helplines.name", helpline.name)
        body += ["", bold(name)]
        if helpline.use:
            body.append(turn.say(helpline.id, "helplines.use", helpline.use))
        if helpline.phones:
            body.append("☎ " + ", ".join(helpline.phones))
        if helpline.url:
            links.append([LinkButton(brief(f"🌐 {name}"), helpline.url)])
    return Screen(
        lines(bold(turn.gettext("☎ Helplines")), *body), rows=[*links, home_row(turn, "guides.open", guide.id)]
    )


async def show_source(turn: Turn, guide_id: str) -> Screen:
    """Where the guide comes from."""
    guide = guide_of(turn, guide_id)
    text = lines(bold(turn.say(guide.id, "title", guide.title)), *source_lines(turn, guide))
    return Screen(text, rows=[home_row(turn, "guides.open", guide.id)])


async def show_step_source(turn: Turn, guide_id: str, position: int) -> Screen:
    """Where one step comes from."""
    guide = guide_of(turn, guide_id)
    step = guide.steps[min(max(position, 0), len(guide.steps) - 1)]
    text = lines(bold(step_words(turn, step, "title", step.title)), *source_lines(turn, step))
    return Screen(text, rows=[home_row(turn, "guides.step", guide.id, position)])


async def ask_nic(turn: Turn) -> Screen:
    """Ask for the product, to find its activity code."""
    await turn.ask("guides.nic_typed")
    text = turn.gettext("Type what you make: hosiery, brass, pickle, shoes…")
    return Screen(text, rows=[home_row(turn, "guides.open", NIC_GUIDE)])


async def show_nic(turn: Turn) -> Screen:
    """The codes that the typed product may belong to."""
    _ = turn.gettext
    await turn.ask("guides.nic_typed")
    found = find_nic(turn.typed)
    if not found:
        text = _("No code found for “%(text)s”. Try another word, or search by word on the portal.")
        return Screen(text % {"text": brief(turn.typed)}, rows=[home_row(turn, "guides.open", NIC_GUIDE)])
    rows = in_columns([Button(f"🔢 {code.code}", "guides.nic_code", code.code) for code in found], 3)
    return Screen(nic_text(turn, found), rows=[*rows, home_row(turn, "guides.open", NIC_GUIDE)])


def nic_text(turn: Turn, codes: list[NicCode]) -> Markup:
    """Activity codes with what they cover, and how old the list is."""
    body = [part for code in codes for part in (bold(code.code), _activity(turn, code))]
    note = turn.gettext("Codes of NIC 2008. As of %(date)s. If unsure, ask the District Industries Centre.") % {
        "date": partial_date(turn.translator, codes[0].as_of)
    }
    return lines(*body, "", note)


def _activity(turn: Turn, code: NicCode) -> str:
    products = ", ".join(turn.say("nic", "products", one) for one in code.products)
    return f"{turn.say('nic', 'activity', code.activity)} ({products})"


async def show_nic_code(turn: Turn, name: str) -> Screen:
    """One activity code, or several that a search found together (apart by -), with their source."""
    found = [nic_codes()[code] for code in name.split("-") if code in nic_codes()]
    if not found:
        raise Stale
    _ = turn.gettext
    sources = dict.fromkeys(urlsplit(code.source).hostname or code.source for code in found)
    text = lines(
        nic_text(turn, found),
        _("Source: %(source)s") % {"source": ", ".join(sources)},
        confidence_words(turn, min((code.confidence for code in found), key=SURENESS.index)),
    )
    rows: Keyboard = [[Button(_("🔢 Find my code"), "guides.nic")], home_row(turn, "guides.open", NIC_GUIDE)]
    return Screen(text, rows=rows)


ROUTES = {
    "guides.stuck": show_problems,
    "guides.problem": show_problem,
    "guides.sections": show_sections,
    "guides.section": show_section,
    "guides.topic": show_topic,
    "guides.topic_source": show_topic_source,
    "guides.help": show_helplines,
    "guides.source": show_source,
    "guides.about": show_step_source,
    "guides.nic": ask_nic,
    "guides.nic_typed": show_nic,
    "guides.nic_code": show_nic_code,
}
