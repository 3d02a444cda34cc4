"""Sentences of the review: samples and their estimates, blind readings, returns, rectification checks."""

from __future__ import annotations

from typing import Dict

from .blind import BLIND
from .returns import IMAGE_CHECKS, RETURNS
from .review_figures import REVIEW_FIGURES
from .sampling import SAMPLING
from .sentence import Sentence

REVIEWING: Dict[str, Sentence] = {**SAMPLING, **BLIND, **RETURNS, **IMAGE_CHECKS, **REVIEW_FIGURES}
