"""Pages for people: plain files of api/web, under a policy that runs no script but ours."""

from pathlib import Path

import falcon

WEB = Path(__file__).parent / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def add_routes(app: falcon.asgi.App) -> None:
    app.add_route("/pair", Page("pair.html"))
    app.add_route("/billing", Page("billing.html"))


class Page:
    """A page that calls the API from its own origin, signed in by the cookie."""

    def __init__(self, name: str):
        self._html = (WEB / name).read_bytes()

    async def on_get(self, req, resp) -> None:
        resp.content_type = falcon.MEDIA_HTML
        resp.data = self._html
        resp.set_header("Content-Security-Policy", POLICY)
        resp.set_header("X-Content-Type-Options", "nosniff")
        resp.set_header("Referrer-Policy", "no-referrer")  # the address may hold a code
        resp.set_header("Cache-Control", "no-cache")

    on_head = on_get
