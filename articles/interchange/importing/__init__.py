"""Files that are read into drafts: how they are taken, mended and saved."""
