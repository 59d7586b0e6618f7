"""Journeys: what an owner types and taps, by route and not by label: the same in every language."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "hi", "ta")


@dataclass(frozen=True)
class Tap:
    """A tap on the button of the live screen whose callback data is this, or begins with it; the first of several."""

    route: str


@dataclass(frozen=True)
class Type:
    """Words typed by the owner; where they hang on the language, one for each."""

    text: str = ""
    by_language: tuple[tuple[str, str], ...] = ()

    def words(self, language: str) -> str:
        """What is typed in this language."""
        return dict(self.by_language).get(language, self.text)


@dataclass(frozen=True)
class Journey:
    """A journey: the name of its file, what it shows, its acts, and whether it is the owner's first."""

    name: str
    title: str
    acts: tuple[Tap | Type, ...]
    newcomer: bool = False


def _journey(name: str, title: str, *acts: str | Type, newcomer: bool = False) -> Journey:
    """A journey in short: "@route:argument" is a tap, anything else is typed; {lang} is the owner's language."""
    read = (Tap(act[1:]) if isinstance(act, str) and act.startswith("@") else act for act in acts)
    return Journey(name, title, tuple(Type(act) if isinstance(act, str) else act for act in read), newcomer)


REMINDER = (
    ("en", "remind me 25 Dec 10 am FSSAI"),
    ("hi", "25 दिसंबर सुबह 10 बजे FSSAI"),
    ("ta", "டிசம்பர் 25 காலை 10 மணி FSSAI"),
)
TIRUPPUR = (("en", "Tiruppur"), ("hi", "तिरुप्पूर"), ("ta", "திருப்பூர்"))

JOURNEYS = (
    _journey(
        "01-first-contact",
        "First contact: language, notice, four questions, home",
        "/start",
        "@start.language:{lang}",
        "@start.agree",
        "hosiery",
        Type(by_language=TIRUPPUR),
        "@places.save",
        "@profile.save:size:micro",
        "@profile.save:udyam:no",
        "@profile.save:gem:-",
        newcomer=True,
    ),
    _journey(
        "02-scheme-that-fits",
        "A scheme that fits, and one that does not",
        "/start",
        "@schemes.menu",
        "@schemes.list:fits",
        "@schemes.show",
        "@schemes.part",
        "/schemes",
        "@schemes.list:does_not_fit",
        "@schemes.show",
    ),
    _journey(
        "03-scheme-card",
        "The card of a scheme with all its parts, and its source",
        "cgtmse",
        "@schemes.show:cgtmse",
        "@schemes.part:cgtmse:who",
        "@schemes.part:cgtmse:get",
        "@schemes.part:cgtmse:papers",
        "@schemes.part:cgtmse:steps",
        "@schemes.show:cgtmse",
        "@schemes.source:cgtmse",
    ),
    _journey(
        "04-udyam-guide",
        "Udyam: the first steps, and where it sticks",
        "/udyam",
        "@guides.step:udyam",
        "@guides.done:udyam:0",
        "@guides.stuck:udyam",
        "@guides.problem:udyam",
        "@guides.help:udyam",
        "/udyam",
    ),
    _journey(
        "05-gem-guide",
        "GeM: the steps, good to know, source",
        "/gem",
        "@guides.steps:gem",
        "@guides.step:gem:1",
        "@guides.open:gem",
        "@guides.sections:gem",
        "@guides.section:gem",
        "/gem",
        "@guides.source:gem",
    ),
    _journey(
        "06-help-near-a-place",
        "Help near another place than the own one",
        "/nearby",
        "@nearby.at:quality-testing",
        "@places.ask:near-quality-testing",
        "Moradabad",
        "@places.save:near-quality-testing",
    ),
    _journey(
        "07-provider-card",
        "An office: card, pin on the map, source",
        "/nearby",
        "@nearby.at:consultancy-counselling",
        "@nearby.show",
        "@nearby.map",
        "@nearby.show",
        "@nearby.source",
    ),
    _journey(
        "08-training",
        "A training: interest, calendar, what is held regularly",
        "/trainings",
        "@trainings.show",
        "@trainings.interested",
        "@trainings.calendar",
        "/trainings",
        "@trainings.kinds",
        "@trainings.kind",
    ),
    _journey(
        "09-reminder-in-words",
        "A reminder in the owner's words, put off, ended",
        Type(by_language=REMINDER),
        "@reminders.save",
        "/reminders",
        "@reminders.show",
        "@reminders.snooze",
        "/reminders",
        "@reminders.show",
        "@reminders.stop",
    ),
    _journey(
        "10-alerts",
        "Alerts: subscribe, how often, stop",
        "/alerts",
        "@alerts.add:fits",
        "@alerts.menu",
        "@alerts.themes",
        "@alerts.add:theme:finance",
        "@alerts.menu",
        "@alerts.rhythms",
        "@alerts.rhythm:weekly",
        "@alerts.stops",
        "@alerts.stop:fits",
        "/stop",
    ),
    _journey(
        "11-search-in-mixed-script",
        "Search in several scripts at once",
        "திருப்பூர் knitwear",
        "मुद्रा loan",
        "udyam கட்டணம்",
    ),
    _journey(
        "12-not-found",
        "What is not found, and telling of it",
        "zzqxvw",
        "@search.tell",
        "/nobody",
    ),
    _journey(
        "13-fake-portal",
        "A false address, a fee that is asked, the true address",
        "https://udyam-registration-online.org",
        "Udyam fee 2000",
        "udyamregistration.gov.in",
    ),
    _journey(
        "14-emi",
        "What a loan costs every month, and what if",
        "/learn",
        "@calc.list",
        "@calc.show:emi",
        "5 lakh",
        "12",
        "no number",
        "36",
        "@calc.show:emi",
        "@calc.change:emi",
        "6 lakh",
        "@calc.explain:emi",
    ),
    _journey(
        "15-late-interest",
        "Interest on a bill that is paid late",
        "/learn",
        "@calc.list",
        "@calc.show:late",
        "100000",
        "1-8-2026",
        "30",
        "@calc.show:late",
        "@calc.show:late",
    ),
    _journey(
        "16-course",
        "A lesson and the questions of a course",
        "/learn",
        "@courses.list",
        "@courses.show:upi-safety",
        "@courses.lesson:upi-safety:0",
        "@courses.lesson:upi-safety:1",
        "@courses.show:upi-safety",
        "@courses.all:upi-safety",
        "@courses.lesson:upi-safety:5",
        "@courses.quiz:upi-safety",
        "@courses.answer:upi-safety:0",
    ),
    _journey(
        "17-question-about-clusters",
        "A question about clusters, its answer and source",
        "/learn",
        "@learn.sections",
        "@learn.section",
        "@learn.faq",
        "@learn.source",
    ),
    _journey(
        "18-word-explained",
        "A word of the glossary, by tapping and by typing",
        "/learn",
        "@learn.groups",
        "@learn.terms:finance",
        "@learn.term",
        "SPV",
        "@learn.term:spv",
        "@learn.source",
    ),
    _journey(
        "19-my-cluster",
        "My cluster, and the same elsewhere",
        "Tiruppur knitwear",
        "@clusters.show",
        "@clusters.mine",
        "@clusters.twins",
        "@clusters.show",
        "@clusters.menu",
    ),
    _journey(
        "20-my-data",
        "What is kept, and deleting it",
        "/privacy",
        "@my_data.show",
        "@my_data.file",
        "@my_data.show",
        "@my_data.ask",
        "@my_data.delete",
        "/start",
    ),
    _journey(
        "21-dates",
        "The dates that apply, why, and a reminder of one",
        "/reminders",
        "@calendar.menu",
        "@calendar.next",
        "@profile.save:gst_scheme:monthly",
        "@profile.save:entity:proprietorship",
        "@profile.save:employees:10",
        "@profile.save:turnover:20000000",
        "@profile.save:accounts:plain",
        "@profile.save:holds:none",
        "@calendar.show:gst-itc-cutoff",
        "@calendar.remind",
        "@calendar.source",
    ),
    _journey(
        "22-getting-paid",
        "A late bill: the last day, the interest, the letter, paid",
        "/reminders",
        "@bills.menu",
        "@bills.new",
        "Arora Traders",
        "500000",
        "1-8-2026",
        "45",
        "@bills.rests",
        "@bills.show",
        "@bills.letter",
        "@bills.show",
        "@rules.page:paid-odr",
        "/reminders",
        "@bills.menu",
        "@bills.show",
        "@bills.paid",
    ),
    _journey(
        "23-needs",
        "What the owners of a cluster would share",
        "Tiruppur knitwear",
        "@clusters.show",
        "@clusters.mine",
        "@needs.show",
        "@needs.tick",
        "@needs.next",
    ),
)
