# /// script
# requires-python = ">=3.11"
# dependencies = ["django", "django-htmx"]
# ///
"""The other floor: the same rows by Django, with htmx beside them. It is run with packages of its own.

uv run --locked --script serve.py PORT FACTS
"""

import json
import sys
from pathlib import Path

import django_htmx
from django.conf import settings
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

PORT, FACTS = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
HTMX = sorted((Path(django_htmx.__file__).parent / "static/django_htmx").glob("htmx*.min.js"))[0]
STYLE = "body { font: 16px/1.5 system-ui; margin: 16px } input, button { display: block; padding: 12px; width: 100% }"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Portal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"><script src="/htmx.js" defer></script><main>"""
SIGN_IN = """<h1>Sign in</h1><form hx-post="/sign-in"><label>Username <input name="username"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form>"""
ROWS = """<h1>Upcoming</h1><ul>{% for row in rows %}<li><b>{{ row.title }}</b> {{ row.day_line }}
<button hx-post="/cancel">Cancel</button></li>{% endfor %}</ul>"""


def sign_in(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Engine().from_string(PAGE + SIGN_IN).render(Context()))


def rows(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Engine().from_string(PAGE + ROWS).render(Context({"rows": FACTS["rows"]})))


def style(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(STYLE, content_type="text/css")


def htmx(_request: HttpRequest) -> FileResponse:
    return FileResponse(HTMX.open("rb"), content_type="text/javascript")


urlpatterns = [path("sign-in", sign_in), path("rows", rows), path("style.css", style), path("htmx.js", htmx)]

if __name__ == "__main__":
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=["django.middleware.gzip.GZipMiddleware"])
    run("127.0.0.1", PORT, get_wsgi_application(), threading=True)
