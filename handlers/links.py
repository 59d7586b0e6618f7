"""Deep links: `start=s_<scheme>`, `g_<guide>`, `t_<training>`, `p_<provider>`, `c_<cluster>`, `x_<calculator>`,
`k_<course>`, `w_<word>`, `q_<question>`, `d_<date>`.
"""

from __future__ import annotations

LINKS = {
    "s": "schemes.show",
    "g": "guides.open",
    "t": "trainings.show",
    "p": "nearby.show",
    "c": "clusters.show",
    "x": "calc.show",
    "k": "courses.show",
    "w": "learn.term",
    "q": "learn.faq",
    "d": "calendar.show",
}


def link_route(payload: str) -> str | None:
    """The route that a deep link's payload leads to; None for anything else."""
    kind, _, name = payload.partition("_")
    if kind not in LINKS or not name or not name.replace("-", "").replace("_", "").isalnum():
        return None
    return f"{LINKS[kind]}:{name}"
