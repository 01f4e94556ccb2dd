"""rhapsode: turns an article into one narrated track with a chapter per section."""

__version__ = "0.1.0"
