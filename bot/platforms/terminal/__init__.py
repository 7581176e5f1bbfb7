"""The terminal chat: a front door without a token, with a clock that can be moved."""
