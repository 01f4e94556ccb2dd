"""Packets, tags, chapters, cover and timeline put together as a file."""
