"""What an entry of the catalogue is: (中文, English)."""

from __future__ import annotations

from typing import Tuple

Sentence = Tuple[str, str]
