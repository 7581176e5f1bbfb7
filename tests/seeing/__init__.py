"""What is seen of a running bot from outside."""
