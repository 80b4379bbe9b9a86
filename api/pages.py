"""Pages for people: plain files of api/web, under a policy that runs no script but ours."""

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import falcon

from api.config import Config

WEB = Path(__file__).parent / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{relay}; media-src {media}; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def add_routes(app: falcon.asgi.App, config: Config) -> None:
    app.add_route("/pair", Page("pair.html"))
    app.add_route("/billing", Page("billing.html"))
    app.add_route("/party", Page("party.html", config.relay_url))


class Page:
    """A page that calls the API from its own origin; with a relay it plays, too, what is here or a file of the person's."""

    def __init__(self, name: str, relay: str | None = None):
        html = (WEB / name).read_text()
        if relay is None:
            self._html, self._policy = html.encode(), POLICY.format(relay="", media="'none'")
        else:
            parts = urlsplit(relay)
            self._html = html.replace("{relay}", escape(relay)).encode()
            self._policy = POLICY.format(relay=f" {parts.scheme}://{parts.netloc}", media="'self' blob:")

    async def on_get(self, req, resp) -> None:
        resp.content_type = falcon.MEDIA_HTML
        resp.data = self._html
        resp.set_header("Content-Security-Policy", self._policy)
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Referrer-Policy", "no-referrer")  # the address may hold a code
        resp.set_header("Cache-Control", "no-cache")

    on_head = on_get
