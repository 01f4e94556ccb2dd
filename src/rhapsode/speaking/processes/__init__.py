"""Where speech is made: workers, their children, and what they put together."""
