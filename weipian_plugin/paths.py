"""Where the plugin's own files are; links are resolved, so that a linked checkout finds its .venv."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
PROFILES = RESOURCES / "profiles"
POLICIES = RESOURCES / "policies"
HOLIDAYS = RESOURCES / "calendar" / "holidays.yaml"
TEMPLATES = RESOURCES / "templates"
MAPPINGS = RESOURCES / "mappings"
STYLES = RESOURCES / "styles"
ICONS = RESOURCES / "icons"
DEMO = RESOURCES / "demo"
TRAINING = RESOURCES / "training"
FORMS = ROOT / "forms"
I18N = ROOT / "i18n"
