"""The real bot as its own process against our Discord and our Telegram, each a process too."""
