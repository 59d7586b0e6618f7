"""Deep links: `start=s_<scheme>`, `t_<training>`, `p_<provider>`, `c_<cluster>`, `x_<calculator>`."""

from __future__ import annotations

LINKS = {"s": "schemes.show", "t": "trainings.show", "p": "nearby.show", "c": "clusters.show", "x": "calc.show"}


def link_route(payload: str) -> str | None:
    """The route that a deep link's payload leads to; None for anything else."""
    kind, _, name = payload.partition("_")
    if kind not in LINKS or not name or not name.replace("-", "").replace("_", "").isalnum():
        return None
    return f"{LINKS[kind]}:{name}"
