"""A person at a browser without JavaScript: follows links, fills in forms, sends them."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2

Fills = dict[str, str | list[str]]
"""Values by the names of fields, ``_`` for ``-``; a list ticks several boxes."""

TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nobody speaks it here; to make one for each person takes longer than a page."""


@dataclass
class Sent:
    """A form as it stands on a page."""

    action: str
    method: str
    name: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)
    """Where a button sends the form, by its text, if not to its own address."""


class _Forms(HTMLParser):
    """The forms of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None
        self._button: tuple[str, str] | None = None
        self._attrs: dict[str, str] = {}
        self._of: dict[str, list[tuple[tuple[str, str, str], str]]] = {}
        self._beside: dict[str, list[tuple[str, str]]] = {}
        self._text = ""

    def close(self) -> None:
        """Give each button and field to the form that it names; buttons before those in it."""
        super().close()
        for form in self.forms:
            outside = self._of.get(form.name, [])
            form.buttons[:0] = [button for button, _to in outside]
            form.elsewhere |= {button[2]: to for button, to in outside if to}
            form.fields += self._beside.get(form.name, [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Sent(given.get("action", ""), given.get("method", "get")))
            self.forms[-1].name = given.get("id", "")
        if tag == "button":
            self._button, self._text = (given.get("name", ""), given.get("value", "")), ""
            self._attrs = given
        if tag == "input" and (owner := given.get("form")):
            field = (given["name"], given.get("value", ""))
            self._beside.setdefault(owner, []).append(field)
            return
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "input":
            unticked = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            if not unticked and given.get("name"):
                form.fields.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and self._select:
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._area, self._text = given["name"], ""

    def handle_data(self, data: str) -> None:
        if self._area is not None or self._button is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self._options:
            chosen = next((value for value, on in self._options if on), self._options[0][0])
            self.forms[-1].fields.append((self._select, chosen))
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self.forms[-1].fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "button" and self._button is not None:
            button = (*self._button, " ".join(self._text.split()))
            if owner := self._attrs.get("form"):
                to = self._attrs.get("formaction", "")
                self._of.setdefault(owner, []).append((button, to))
            elif self.forms:
                self.forms[-1].buttons.append(button)
            self._button = None


class Reader:
    """Someone with a browser of their own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx2.Client(
            base_url=address,
            follow_redirects=True,
            headers={"Sec-Fetch-Site": "same-origin"},
            verify=TLS,
        )
        self.page: httpx2.Response = httpx2.Response(204)

    @property
    def text(self) -> str:
        return self.page.text

    def sign_in(self, name: str) -> Reader:
        """Choose who to be at the identity provider, as anyone would."""
        self.get("/sign-in")
        return self.press(f"Be {name}")

    def get(self, path: str) -> Reader:
        self.page = self.client.get(path)
        return self

    def forms(self) -> list[Sent]:
        found = _Forms()
        found.feed(self.text)
        found.close()
        return found.forms

    def press(self, button: str, **fills: str | list[str]) -> Reader:
        """Fill in the form that has a button of this text (or beginning so), and press it.

        A field's name is written with ``_`` for ``-``; a list ticks several boxes.
        """
        for form in self.forms():
            for name, value, text in form.buttons:
                if text == button or text.startswith(f"{button} "):
                    return self._send(form, (name, value, text), fills)
        raise AssertionError(f"no button {button!r} on {self.page.url}")

    def _send(self, form: Sent, button: tuple[str, str, str], fills: Fills) -> Reader:
        filled = {name.replace("_", "-"): value for name, value in fills.items()}
        data: dict[str, list[str]] = {}
        for name, value in form.fields:
            if name not in filled:
                data.setdefault(name, []).append(value)
        for name, given in filled.items():
            data[name] = given if isinstance(given, list) else [given]
        if button[0]:
            data[button[0]] = [button[1]]
        action = form.elsewhere.get(button[2], form.action)
        target = self.page.url.join(action) if action else self.page.url
        if form.method == "get":
            self.page = self.client.get(target, params=data)
        else:
            self.page = self.client.post(target, data=data)
        return self


def at_the_same_time(
    reader: Reader, button: str, **fills: str | list[str]
) -> list[httpx2.Response]:
    """The same form sent four times, none of them waiting for another."""

    def press(_: int) -> httpx2.Response:
        other = Reader(reader.address)
        with other.client:
            other.client.cookies, other.page = reader.client.cookies, reader.page
            return other.press(button, **fills).page

    with ThreadPoolExecutor(4) as several:
        return list(several.map(press, range(4)))


Come = Callable[[str], Reader]
"""Someone comes to the desk, signed in."""
