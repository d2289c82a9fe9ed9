"""Reflex's configuration, and nothing else."""

import os

# Before Reflex is imported: node comes from PyPI, packages from the npm lock file, nothing from elsewhere.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
os.environ.setdefault("REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE", str(64 * 1024))

import reflex as rx
from reflex_base.plugins.sitemap import SitemapPlugin

config = rx.Config(
    app_name="myaccount",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    redis_token_expiration=900,
    default_color_mode="system",
    transport="websocket",
    cors_allowed_origins=[],  # the guard compares every Origin with the host that is asked
    plugins=[],
    disable_plugins=[SitemapPlugin],
)
