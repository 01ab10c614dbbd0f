"""A project that attacks whoever previews it, in a real browser: nothing runs, nothing leaves, nothing opens.

Every attack tries to set ``pwned`` on the page, to open a dialog, or to reach a server that counts whoever calls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Request, Route, expect

from tests.conftest import PNG, write
from tests.previewing import Preview, served, until

RUN = "top.pwned=1;parent.pwned=1;window.pwned=1;alert(1)"
MARKUP = f"<script>{RUN}</script><img src=x onerror={RUN}><svg onload={RUN}></svg><b id=injected>b</b>"
NAME = f"<img src=x onerror={RUN} id=injected>".replace("/", "")

ISSUE = f"""\
layout: evil
number: 7
subject: '{MARKUP} {{{{contact.firstname}}}}'
preheader: '{MARKUP}'
intro: |
  A first paragraph {MARKUP} for {{{{contact.firstname}}}}.

  A [link](EVIL/link) and ![{NAME}](images/evil.svg)
banner: {{image: "images/{NAME}.png", alt: '{MARKUP}', link: 'EVIL/banner?"><script>{RUN}</script>'}}
sections:
  - {{kind: text, id: there, title: '{MARKUP}', body: '{MARKUP}'}}
"""

HEAD = f"""
<base href="EVIL/" />
<meta http-equiv="refresh" content="0; url=EVIL/refresh" />
<link rel="stylesheet" href="EVIL/style.css" />
<link rel="preload" as="script" href="EVIL/preload.js" />
<link rel="prefetch" href="EVIL/prefetch" />
<link rel="preconnect" href="EVIL" />
<link rel="icon" href="EVIL/icon.png" />
<link rel="manifest" href="EVIL/manifest.json" />
<script>{RUN}</script>
<script src="EVIL/script.js"></script>
<script type="module">import "EVIL/module.js"</script>
<style>
@import url("EVIL/import.css");
@font-face {{ font-family: evil; src: url("EVIL/font.woff2") }}
body {{ background: url("EVIL/css.png"); font-family: evil }}
* {{ font-family: evil !important }}
a::after {{ content: url("EVIL/after.png") }}
</style>
"""

BODY = f"""
<script>{RUN}</script>
<img src="none.png" onerror="{RUN}" />
<img src="EVIL/picture.png" srcset="EVIL/srcset.png 2x" />
<svg onload="{RUN}"><script>{RUN}</script><image href="EVIL/svg.png" /></svg>
<iframe src="EVIL/frame"></iframe>
<iframe src="javascript:{RUN}"></iframe>
<iframe srcdoc="&lt;script&gt;{RUN}&lt;/script&gt;&lt;iframe src='EVIL/inner'&gt;&lt;/iframe&gt;"></iframe>
<IFRAME src="EVIL/upper"></IFRAME>
<object data="EVIL/object"></object>
<object data="javascript:{RUN}"></object>
<embed src="EVIL/embed" />
<video src="EVIL/video.mp4" poster="EVIL/poster.png" autoplay="autoplay"></video>
<audio src="EVIL/audio.mp3" autoplay="autoplay"></audio>
<input autofocus="autofocus" onfocus="{RUN}" />
<details open="open" ontoggle="{RUN}"><summary>s</summary>d</details>
<form action="EVIL/form" id="form"><input name="q" value="v" /><button class="try">Send a form</button></form>
<form action="javascript:{RUN}"><button class="try">Send a script</button></form>
<button class="try" formaction="EVIL/formaction" form="form">Send it elsewhere</button>
<p onclick="{RUN}" class="try">A paragraph</p>
<p><a class="try" href="javascript:{RUN}">A script</a></p>
<p><a class="try" href="EVIL/plain" ping="EVIL/ping">A link</a></p>
<p><a class="try" href="EVIL/self" target="_self">The same frame</a></p>
<p><a class="try" href="EVIL/top" target="_top">The whole page</a></p>
<p><a class="try" href="EVIL/blank" target="_blank" rel="opener">A new window</a></p>
<p><a class="try" href="EVIL/file" download="file">A download</a></p>
<p><a class="try" href="#%">A percent sign</a></p>
<p><a class="try" href="#form">Within the email</a></p>
<p><a class="try" href="data:text/html,&lt;script&gt;{RUN}&lt;/script&gt;">Data</a></p>
<p><a class="try" href="vbscript:x" style="background: url('EVIL/style.png')">Another script</a></p>
"""

LAYOUT = f"""
<mjml><mj-head><mj-title>{{{{ issue.subject | string }}}}</mj-title>
<mj-raw>{HEAD}</mj-raw></mj-head>
<mj-body>
<mj-section><mj-column><mj-text><div>{{{{ issue.intro }}}}</div></mj-text>
<mj-image src="{{{{ issue.banner.image.url }}}}" alt="{{{{ issue.banner.alt | string }}}}" />
{{% for placed in sections %}}
<mj-text>{{{{ placed.section.title }}}} {{{{ placed.section.body }}}}</mj-text>
{{% endfor %}}
</mj-column></mj-section>
<mj-raw>{BODY}</mj-raw>
</mj-body></mjml>
"""

BRAND = f"""\
name: '{MARKUP}'
esp: custom
dialect:
  title: '{NAME}'
  expressions: [["[", "]"]]
  fields: {{contact.firstname: PRENOM, contact.country: PAYS}}
  show: "[<name>]"
  fallback: "[<name>|<default>]"
  condition:
    {{opening: "[SI <test>]", closing: "[FIN]", tests: {{"==": "<field> = <value>"}}, either: " OU ", quotes: none}}
  unsubscribe: "[DESABO]"
postal_address: '{MARKUP}'
"""

SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}" width="9" height="9">
<script>{RUN}</script><script href="EVIL/svg.js" /><image href="EVIL/in-svg.png" />
<style>@import url("EVIL/in-svg.css"); rect {{ fill: url("EVIL/fill") }}</style><rect width="9" height="9" />
<link xmlns="http://www.w3.org/1999/xhtml" rel="preconnect" href="EVIL" />
<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="EVIL/in-svg" onerror="{RUN}" /></foreignObject></svg>
"""


class Listener(ThreadingHTTPServer):
    """The server that everything wants to reach."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.called: list[str] = []
        self.connected = 0

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connected += 1
        super().process_request(request, client_address)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.called.append(self.path)
        kinds = {"js": ("text/javascript", RUN), "css": ("text/css", "body { color: red }")}
        kind, content = kinds.get(self.path.rpartition(".")[2], ("text/html", f"<script>{RUN}</script>"))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(content.encode())

    do_POST = do_GET  # noqa: N815  # as above

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Witness:
    """What a browser did that it should not have done."""

    context: BrowserContext
    page: Page
    listener: Listener
    preview: Preview
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", lambda dialog: (self.done.append("a dialog"), dialog.dismiss()))
        self.page.on("download", lambda download: self.done.append(f"a download of {download.url}"))
        self.context.on("page", lambda page: self.done.append(f"a window at {page.url}"))
        self.context.route("**/*", self._pass)

    def _pass(self, route: Route, request: Request) -> None:
        if not request.url.startswith((f"http://127.0.0.1:{self.preview.port}/", "http://control.test/")):
            self.done.append(f"a request of {request.url}")
        route.continue_()

    def open(self, path: str) -> Page:
        self.page.goto(f"http://127.0.0.1:{self.preview.port}{path}", wait_until="load")
        return self.page

    def found(self) -> list[str]:
        """All of that, once everything that was going on has had its turn."""
        self.page.wait_for_timeout(150)
        ran = self.page.evaluate("() => window.pwned === undefined ? [] : ['a script']")
        called = [f"a call of {path}" for path in self.listener.called] + ["a connection"] * self.listener.connected
        elements = ["an element"] * sum(self._injected(page) for page in (self.page, *self.context.pages))
        return self.done + called + ran + elements

    def asked(self) -> set[str]:
        """What the listener was asked for."""
        return {path.strip("/") for path in self.listener.called}

    def _injected(self, page: Page) -> int:
        return page.evaluate("document.querySelectorAll('#injected').length")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("evil")
    files: dict[str, str | bytes] = {
        "issues/brand.yaml": BRAND,
        "issues/contacts.yaml": f"camille: {{contact.firstname: '{MARKUP}', contact.country: '{NAME}'}}\n",
        "issues/evil.yaml": ISSUE,
        "issues/broken.yaml": f"subject: '{MARKUP}'\n'{NAME}': '{MARKUP}'\nsections: [{{kind: '{MARKUP}'}}]\n",
        "issues/raised.yaml": "layout: raised\nsubject: S\n",
        f"issues/{NAME}.yaml": "subjet: S\n",
        "layouts/evil/layout.yaml": f"title: '{MARKUP}'\n",
        "layouts/evil/email.mjml.j2": LAYOUT,
        "layouts/evil/text.txt.j2": "{{ issue.subject }}\n{{ issue.intro }}\n" + MARKUP + "\n",
        "layouts/raised/layout.yaml": "title: Raised\n",
        "layouts/raised/email.mjml.j2": f"<mjml><mj-body>{{{{ {{}}['{NAME}'] }}}}</mj-body></mjml>",
        "layouts/raised/text.txt.j2": "S\n",
        "issues/images/evil.svg": SVG,
        f"issues/images/{NAME}.png": PNG,
    }
    evil = {name: text.replace("EVIL", listener.url) if isinstance(text, str) else text for name, text in files.items()}
    with served(write(root, evil), "evil") as preview:
        yield preview


@pytest.fixture
def witness(chromium: Browser, preview: Preview, listener: Listener) -> Iterator[Witness]:
    listener.called.clear()
    listener.connected = 0
    context = chromium.new_context(service_workers="block", viewport={"width": 1500, "height": 900})
    yield Witness(context, context.new_page(), listener, preview)
    context.close()


def test_the_attacks_are_real(witness: Witness) -> None:
    """What is exported, in a page without the policies of the preview: otherwise this file would prove nothing."""
    html = witness.preview.get("/download/evil.yaml").body.decode()
    html = html.replace('http-equiv="refresh"', "").replace(f'<base href="{witness.listener.url}/">', "")
    witness.page.route("http://control.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    witness.page.goto("http://control.test/", wait_until="load")
    found = "\n".join(witness.found())
    for path in ("style.css", "script.js", "import.css", "css.png", "picture.png", "frame", "object", "poster.png"):
        assert f"a request of {witness.listener.url}/{path}" in found
    assert "a dialog" in found
    assert "a script" in found


# The page


@pytest.mark.parametrize("contact", ["", "camille", "*"])
def test_nothing_of_an_issue_runs_or_calls_wherever_it_is_shown(witness: Witness, contact: str) -> None:
    page = witness.open(f"/?issue=evil.yaml&contact={quote(contact)}")
    expect(page.locator("#title")).to_contain_text("<script>top.pwned=1")
    expect(page.locator("#issues")).to_contain_text(NAME)
    expect(page.locator("#esp")).to_contain_text(NAME)
    frame = page.frame_locator("#mails iframe >> nth=0")
    expect(frame.locator("body")).to_contain_text("A first paragraph <script>top.pwned=1")
    for tab in ("text", "inbox", "html", "mjml"):
        page.locator(f"#tab-{tab}").click()
        expect(page.locator(f"#panel-{tab}")).to_contain_text("onerror=top.pwned=1")
    assert witness.found() == []


def test_nothing_of_an_address_runs(witness: Witness) -> None:
    page = witness.open(f"/?issue=evil.yaml&contact={quote(NAME)}&esp={quote(NAME)}&width={quote(NAME)}")
    expect(page.locator("#errors")).to_contain_text(NAME)
    for picker in ("#esp", "#contact"):
        expect(page.locator(picker)).to_contain_text(f"{NAME} (unknown)")
    assert witness.found() == []


@pytest.mark.parametrize("look", ["scheme=dark", "scheme=inverted", "images=off"])
def test_no_look_lets_anything_run(witness: Witness, look: str) -> None:
    page = witness.open(f"/?issue=evil.yaml&{look}")
    expect(page.frame_locator("#mails iframe").locator("body")).to_contain_text("A first paragraph")
    expect(page.locator("#findings")).to_contain_text("Findings")
    assert witness.found() == []


def test_pictures_from_the_web_are_all_that_may_be_asked_for(witness: Witness) -> None:
    page = witness.open("/?issue=evil.yaml&images=web")
    expect(page.frame_locator("#mails iframe").locator("body")).to_contain_text("A first paragraph")
    wanted = {"picture.png", "css.png", "style.css", "import.css", "font.woff2"}  # the font long after its style sheet
    until(lambda: witness.asked() >= wanted, again=lambda: page.wait_for_timeout(50))
    witness.found()
    asked = witness.asked()
    allowed = {"picture.png", "srcset.png", "svg.png", "css.png", "after.png", "style.png", "poster.png", "icon.png"}
    assert asked - allowed <= {"style.css", "import.css", "font.woff2", "prefetch"}  # a prefetch is whatever may load
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        ("broken.yaml", f"unknown key '{NAME}'"),
        ("raised.yaml", "the layout cannot be rendered"),
        (f"{NAME}.yaml", NAME),
    ],
)
def test_errors_and_names_are_words(witness: Witness, issue: str, said: str) -> None:
    page = witness.open(f"/?issue={quote(issue)}")
    expect(page.locator("body")).to_contain_text(said)
    assert witness.found() == []


def test_the_place_of_a_block_is_words(witness: Witness) -> None:
    page = witness.open("/?issue=evil.yaml")
    expect(page.locator("#findings")).to_contain_text("Findings")
    page.frame_locator("#mails iframe").get_by_text("A first paragraph").click(force=True)
    expect(page.locator("#place")).to_contain_text("intro")
    expect(page.locator("#place pre")).to_contain_text("onerror=top.pwned=1")
    page.frame_locator("#mails iframe").get_by_role("link", name="link", exact=True).click(force=True)
    expect(page.locator("#place")).to_contain_text(f"Link: {witness.listener.url}/link")
    assert witness.found() == []


WAYS: dict[str, Callable[[Page, int], None]] = {
    "a click": lambda page, at: attempts(page).nth(at).click(),
    "a click with Ctrl": lambda page, at: attempts(page).nth(at).click(modifiers=["Control"]),
    "a click with Shift": lambda page, at: attempts(page).nth(at).click(modifiers=["Shift"]),
    "the middle button": lambda page, at: attempts(page).nth(at).click(button="middle"),
    "the keyboard": lambda page, at: attempts(page).nth(at).press("Enter"),
}


def attempts(page: Page) -> Locator:
    return page.frame_locator("#mails iframe").locator(".try")


@pytest.mark.parametrize("way", WAYS)
def test_nothing_in_an_email_leads_anywhere(witness: Witness, way: str) -> None:
    page = witness.open("/?issue=evil.yaml")
    expect(page.locator("#findings")).to_contain_text("Findings")
    count = attempts(page).count()
    assert count == BODY.count('class="try"')
    # The layer over the email takes the mouse; without it, as if a browser let clicks through, nothing happens either.
    page.evaluate("() => { document.querySelector('.layer').style.pointerEvents = 'none'; }")
    for at in range(count):
        WAYS[way](page, at)
    assert witness.found() == []
    assert [frame.url for frame in page.frames[:2]] == [
        f"{witness.preview.url.partition('?')[0]}?issue=evil.yaml",
        f"{witness.preview.url.partition('?')[0]}mail/evil.yaml",
    ]
    expect(page.frame_locator("#mails iframe").locator("body")).to_contain_text("A first paragraph")


# Its parts, opened by themselves


@pytest.mark.parametrize(
    "path",
    [
        "/mail/evil.yaml",
        "/mail/evil.yaml?contact=camille",
        "/source/evil.yaml/html",
        "/source/evil.yaml/mjml",
        "/state/evil.yaml",
        "/state/broken.yaml",
        "/issues",
        "/pictures/x/evil.yaml/images/evil.svg",
        f"/pictures/x/evil.yaml/images/{quote(NAME)}.png",
        f"/download/{quote(MARKUP, safe='')}",
        f"/{quote(MARKUP)}",
        f"/state/{quote(NAME)}",
        f"/mail/{quote(NAME)}.yaml?esp={quote(MARKUP)}",
    ],
)
def test_a_part_that_is_opened_by_itself_runs_and_calls_nothing(witness: Witness, path: str) -> None:
    page = witness.open(path)
    assert page.url.startswith(f"http://127.0.0.1:{witness.preview.port}/")
    assert witness.found() == []


def test_what_is_downloaded_is_not_opened(witness: Witness) -> None:
    page = witness.open("/issues")
    with page.expect_download() as download, pytest.raises(Error, match="Download is starting"):
        witness.open("/download/evil.yaml")
    assert download.value.suggested_filename == "evil.html"
    assert page.url.endswith("/issues")
    assert witness.found() == [f"a download of http://127.0.0.1:{witness.preview.port}/download/evil.yaml"]


def test_another_site_can_neither_frame_nor_read_nor_show_it(witness: Witness) -> None:
    base = f"http://127.0.0.1:{witness.preview.port}"
    body = f"""<iframe src="{base}/"></iframe><iframe src="{base}/mail/evil.yaml"></iframe>
    <img id="picture" src="{base}/pictures/x/evil.yaml/images/evil.svg">
    <script src="{base}/page/view.js" onload="top.loaded = 1"></script>
    <link rel="stylesheet" href="{base}/page/page.css" onload="top.loaded = 1">"""
    witness.page.route("http://control.test/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page = witness.page
    page.goto("http://control.test/", wait_until="load")
    assert page.evaluate("window.loaded") is None
    assert page.evaluate("document.getElementById('picture').naturalWidth") == 0
    refused = "(path) => fetch(path, {mode: 'no-cors'}).then((answer) => answer.type, () => 'refused')"
    for path in ("/state/evil.yaml", "/issues", "/mail/evil.yaml"):
        assert page.evaluate(refused, base + path) == "refused"
    assert all("A first paragraph" not in frame.content() for frame in page.frames)
