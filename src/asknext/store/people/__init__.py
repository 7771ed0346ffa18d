"""The people of a workspace as rows: accounts, roles, invitations, sessions, tokens, the audit log."""
