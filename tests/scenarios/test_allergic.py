"""What an allergy asks for. Oracle: [@contraindications_known]; whoever is allergic to the anaesthetic alone can do without it."""

from __future__ import annotations

from scenarios.chart import Allergic, Chart
from scenarios.rules import concerns


def test_an_allergy_to_the_anaesthetic_asks_for_another_way_and_not_for_another_day() -> None:
    allergic = Allergic(to="local anaesthetic", reaction="hives after lidocaine at the dentist")
    chart = Chart(history="Pain.", conservative_weeks=8.0, imaging="MRI.", diagnosis="disc herniation", allergies=(allergic,))
    assert [(c.reason, c.must) for c in concerns(chart)] == [("allergy", "avoid")]
