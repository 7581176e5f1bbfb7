"""What the bot can do: commands, their handlers, letters and their delivery."""
