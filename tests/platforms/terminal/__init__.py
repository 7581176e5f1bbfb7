"""The terminal chat, part by part."""
