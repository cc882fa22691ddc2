"""Pages of access: signing in, invitations, phones, one's own account, giving roles."""
