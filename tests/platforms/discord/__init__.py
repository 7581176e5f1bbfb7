"""The Discord room: payloads, journeys in process, and the courier over sockets."""
