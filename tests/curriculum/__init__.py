"""What the built-in curriculum claims, done: numbers, tolerances and library behaviour that a day promises."""
