"""Changes that readers would see and that wait for a second person: which, and how they go on."""
