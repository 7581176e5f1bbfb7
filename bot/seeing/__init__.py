"""What can be seen of a running bot from outside: is it well, is it connected, how much does it do."""
