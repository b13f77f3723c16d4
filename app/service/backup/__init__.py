"""One file that holds an installation: written while people work, restored whole or not at all."""
