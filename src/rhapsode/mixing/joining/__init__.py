"""A piece's clips, silences and music as one run of samples."""
