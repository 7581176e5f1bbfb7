"""What people can ask, and what comes of it, on both engines."""
