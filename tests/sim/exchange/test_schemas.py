"""The schema of a case file: shipped files keep it, and what it refuses the program refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scenarios import files
from scenarios.curriculum import curricula
from sim.command_line.entry import run
from sim.exchange.schemas import MODELS, schema_of
from tests.sim.command_line.told import Output, told
