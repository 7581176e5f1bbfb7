"""Pacekeeper in Discord: the only room that imports its library."""
