"""``python -m weipian_plugin.overlay``: areas to a CSV, or with ``--serve`` the plugin's worker process."""

from __future__ import annotations

import os
import sys
from typing import List

from ..domain.errors import sentence
from .protocol import encode


def main(arguments: List[str]) -> int:
    """Exit code; a missing package is told in one sentence, to the plugin in a frame."""
    serving = "--serve" in arguments
    try:
        if serving:
            from .server import serve
        else:
            from .cli import run
    except ImportError as error:
        package = error.name or str(error)
        if serving:
            os.write(1, encode({"kind": "error", "job": None, "code": "WORKER_PACKAGE_MISSING",
                                "values": {"package": package, "python": sys.executable}}))
        language = "en" if "en" in arguments else "zh"
        sys.stderr.write(sentence("WORKER_PACKAGE_MISSING", language, package=package, python=sys.executable) + "\n")
        return 1
    return serve() if serving else run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
