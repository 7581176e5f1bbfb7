"""Small servers of our own that stand in for the chat platforms, over real sockets."""
