"""Udyam and GeM: a checklist that remembers where the contact stopped."""

from __future__ import annotations

from content.guides import Guide, Step
from db import guides as progress
from handlers.common import ask_to_agree, home_row, page_row
from handlers.markup import bold, bullets, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, pages
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import number

NIC_GUIDE = "udyam"


async def open_guide(turn: Turn, guide_id: str) -> Screen:
    """The guide's first screen: promise, price, how far the contact is, and what there is to read."""
    guide = guide_of(turn, guide_id)
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


def guide_of(turn: Turn, guide_id: str) -> Guide:
    """The guide of an id.

    Raises Stale for one that isn't there any more.
    """
    if guide_id not in turn.catalog.guides:
        raise Stale
    return turn.catalog.guides[guide_id]


def _next_open(guide: Guide, done: set[str]) -> int:
    return next((n for n, step in enumerate(guide.steps) if step.id not in done), len(guide.steps) - 1)


async def show_steps(turn: Turn, guide_id: str, page: int = 0) -> Screen:
    """The whole checklist, ticked where done."""
    guide = guide_of(turn, guide_id)
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    shown, page, count = pages(guide.steps, page, 7)
    first = guide.steps.index(shown[0])
    rows: Keyboard = [
        [
            Button(
                f"{'✅' if step.id in done else '⬜'} {n + 1}. {step_words(turn, step, 'title', step.title)}",
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


def step_words(turn: Turn, step: Step, field: str, text: str) -> str:
    """A text of a step in the contact's language."""
    return turn.say(step.id, f"steps.{field}", text)


async def show_step(turn: Turn, guide_id: str, position: int) -> Screen:
    """One step: what to do, what to keep ready, the usual mistake."""
    guide = guide_of(turn, guide_id)
    position = min(max(position, 0), len(guide.steps) - 1)
    step = guide.steps[position]
    done = await progress.get_done_steps(turn.session, turn.contact.id, guide.id)
    _ = turn.gettext
    text = lines(
        bold(f"{position + 1}. {step_words(turn, step, 'title', step.title)}"),
        "",
        bullets([step_words(turn, step, "do", text) for text in step.do]),
        "",
        _joined(
            _("🎒 Keep ready: %(text)s"), [step_words(turn, step, "keep_ready", text) for text in step.keep_ready]
        ),
        _joined(
            _("⚠ Usual mistakes: %(text)s"), [step_words(turn, step, "mistakes", text) for text in step.mistakes]
        ),
        _joined(
            _("🆘 Stuck? %(text)s"), [step_words(turn, step, "if_stuck", step.if_stuck)] if step.if_stuck else []
        ),
        confidence_words(turn, step.confidence),
    )
    rows = _step_rows(turn, guide, position, done=step.id in done)
    return Screen(text, rows=rows)


def _step_rows(turn: Turn, guide: Guide, position: int, *, done: bool) -> Keyboard:
    _ = turn.gettext
    tick = (
        Button(_("↩ Not done yet"), "guides.undo", guide.id, position)
        if done
        else Button(_("✅ Done, next"), "guides.done", guide.id, position)
    )
    around: list[AnyButton] = []
    if position > 0:
        around.append(Button(_("◀ Before"), "guides.step", guide.id, position - 1))
    if position + 1 < len(guide.steps):
        around.append(Button(_("Next ▶"), "guides.step", guide.id, position + 1))
    return [
        [tick],
        around,
        [
            Button(_("🆘 I am stuck"), "guides.stuck", guide.id, 0),
            Button(_("ℹ Source and date"), "guides.about", guide.id, position),
        ],
        [Button(_("⏰ Remind me"), "reminders.about", "guide", guide.id), *_nic_button(turn, guide)],
        home_row(turn, "guides.open", guide.id),
    ]


def _nic_button(turn: Turn, guide: Guide) -> list[AnyButton]:
    return [Button(turn.gettext("🔢 Find my code"), "guides.nic")] if guide.id == NIC_GUIDE else []


def _joined(sentence: str, texts: list[str]) -> str | None:
    """Short texts in one line, so that a step stays on one screen of a small phone."""
    return sentence % {"text": " · ".join(texts)} if texts else None


async def save_done(turn: Turn, guide_id: str, position: int) -> Screen:
    """Tick a step and show the next one; after the last, what it unlocks."""
    guide = guide_of(turn, guide_id)
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
    guide = guide_of(turn, guide_id)
    step = guide.steps[min(max(position, 0), len(guide.steps) - 1)]
    await progress.unmark_step(turn.session, turn.contact.id, guide.id, step.id)
    return await show_step(turn, guide.id, position)


async def show_finish(turn: Turn, guide_id: str) -> Screen:
    """All steps done: keep that in the profile, and say what comes next."""
    guide = guide_of(turn, guide_id)
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


ROUTES = {
    "guides.open": open_guide,
    "guides.steps": show_steps,
    "guides.step": show_step,
    "guides.done": save_done,
    "guides.undo": save_undone,
    "guides.finish": show_finish,
}
