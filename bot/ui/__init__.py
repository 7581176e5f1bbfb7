"""How it reads, on any platform."""
