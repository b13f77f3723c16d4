"""People with an account: signing in and out, invitations, their own data."""
