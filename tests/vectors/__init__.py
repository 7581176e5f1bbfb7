"""The rules as data that any implementation can run, what makes these files, and the test that runs them."""
