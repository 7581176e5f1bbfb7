"""Learners with habits who walk the curriculum through the bot's own commands, and the rules they are checked by."""
