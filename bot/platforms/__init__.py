"""Where it is said: one folder a platform, none imports another."""
