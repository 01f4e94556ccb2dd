"""Before anything is spoken: who says what, and in which pieces of work."""
