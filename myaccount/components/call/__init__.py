"""The pieces of a video visit: the frame around it, and the script that runs in the browser."""
