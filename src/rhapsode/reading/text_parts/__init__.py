"""Plain text without mark-up: what its layout tells about titles, headings, lists and page furniture."""
