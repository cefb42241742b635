"""Getting parts to where they go, and telling the truth about what happened."""
