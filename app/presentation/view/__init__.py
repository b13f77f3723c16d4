"""View models: what a page or the report shows, as texts that are ready to print."""
