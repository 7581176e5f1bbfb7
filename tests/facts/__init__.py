"""What platforms do to a group while the bot works: both fakes, both doors, the real app, and a clock that is moved."""
