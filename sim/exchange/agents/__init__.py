"""Environments for agents, as gymnasium has them, one for each technique; importing this registers them, and needs the extra ``agents``.

    import gymnasium
    import sim.exchange.agents

    environment = gymnasium.make("Tuohy/Interlaminar-v0")

Nothing else of the program imports it. An agent perceives what a resident perceives and does what a resident does; only its reward, the
rubric's, knows the truth.
"""

from __future__ import annotations

try:
    from gymnasium import register
except ImportError:
    raise ImportError('environments for agents need the package gymnasium: pip install "tuohy[agents]"') from None

CASES = {
    "Tuohy/Caudal-v0": "caudal",
    "Tuohy/Facet-v0": "facet_joint",
    "Tuohy/Interlaminar-v0": "interlaminar_l4_l5",
    "Tuohy/Kambin-v0": "left_l2_artery",
    "Tuohy/Midline-v0": "midline_l3",
    "Tuohy/S1-v0": "vascular_s1",
    "Tuohy/Transforaminal-v0": "transforaminal_l5",
}
"""A case of each technique, all in the shipped patient."""
MOST_STEPS = 1000
"""Of an episode; competent hands give about 110 commands."""

for name, case in CASES.items():
    register(
        id=name,
        entry_point="sim.exchange.agents.environment:InjectionEnv",
        kwargs={"case": case},
        max_episode_steps=MOST_STEPS,
    )
