"""The rules: mentions to facts, and facts to rows."""
