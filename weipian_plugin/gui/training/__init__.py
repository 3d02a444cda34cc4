"""The trainer's window: a rule's path, what if, scenarios, tests."""
