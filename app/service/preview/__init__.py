"""One toolkit on an author's own machine: read anew when it is saved, tried with answers."""
