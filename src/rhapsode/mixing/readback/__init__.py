"""A finished file read back: its timeline, its tags, how it sounds. Imports nothing that writes one."""
