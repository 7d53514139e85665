"""What contrast can look like, and what may be said of it."""

from __future__ import annotations

from typing import Literal

Pattern = Literal[
    "dorsal epidural", "ventral epidural", "neurogram", "venous", "arterial", "intrathecal", "subdural", "intradiscal", "facet joint",
    "retrodural", "soft tissue",
]  # fmt: skip
"""What contrast can look like ([@patterns_known])."""
Reading = Literal[Pattern, "none seen"]
"""What a trainee may say of a picture: too little of it, or all carried away, is an answer too."""
