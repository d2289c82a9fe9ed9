"""The bare app's configuration: what ours sets, and nothing else."""

import os

os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")

import reflex as rx
from reflex_base.plugins.sitemap import SitemapPlugin

config = rx.Config(
    app_name="bare",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    transport="websocket",
    plugins=[],
    disable_plugins=[SitemapPlugin],
)
