"""One way to fail: a code, the values, and one sentence in Chinese and in English."""

from __future__ import annotations

from pathlib import PurePath
from string import Formatter

from .exchange.pathnames import foreign_part, shown_name
from .sentences import SENTENCES
from .system_words import in_chinese


class WeipianError(Exception):
    """An error a person can act on.

    ``code`` names an entry of the catalogue (`sentences.SENTENCES`); ``values`` fill its sentence, and stay
    readable for callers and tests.  Raise early, with the file, row and field in the values.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "zh") -> str:
        """What happened, where, and what to do; ``language`` is ``"zh"`` or ``"en"``."""
        return sentence(self.code, language, **self.values)


def sentence(code: str, language: str = "zh", **values: object) -> str:
    """The sentence of ``code`` in ``language`` with ``values`` filled in; a value not given shows as ``?``."""
    zh, en = SENTENCES[code]
    is_zh = language.startswith("zh")
    template = zh if is_zh else en
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format(**{name: _shown(values.get(name, "?"), is_zh) for name in names})


def refuse_foreign_name(path: str, there: bool = True) -> None:
    """Raises NAME_NOT_UTF8 where ``path`` has a name that this system's programs cannot open.

    ``there`` False: nothing is found under the path; then a name in which bytes were lost on the way here is one too.
    """
    part = foreign_part(path, there)
    if part is not None:
        raise WeipianError("NAME_NOT_UTF8", file=shown_name(path), name=shown_name(part))


def _shown(value: object, is_zh: bool) -> object:
    if not isinstance(value, (str, PurePath)):
        return value
    shown = shown_name(str(value))
    return in_chinese(shown) if is_zh else shown
