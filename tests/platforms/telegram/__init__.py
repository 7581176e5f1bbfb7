"""The Telegram room: what it draws, and how it talks with a Bot API server over sockets."""
