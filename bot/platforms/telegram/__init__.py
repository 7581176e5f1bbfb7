"""Pacekeeper in Telegram: the only room that imports its library."""
