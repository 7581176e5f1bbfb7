"""The store and its statements, on both engines."""
