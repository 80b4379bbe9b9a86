"""A device that is to be signed in from elsewhere (RFC 8628)."""

import httpx

from tests.support.people import data_of


class Tv:
    """A device without a keyboard."""

    def __init__(self, system, **body):
        self.system = system
        self.http = system.client()
        self.codes = data_of(self.http.post("/v1/auth/device/code", json=body), 200)
        self.code = self.codes["user_code"]

    def ask(self) -> httpx.Response:
        return self.http.post("/v1/auth/device/token", json={"device_code": self.codes["device_code"]})

    def refused(self, status: int = 400) -> str:
        return data_of(self.ask(), status)["code"]

    def sign_in(self) -> dict:
        return data_of(self.ask(), 200)

    def later(self, seconds: float) -> None:
        """As if so much time had passed since it last asked, and since it got its code."""
        self._update(
            "polled_at = polled_at - make_interval(secs => %(n)s), expires_at = expires_at - make_interval(secs => %(n)s)", seconds
        )

    def _update(self, what: str, n: float) -> None:
        with self.system.connect() as connection:
            connection.execute(
                f"update private.device_code set {what} where user_code = %(code)s", {"n": n, "code": self.code.replace("-", "")}
            )
