"""Views of a workshop: its plan, its room, and what a room said."""
