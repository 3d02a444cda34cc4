"""What is wrong in a profile's file, all of it: where (file, line, key), why, and what to do."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Collection, Dict, List, Mapping, Sequence, Tuple, Union

from ..errors import WeipianError
from ..sentences.profiles import KINDS_OF_NAMES, MORE_AFTERWARDS, PROFILE_PROBLEMS

# What people write for a name that looks nothing like it.
MEANT_BY: Dict[str, str] = {
    "≥": ">=", "≤": "<=", "≠": "!=", "<>": "!=", "=": "==", "大于": ">", "小于": "<", "等于": "==", "不等于": "!=",
    "大于等于": ">=", "不小于": ">=", "不少于": ">=", "以上": ">=", "达到": ">=", "小于等于": "<=", "不大于": "<=",
    "不超过": "<=", "以下": "<=", "属于": "in", "不属于": "not in", "notin": "not in", "not_in": "not in",
    "平方米": "m2", "㎡": "m2", "米": "m", "%": "比例", "百分比": "比例", "布尔": "是否", "列表": "清单",
    "文字": "选项", "官方": "official", "原文": "official", "拟": "proposed", "实践": "practice", "已知": "known",
}

Keys = Tuple[Union[str, int], ...]
"""The way to a place in a document: keys of mappings, ids of items, positions in lists."""

_NAMES_SHOWN = 16
_HIDING = frozenset({"NO_YAML", "NOT_UTF8", "NOT_READABLE", "NO_PARENT", "PARENT_WRONG", "CIRCLE"})


@dataclass(frozen=True)
class ProfileProblem:
    """One thing that is wrong: ``keys`` lead to it in profile ``profile``; ``file`` and ``line`` (from 1) once known.

    ``also`` leads to the other side of a contradiction: the value a condition is compared with. ``own_file`` is the
    profile's own file where the place is in one that it extends.
    """

    code: str
    keys: Keys
    values: Mapping[str, object] = field(default_factory=dict)
    profile: str = ""
    also: Keys = ()
    file: str = ""
    line: int = 0
    own_file: str = ""

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
        if self.own_file:
            places[0] = (f"{self.own_file} 所承接的 {self.file}" if chinese else
                         f"{self.file}, which {self.own_file} extends")
        if self.line:
            places.append(f"第 {self.line} 行" if chinese else f"line {self.line}")
        if self.keys:
            places.append(self.path)
        more = MORE_AFTERWARDS[0 if chinese else 1] if self.hides_others else ""
        if chinese:
            return f"{' '.join(places)}：{self.reason()}。{self.remedy()}。{more}"
        return f"{', '.join(places)}: {self.reason('en')}; {self.remedy('en')}.{more}"

    @property
    def hides_others(self) -> bool:
        """Could the rest of the file not be checked because of this?"""
        return self.code in _HIDING or self.code.startswith("YAML_") or (self.code == "NOT_A_MAPPING" and not self.keys)

    def placed(self, file: str, line: int, keys: Keys, own_file: str = "") -> ProfileProblem:
        """The same problem, in this line of this file, where ``keys`` lead; see above for ``own_file``."""
        return replace(self, file=file, line=line, keys=keys, own_file="" if own_file == file else own_file)

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
        self._found: Dict[Tuple[str, Keys, Keys], ProfileProblem] = {}

    @property
    def problems(self) -> List[ProfileProblem]:
        """What was found, in the order in which it was."""
        return list(self._found.values())

    def add(self, code: str, keys: Keys, also: Keys = (), **values: object) -> None:
        """``keys`` is wrong for ``code``; ``values`` fill the sentence."""
        place = (code, keys, also if code == "NOT_IN_TBLX" else ())  # one for each value that does not go with the list
        self._found.setdefault(place, ProfileProblem(code, keys, values, self._profile, also))

    def unknown(self, what: str, value: object, known: Collection[str], keys: Keys, also: Keys = ()) -> None:
        """``value`` is no ``what`` that is known; the nearest that is goes into the remedy."""
        parts = [part.strip() for part in re.split("[，、；]", str(value))]
        if len(parts) > 1 and all(part in known for part in parts):
            self.add("JOINED_NAMES", keys, also, value=value, list=tuple(parts), written=f"[{', '.join(parts)}]")
        else:
            self.add("UNKNOWN_NAME", keys, also, what=what, value=value, known=tuple(known), hint=nearest(value, known))


def nearest(value: object, known: Collection[str]) -> str:
    """The known name a wrong one is most like, or an empty text.

    Wide and narrow, large and small letters count as one, and so do the same letters in another order (``=>``).
    """
    names, wrong = {_plain(name): str(name) for name in reversed(list(known))}, _plain(value)
    meant = names.get(wrong) or names.get(_plain(MEANT_BY.get(wrong, ""))) or next(
        (name for plain, name in names.items() if sorted(plain) == sorted(wrong)), "")
    if meant:
        return meant
    cutoff = 0.5 if len(wrong) <= _SHORT and not wrong.isascii() else 0.6
    close = get_close_matches(wrong, list(names), n=1, cutoff=cutoff)
    return names[close[0]] if close else ""


_SHORT = 4  # of a Chinese word of so few signs a wrong one leaves little that is alike


def _plain(name: object) -> str:
    return unicodedata.normalize("NFKC", str(name)).strip().casefold().replace("-", "_")


def _in_words(name: str, value: object, chinese: bool) -> str:
    if name == "what":
        return KINDS_OF_NAMES[str(value)][0 if chinese else 1]
    if isinstance(value, tuple):
        shown = [str(part) for part in value[:_NAMES_SHOWN]]
        more = [] if len(value) <= _NAMES_SHOWN else [f"…（{len(value)}）" if chinese else f"… ({len(value)})"]
        return ("、" if chinese else ", ").join([*shown, *more])
    text = " ".join(str(value).split())
    return (text if len(text) <= 60 else f"{text[:60]}…") or ("（空）" if chinese and name != "hint" else text)
