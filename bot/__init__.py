"""Pacekeeper: carries study groups through a long curriculum, in the chat they already use."""

__version__ = "0.1.0"
