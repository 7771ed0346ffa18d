"""Who works here: roles and permissions, passwords, sessions, tokens, invitations, the audit log, workspaces."""
