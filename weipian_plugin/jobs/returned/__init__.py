"""What came back, held against the workspace: differences, accepted or refused one by one."""
