"""The wait list: joining it, being offered a time that became free, and accepting it."""
