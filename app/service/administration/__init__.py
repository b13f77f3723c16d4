"""What administrators of an installation do: accounts, units, toolkits, jobs, the trail."""
