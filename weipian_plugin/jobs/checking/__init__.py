"""校验: what a workspace is checked for, and what holds back."""
