"""What is wrong in a profile's file, all of it: where (file, line, key), why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Collection, Dict, List, Mapping, Sequence, Tuple, Union

from ..errors import WeipianError
from ..sentences.profiles import KINDS_OF_NAMES, PROFILE_PROBLEMS

Keys = Tuple[Union[str, int], ...]
"""The way to a place in a document: keys of mappings, ids of items, positions in lists."""

_NAMES_SHOWN = 16


@dataclass(frozen=True)
class ProfileProblem:
    """One thing that is wrong: ``keys`` lead to it in profile ``profile``; ``file`` and ``line`` (from 1) once known.

    ``also`` leads to the other side of a contradiction: the value a condition is compared with.
    """

    code: str
    keys: Keys
    values: Mapping[str, object] = field(default_factory=dict)
    profile: str = ""
    also: Keys = ()
    file: str = ""
    line: int = 0

    @property
    def path(self) -> str:
        """The keys as one text: ``rules.R20_PRIOR.when.any[1].fact``."""
        text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.keys)
        return text[1:] if text.startswith(".") else text

    def reason(self, language: str = "zh") -> str:
        """Why it cannot stay so."""
        return self._half(0, language)

    def remedy(self, language: str = "zh") -> str:
        """What to do about it."""
        return self._half(1, language)

    def sentence(self, language: str = "zh") -> str:
        """File, line, key, reason and remedy in one line."""
        chinese = language.startswith("zh")
        places = [self.file or self.profile]
        if self.line:
            places.append(f"第 {self.line} 行" if chinese else f"line {self.line}")
        if self.keys:
            places.append(self.path)
        if chinese:
            return f"{' '.join(places)}：{self.reason()}。{self.remedy()}。"
        return f"{', '.join(places)}: {self.reason('en')}; {self.remedy('en')}."

    def placed(self, file: str, line: int, keys: Keys) -> ProfileProblem:
        """The same problem, in this line of this file, where ``keys`` lead."""
        return replace(self, file=file, line=line, keys=keys)

    def _half(self, half: int, language: str) -> str:
        chinese = language.startswith("zh")
        words = {name: _in_words(name, value, chinese) for name, value in self.values.items()}
        hint = words.get("hint", "")
        words["hint"] = hint and (f"是否要写 {hint}？" if chinese else f"did you mean {hint}? ")
        return PROFILE_PROBLEMS[self.code][half][0 if chinese else 1].format(**words)


class InvalidProfile(WeipianError):
    """PROFILE_INVALID with everything that is wrong, one problem a line, in the language it is read in."""

    def __init__(self, profile: str, problems: Sequence[ProfileProblem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__("PROFILE_INVALID", profile=profile, path=first.path, reason=first.reason(),
                         file=first.file or "-", count=len(self.problems), problems=self._lines("zh"))

    def sentence(self, language: str = "zh") -> str:
        """How many problems there are, then each in a line of its own."""
        self.values["problems"] = self._lines(language)
        return super().sentence(language)

    def _lines(self, language: str) -> str:
        return "\n".join(problem.sentence(language) for problem in self.problems)


class Report:
    """Collects what is wrong while a profile is read on."""

    def __init__(self, profile: str) -> None:
        self._profile = profile
        self._found: Dict[Tuple[str, Keys], ProfileProblem] = {}

    @property
    def problems(self) -> List[ProfileProblem]:
        """What was found, in the order in which it was."""
        return list(self._found.values())

    def add(self, code: str, keys: Keys, also: Keys = (), **values: object) -> None:
        """``keys`` is wrong for ``code``; ``values`` fill the sentence."""
        self._found.setdefault((code, keys), ProfileProblem(code, keys, values, self._profile, also))

    def unknown(self, what: str, value: object, known: Collection[str], keys: Keys, also: Keys = ()) -> None:
        """``value`` is no ``what`` that is known; the nearest that is goes into the remedy."""
        self.add("UNKNOWN_NAME", keys, also, what=what, value=value, known=tuple(known), hint=nearest(value, known))


def nearest(value: object, known: Collection[str]) -> str:
    """The known name a wrong one is most like, or an empty text."""
    close = get_close_matches(str(value), [str(name) for name in known], n=1, cutoff=0.6)
    return close[0] if close else ""


def _in_words(name: str, value: object, chinese: bool) -> str:
    if name == "what":
        return KINDS_OF_NAMES[str(value)][0 if chinese else 1]
    if isinstance(value, tuple):
        shown = [str(part) for part in value[:_NAMES_SHOWN]]
        more = [] if len(value) <= _NAMES_SHOWN else [f"…（{len(value)}）" if chinese else f"… ({len(value)})"]
        return ("、" if chinese else ", ").join([*shown, *more])
    text = " ".join(str(value).split())
    return (text if len(text) <= 60 else f"{text[:60]}…") or ("（空）" if chinese and name != "hint" else text)
