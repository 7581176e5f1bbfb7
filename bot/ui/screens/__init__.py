"""One screen for each thing that can be said."""
