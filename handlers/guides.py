"""Udyam and GeM: a checklist that remembers where the contact stopped."""

from __future__ import annotations

from content.guides import Guide, Problem, Step, Topic
from content.nic import find_nic
from db import guides as progress
from handlers.common import ask_to_agree, home_row, page_row
from handlers.markup import bold, brief, bullets, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, pages
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import number, partial_date

NIC_GUIDE, NIC_SECTION = "udyam", "nic"


async def open_guide(turn: Turn, guide_id: str) -> Screen:
    """The guide's first screen: promise, price, how far the contact is, and what there is to read."""
    guide = _guide(turn, guide_id)
    _ = turn.gettext
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    t = turn.translator
    counts = {"done": number(t, len(done)), "all": number(t, len(guide.steps))}
    minutes = None
    if guide.minutes:
        span = {"low": number(t, guide.minutes[0]), "high": number(t, guide.minutes[1])}
        minutes = _("It takes about %(low)s to %(high)s minutes.") % span
    text = lines(
        bold(turn.say(guide.id, "title", guide.title)),
        turn.say(guide.id, "promise", guide.promise),
        minutes,
        _("Registration is free. Anyone who asks for a fee is not the government."),
        "",
        _("%(done)s of %(all)s steps done.") % counts,
        confidence_words(turn, guide.confidence),
    )
    go = _("▶ Go on") if done else _("▶ Start")
    finished = len(done) >= len(guide.steps)
    first: list[AnyButton] = [Button(_("🎉 What it unlocks"), "guides.finish", guide.id)] if finished else []
    rows: Keyboard = [
        first or [Button(go, "guides.step", guide.id, _next_open(guide, set(done)))],
        [
            Button(_("☑ All steps"), "guides.steps", guide.id, 0),
            Button(_("🆘 I am stuck"), "guides.stuck", guide.id, 0),
        ],
        [
            Button(_("📚 Good to know"), "guides.sections", guide.id),
            Button(_("☎ Helplines"), "guides.help", guide.id),
        ],
        [
            LinkButton(_("🌐 Official portal"), guide.portal_url),
            Button(_("ℹ Source and date"), "guides.source", guide.id),
        ],
        home_row(turn),
    ]
    return Screen(text, rows=rows)


def _guide(turn: Turn, guide_id: str) -> Guide:
    if guide_id not in turn.catalog.guides:
        raise Stale
    return turn.catalog.guides[guide_id]


def _next_open(guide: Guide, done: set[str]) -> int:
    return next((n for n, step in enumerate(guide.steps) if step.id not in done), len(guide.steps) - 1)


async def show_steps(turn: Turn, guide_id: str, page: int = 0) -> Screen:
    """The whole checklist, ticked where done."""
    guide = _guide(turn, guide_id)
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    shown, page, count = pages(guide.steps, page, 7)
    first = guide.steps.index(shown[0])
    rows: Keyboard = [
        [
            Button(
                f"{'✅' if step.id in done else '⬜'} {n + 1}. {_said(turn, step, 'title', step.title)}",
                "guides.step",
                guide.id,
                n,
            )
        ]
        for n, step in enumerate(shown, start=first)
    ]
    title = bold(turn.say(guide.id, "title", guide.title))
    moves = page_row(turn, page, count, "guides.steps", guide.id)
    return Screen(
        lines(title, turn.gettext("Tap a step to read it.")),
        rows=[*rows, moves, home_row(turn, "guides.open", guide.id)],
    )


def _said(turn: Turn, step: Step, field: str, text: str) -> str:
    return turn.say(step.id, f"steps.{field}", text)


async def show_step(turn: Turn, guide_id: str, position: int) -> Screen:
    """One step: what to do, what to keep ready, the usual mistake."""
    guide = _guide(turn, guide_id)
    position = min(max(position, 0), len(guide.steps) - 1)
    step = guide.steps[position]
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    _ = turn.gettext
    text = lines(
        bold(f"{position + 1}. {_said(turn, step, 'title', step.title)}"),
        "",
        bullets([_said(turn, step, "do", text) for text in step.do]),
        "",
        _joined(_("🎒 Keep ready: %(text)s"), [_said(turn, step, "keep_ready", text) for text in step.keep_ready]),
        _joined(_("⚠ Usual mistakes: %(text)s"), [_said(turn, step, "mistakes", text) for text in step.mistakes]),
        _joined(_("🆘 Stuck? %(text)s"), [_said(turn, step, "if_stuck", step.if_stuck)] if step.if_stuck else []),
        confidence_words(turn, step.confidence),
    )
    tick = (
        Button(_("↩ Not done yet"), "guides.undo", guide.id, position)
        if step.id in done
        else Button(_("✅ Done, next"), "guides.done", guide.id, position)
    )
    around: list[AnyButton] = []
    if position > 0:
        around.append(Button(_("◀ Before"), "guides.step", guide.id, position - 1))
    if position + 1 < len(guide.steps):
        around.append(Button(_("Next ▶"), "guides.step", guide.id, position + 1))
    rows: Keyboard = [
        [tick],
        around,
        [
            Button(_("🆘 I am stuck"), "guides.stuck", guide.id, 0),
            Button(_("ℹ Source and date"), "guides.about", guide.id, position),
        ],
        [Button(_("⏰ Remind me"), "reminders.about", "guide", guide.id), *_nic_button(turn, guide)],
        home_row(turn, "guides.open", guide.id),
    ]
    return Screen(text, rows=rows)


def _nic_button(turn: Turn, guide: Guide) -> list[AnyButton]:
    return [Button(turn.gettext("🔢 Find my code"), "guides.nic")] if guide.id == NIC_GUIDE else []


def _joined(sentence: str, texts: list[str]) -> str | None:
    """Short texts in one line, so that a step stays on one screen of a small phone."""
    return sentence % {"text": " · ".join(texts)} if texts else None


async def save_done(turn: Turn, guide_id: str, position: int) -> Screen:
    """Tick a step and show the next one; after the last, what it unlocks."""
    guide = _guide(turn, guide_id)
    if refusal := ask_to_agree(turn, f"guides.step:{guide_id}:{position}"):
        return refusal
    step = guide.steps[min(max(position, 0), len(guide.steps) - 1)]
    await progress.mark_step(turn.session, turn.contact.id, guide.id, step.id, turn.now)
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    if len(done) >= len(guide.steps):
        return await show_finish(turn, guide.id)
    return await show_step(turn, guide.id, _next_open(guide, set(done)))


async def save_undone(turn: Turn, guide_id: str, position: int) -> Screen:
    """Take a tick back."""
    guide = _guide(turn, guide_id)
    step = guide.steps[min(max(position, 0), len(guide.steps) - 1)]
    await progress.unmark_step(turn.session, turn.contact.id, guide.id, step.id)
    return await show_step(turn, guide.id, position)


async def show_finish(turn: Turn, guide_id: str) -> Screen:
    """All steps done: keep that in the profile, and say what comes next."""
    guide = _guide(turn, guide_id)
    await turn.change(profile={**turn.contact.profile, guide.id: True})
    _ = turn.gettext
    benefits = [topic for topic in guide.topics if topic.section in {"benefits", "mse"}]
    text = lines(
        bold(_("🎉 All steps done")),
        _("This is open to you now:"),
        bullets([turn.say(topic.id, "topics.title", topic.title) for topic in benefits]),
    )
    return Screen(
        text, rows=[[Button(_("📋 Schemes for me"), "schemes.menu")], home_row(turn, "guides.open", guide.id)]
    )


async def show_problems(turn: Turn, guide_id: str, page: int = 0) -> Screen:
    """What goes wrong: pick one to see the mend."""
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
    topic = _topic(guide, topic_id)
    law = turn.gettext("Law: %(text)s") % {"text": topic.legal_basis} if topic.legal_basis else None
    text = lines(bold(turn.say(topic.id, "topics.title", topic.title)), law, *source_lines(turn, topic.id, topic))
    return Screen(text, rows=[home_row(turn, "guides.topic", guide.id, topic.id)])


async def show_helplines(turn: Turn, guide_id: str) -> Screen:
    """Whom to call or write to."""
    guide = _guide(turn, guide_id)
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
    guide = _guide(turn, guide_id)
    text = lines(bold(turn.say(guide.id, "title", guide.title)), *source_lines(turn, guide.id, guide))
    return Screen(text, rows=[home_row(turn, "guides.open", guide.id)])


async def show_step_source(turn: Turn, guide_id: str, position: int) -> Screen:
    """Where one step comes from."""
    guide = _guide(turn, guide_id)
    step = guide.steps[min(max(position, 0), len(guide.steps) - 1)]
    text = lines(bold(_said(turn, step, "title", step.title)), *source_lines(turn, step.id, step))
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
    body = [part for code in found for part in (bold(code.code), f"{code.activity} ({', '.join(code.products)})")]
    note = _("Codes of NIC 2008. As of %(date)s. If unsure, ask the District Industries Centre.") % {
        "date": found[0].as_of
    }
    return Screen(lines(*body, "", note), rows=[home_row(turn, "guides.open", NIC_GUIDE)])


ROUTES = {
    "guides.open": open_guide,
    "guides.steps": show_steps,
    "guides.step": show_step,
    "guides.done": save_done,
    "guides.undo": save_undone,
    "guides.finish": show_finish,
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
}
