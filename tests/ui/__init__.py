"""How the bot reads and writes, on any platform."""
