"""Each platform's room: what it draws, what it understands, what it sends."""
