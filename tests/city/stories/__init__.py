"""One function a kind of story: it gets an empty draft and fills it."""
