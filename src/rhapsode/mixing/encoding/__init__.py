"""Formats, and pieces encoded into packets that lie end to end without drift."""
