"""One way to fail: a code, the values, and one sentence in Chinese and in English."""

from __future__ import annotations

from string import Formatter

from .sentences import SENTENCES


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
    template = zh if language.startswith("zh") else en
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format(**{name: values.get(name, "?") for name in names})
