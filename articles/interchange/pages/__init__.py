"""The text of a whole printed page, read into its stories."""
