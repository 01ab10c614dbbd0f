"""What the preview refuses: other sites, other names, other files; and that nothing it is sent brings it down."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PNG, write
from tests.previewing import Preview, served

SECRET = b"SECRET"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
REFUSED = (307, 400, 403, 404)  # 307 says to try again without or with a slash at the end
ELSEWHERE = ("cross-site", "same-site")
OK, FORBIDDEN, NOT_ALLOWED = 200, 403, 405

EVERYTHING = (
    "/",
    "/issues",
    "/state/a.yaml",
    "/mail/a.yaml",
    "/mail/a.yaml?images=web",
    "/source/a.yaml/html",
    "/download/a.yaml",
    "/pictures/x/a.yaml/images/real.png",
    "/page/main.js",
    "/page/page.css",
)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A project beside which, and in which, there is much that is nobody's business."""
    around = tmp_path_factory.mktemp("around")
    root = write(
        around,
        {
            "outside/secret.png": PNG + SECRET,
            "outside/secret.yaml": b"subject: SECRET\n",
            "project/brand.yaml": b"name: SECRET\n",
            "project/logo.png": PNG,
            "project/.env": SECRET,
            "project/.env.png": SECRET,
            "project/.git/config": SECRET,
            "project/.git/config.png": SECRET,
            "project/secret.txt": SECRET,
            "project/issues/a.yaml": "subject: Bonjour\n",
            "project/issues/broken.yaml": "subjet: Bonjour\n",
            "project/issues/contacts.yaml": "camille: {contact.email: SECRET@example.com}\n",
            "project/issues/secret.txt": SECRET,
            "project/issues/secret.html": SECRET,
            "project/issues/.hidden.yaml": "subject: SECRET\n",
            "project/issues/images/real.png": PNG,
            "project/issues/images/evil.svg": SVG,
            "project/issues/images/page.png": HTML,
            "project/issues/images/.hidden.png": SECRET,
            "project/issues/images/folder.png/secret.txt": SECRET,
        },
    )
    issues = root / "project" / "issues"
    if os.name == "posix":
        (issues / "inside.png").symlink_to("images/real.png")
        (issues / "out.png").symlink_to(root / "outside" / "secret.png")
        (issues / "away").symlink_to(root / "outside")
        (issues / "settings.png").symlink_to("contacts.yaml")
        (issues / "nowhere.png").symlink_to("gone.png")
        (issues / "itself.png").symlink_to("itself.png")
    with served(root / "project", "a") as preview:
        assert preview.get("/issues").status == OK
        yield preview


# Who asks


HOSTS = {
    "127.0.0.1:{port}": OK,
    "localhost:{port}": OK,
    "LocalHost:{port}": OK,
    "evil.example": FORBIDDEN,
    "evil.example:{port}": FORBIDDEN,
    "127.0.0.1": FORBIDDEN,
    "127.0.0.1:1": FORBIDDEN,
    "localhost:{port}1": FORBIDDEN,
    "localhost.:{port}": FORBIDDEN,
    "localhost.evil.example:{port}": FORBIDDEN,
    "127.0.0.1.nip.io:{port}": FORBIDDEN,
    "127.0.0.2:{port}": FORBIDDEN,
    "127.1:{port}": FORBIDDEN,
    "0.0.0.0:{port}": FORBIDDEN,
    "192.168.0.1:{port}": FORBIDDEN,
    "[::1]:{port}": FORBIDDEN,
    "user@localhost:{port}": FORBIDDEN,
    "evil.example, localhost:{port}": FORBIDDEN,
    "": FORBIDDEN,
}


@pytest.mark.parametrize(("host", "expected"), HOSTS.items())
def test_a_request_under_another_name_is_refused_since_its_page_may_be_anybodys(
    preview: Preview, host: str, expected: int
) -> None:
    for path in ("/", "/state/a.yaml", "/page/main.js", "/events.txt"):
        status = preview.get(path, headers={"Host": host.format(port=preview.port)}).status
        assert status == (404 if (path, expected) == ("/events.txt", OK) else expected)


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
        b"GET http://{host}/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
        b"GET //evil.example/state/a.yaml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    ],
)
def test_no_name_two_names_and_the_name_of_a_proxy_are_refused(preview: Preview, request_: bytes) -> None:
    status = int(preview.raw(request_).split()[1])
    assert status in (*REFUSED, NOT_ALLOWED)


ORIGINS = {
    "http://127.0.0.1:{port}": OK,
    "http://localhost:{port}": OK,
    "null": FORBIDDEN,
    "http://evil.example": FORBIDDEN,
    "http://localhost": FORBIDDEN,
    "http://localhost:3000": FORBIDDEN,
    "https://localhost:{port}": FORBIDDEN,
    "http://127.0.0.1:{port}.evil.example": FORBIDDEN,
    "http://evil.example/127.0.0.1:{port}": FORBIDDEN,
    "chrome-extension://abcdefghijklmnop": FORBIDDEN,
    "file://": FORBIDDEN,
}


@pytest.mark.parametrize("path", EVERYTHING)
@pytest.mark.parametrize(("origin", "expected"), ORIGINS.items())
def test_a_page_from_elsewhere_gets_nothing(preview: Preview, origin: str, expected: int, path: str) -> None:
    assert preview.get(path, headers={"Origin": origin.format(port=preview.port)}).status == expected


@pytest.mark.parametrize("site", ELSEWHERE)
@pytest.mark.parametrize(
    ("destination", "mode", "path"),
    [
        ("image", "no-cors", "/pictures/x/a.yaml/images/real.png"),
        ("iframe", "navigate", "/"),
        ("iframe", "navigate", "/mail/a.yaml"),
        ("frame", "navigate", "/mail/a.yaml"),
        ("object", "navigate", "/mail/a.yaml"),
        ("embed", "navigate", "/download/a.yaml"),
        ("empty", "no-cors", "/state/a.yaml"),
        ("empty", "cors", "/issues"),
        ("empty", "cors", "/events"),
        ("script", "no-cors", "/page/main.js"),
        ("style", "no-cors", "/page/page.css"),
    ],
)
def test_another_site_can_embed_and_fetch_nothing(
    preview: Preview, site: str, destination: str, mode: str, path: str
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": destination, "Sec-Fetch-Mode": mode}
    assert preview.get(path, headers=headers).status == FORBIDDEN


@pytest.mark.parametrize("site", [*ELSEWHERE, "none", "same-origin"])
def test_a_link_from_another_site_may_open_the_page(preview: Preview, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
    answer = preview.get("/?issue=a.yaml", headers=headers)
    assert answer.status == OK
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"  # which takes the opener its hand off it


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get"])
def test_there_is_nothing_but_reading(preview: Preview, method: str) -> None:
    for path in EVERYTHING:
        answer = preview.get(path, method)
        assert (answer.status, answer.headers["Allow"]) == (NOT_ALLOWED, "GET, HEAD")


def test_another_site_cannot_post_a_form_to_the_page(preview: Preview) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}
    assert preview.get("/", "POST", headers).status == NOT_ALLOWED


def test_at_the_port_of_http_browsers_leave_it_out_and_are_answered(tmp_path: Path) -> None:
    try:
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 80))
    except OSError as error:
        pytest.skip(f"port 80 cannot be had: {error.strerror}")
    write(tmp_path, {"issues/a.yaml": "subject: Bonjour\n"})
    with served(tmp_path, "a", "--port", "80") as preview:
        hosts = {"localhost": OK, "127.0.0.1:80": OK, "evil.example": FORBIDDEN, "localhost:8080": FORBIDDEN}
        found = {host: preview.get("/", headers={"Host": host}).status for host in hosts}
        assert found == hosts
        assert preview.get("/issues", headers={"Origin": "http://localhost"}).status == OK


# What of


WAYS_OUT = [
    "../{}",
    "..%2f{}",
    "%2e%2e/{}",
    "%2e%2e%2f{}",
    "%252e%252e%252f{}",
    "..%5c{}",
    "..%255c{}",
    "%c0%ae%c0%ae/{}",
    "%uff0e%uff0e/{}",
    "images/../../{}",
    "images/..%2f..%2f{}",
    "./.././{}",
    "....//{}",
    "/{}",
    "//{}",
    "%2f{}",
    "%00{}",
    "{}%00.png",
    "{}%00",
    "C:%5c{}",
    "C:/{}",
    "%5c%5cserver%5cshare%5c{}",
    "file:///{}",
    "~/{}",
    "x" * 300 + "/{}",
    "../" * 40 + "{}",
    "x/" * 2000 + "{}",
]
HIDDEN = [
    "secret.txt",
    "secret.html",
    ".env",
    ".env.png",
    ".git/config",
    ".git/config.png",
    "images/.hidden.png",
    "images/folder.png",
    "images/folder.png/secret.txt",
    "brand.yaml",
    "contacts.yaml",
    "a.yaml",
    "out.png",
    "away/secret.png",
    "away%2fsecret.png",
    "away/../away/secret.png",
    "settings.png",
    "nowhere.png",
    "itself.png",
    "images",
    "images/",
    "",
    ".",
    "..",
]


def refused(preview: Preview, path: str) -> None:
    answer = preview.raw(f"GET {path} HTTP/1.1\r\nHost: {{host}}\r\nConnection: close\r\n\r\n".encode())
    assert SECRET not in answer
    assert int(answer.split()[1]) in REFUSED


@pytest.mark.parametrize("way", WAYS_OUT)
def test_there_is_no_way_out_of_a_projects_pictures(preview: Preview, way: str) -> None:
    for file in ("outside/secret.png", "secret.png", "project/.env.png", "etc/passwd"):
        refused(preview, f"/pictures/x/a.yaml/{way.format(file)}")
        refused(preview, f"/pictures/x/{way.format(file)}")


@pytest.mark.parametrize("file", HIDDEN)
def test_what_is_no_picture_of_the_project_is_served_to_nobody(preview: Preview, file: str) -> None:
    refused(preview, f"/pictures/x/a.yaml/{file}")


@pytest.mark.parametrize("way", [*WAYS_OUT, "", ".", "..", "%2e"])
def test_there_is_no_way_out_of_the_pages_own_files(preview: Preview, way: str) -> None:
    for file in ("guard.py", "preview/guard.py", "__init__.py", "etc/passwd", "issues/contacts.yaml"):
        refused(preview, f"/page/{way.format(file)}")


@pytest.mark.parametrize("part", ["state/{}", "mail/{}", "source/{}/html", "download/{}", "pictures/x/{}/logo.png"])
@pytest.mark.parametrize(
    "name",
    [
        "brand.yaml",
        "contacts.yaml",
        ".hidden.yaml",
        ".env",
        "secret.txt",
        "images",
        "%2e%2e%2f..%2foutside%2fsecret.yaml",
        "..%2fissues%2fa.yaml",
        "../issues/a.yaml",
        "away%2fsecret.yaml",
        "%2fetc%2fsecret.yaml",
        ".",
        "..",
        "%00",
        "a.yaml%00",
        "a.yaml.",
        "a.yaml%20",
        "A.YAML",
        "",
    ],
)
def test_only_an_issue_is_an_issue(preview: Preview, part: str, name: str) -> None:
    refused(preview, f"/{part.format(name)}")


@pytest.mark.parametrize(
    "name", ["%00.yaml", "a%00.yaml", "x" * 300 + ".yaml", "x%5c..%5ca.yaml", "C:a.yaml", "gone.yaml"]
)
def test_an_issue_that_cannot_be_there_is_told_as_one_that_is_not(preview: Preview, name: str) -> None:
    told = preview.json(f"/state/{name}")
    assert [error["severity"] for error in told["errors"]] == ["error"]
    assert "internal" not in {error["code"] for error in told["errors"]}
    assert SECRET not in preview.get(f"/mail/{name}").body
    assert preview.get(f"/download/{name}").status == 409
    assert preview.get(f"/source/{name}/html").status == 409


@pytest.mark.parametrize("part", ["text", "project", "__class__", "__dict__", "html%2f", ""])
def test_only_two_parts_have_a_source(preview: Preview, part: str) -> None:
    refused(preview, f"/source/a.yaml/{part}")


@pytest.mark.skipif(os.name != "posix", reason="links to files are everybody's on POSIX only")
def test_a_link_within_the_project_is_followed(preview: Preview) -> None:
    answer = preview.get("/pictures/x/a.yaml/inside.png")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (OK, PNG, "image/png")


def test_pictures_of_the_issue_and_of_the_brand_are_served(preview: Preview) -> None:
    for path in ("images/real.png", "logo.png", "./images/real.png"):
        answer = preview.get(f"/pictures/x/a.yaml/{path}")
        assert (answer.status, answer.body, answer.headers["Content-Type"]) == (OK, PNG, "image/png")


@pytest.mark.parametrize(
    ("name", "content", "kind"), [("evil.svg", SVG, "image/svg+xml"), ("page.png", HTML, "image/png")]
)
def test_a_picture_that_is_a_page_runs_nothing(preview: Preview, name: str, content: bytes, kind: str) -> None:
    answer = preview.get(f"/pictures/x/a.yaml/images/{name}")
    assert (answer.body, answer.headers["Content-Type"]) == (content, kind)
    policy = directives(answer.headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert policy["sandbox"] == ""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# What every answer says


def directives(policy: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


ANSWERS = {
    **dict.fromkeys(EVERYTHING, OK),
    "/mail/broken.yaml": OK,
    "/state/broken.yaml": OK,
    "/download/broken.yaml": 409,
    "/source/broken.yaml/mjml": 409,
    "/page": 307,
    "/nothing": 404,
    "/pictures/x/a.yaml/none.png": 404,
    "/page/none.js": 404,
    "/state/brand.yaml": 404,
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_keeps_other_sites_and_scripts_out(preview: Preview, path: str, status: int, method: str) -> None:
    answer = preview.get(path, method)
    assert answer.status == (NOT_ALLOWED if method == "POST" else status)
    headers = answer.headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy.get("script-src", "")
    assert policy["frame-ancestors"] in ("'none'", "'self'")
    page = path == "/" and method != "POST"
    assert ("sandbox" in policy) is not page
    assert "allow-scripts" not in policy.get("sandbox", "")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-DNS-Prefetch-Control"] == "off"
    picture = path.startswith("/pictures/") and answer.status == OK
    assert headers["Cache-Control"] == ("max-age=31536000, immutable" if picture else "no-store")
    assert not [name for name in headers if name.lower().startswith("access-control-")]
    assert "Server" not in headers


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "null"}, {"Origin": "http://evil.example"}])
def test_a_refusal_says_the_same_and_allows_nobody(preview: Preview, headers: dict[str, str]) -> None:
    asked = {**headers, "Access-Control-Request-Method": "GET", "Access-Control-Request-Private-Network": "true"}
    for method, status in (("GET", FORBIDDEN), ("OPTIONS", NOT_ALLOWED)):
        answer = preview.get("/state/a.yaml", method, asked)
        assert answer.status == status
        assert directives(answer.headers["Content-Security-Policy"])["default-src"] == "'none'"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert b"evil" not in answer.body


@pytest.mark.parametrize(
    ("images", "allowed"),
    [("", "'self' data:"), ("off", "'none'"), ("on", "'self' data:"), ("x; script-src *", "'self' data:")],
)
def test_the_email_loads_nothing_from_the_web_unless_it_is_asked_to(
    preview: Preview, images: str, allowed: str
) -> None:
    answer = preview.get(f"/mail/a.yaml?images={images.replace(' ', '%20')}")
    policy = directives(answer.headers["Content-Security-Policy"])
    assert policy == {
        "default-src": "'none'",
        "img-src": allowed,
        "style-src": "'unsafe-inline'",
        "font-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-same-origin",
    }


def test_a_frame_or_a_link_of_an_email_is_nothing_to_connect_to(tmp_path: Path) -> None:
    ahead = '<link rel="preconnect" href="https://evil.example" /><LINK rel="dns-prefetch" href="//evil.example" />'
    template = (
        f"<mjml><mj-head><mj-raw>{ahead}</mj-raw></mj-head><mj-body><mj-raw><iframe src='https://evil.example'></iframe>"
        "</mj-raw></mj-body></mjml>"
    )
    write(
        tmp_path,
        {
            "issues/a.yaml": "layout: mine\nsubject: Bonjour\n",
            "layouts/mine/layout.yaml": "title: Mine\n",
            "layouts/mine/email.mjml.j2": template,
            "layouts/mine/text.txt.j2": "{{ issue.subject }}\n",
        },
    )
    with served(tmp_path, "a") as preview:
        paths = ("/mail/a.yaml", "/mail/a.yaml?images=web", "/download/a.yaml")
        mail, web, file = (preview.get(path).body.decode().lower() for path in paths)
    for name, idle, shown in (("link", 'rel="off"', 2), ("iframe", 'srcdoc=""', 1)):
        assert mail.count(f"<{name} {idle} ") == mail.count(f"<{name}") == shown
    assert web.count('<iframe srcdoc="" ') == web.count("<iframe") == 1
    assert 'rel="off"' not in web
    assert 'rel="off"' not in file  # what is exported stays as it is
    assert "srcdoc" not in file


# Where


def test_nobody_else_on_the_network_can_reach_it(preview: Preview) -> None:
    own = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:  # sends nothing: it only asks for the way
        try:
            asked.connect(("192.0.2.254", 9))
            own.add(asked.getsockname()[0])
        except OSError:
            pass
    others = [address for address in own if not address.startswith("127.")]
    if not others:
        pytest.skip("this machine has no other address")
    for address in others:
        with pytest.raises(OSError), socket.create_connection((address, preview.port), timeout=5):  # noqa: PT011
            pass


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux lists its sockets in /proc")
def test_it_listens_on_this_machine_alone(preview: Preview) -> None:
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/net", name).read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{preview.port:04X}")]
    assert listening == [f"0100007F:{preview.port:04X}"]


# What brings it down: nothing


WELL = b"GET /issues HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
MALFORMED = {
    "nothing": b"",
    "a line": b"\r\n",
    "noise": bytes(range(256)) * 40,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9": b"GET / HTTP/9.9\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a space in the path": b"GET /state/a b.yaml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "no path": b"GET  HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "a path of bytes": b"GET /state/\xff\xfe.yaml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    "a null byte in a header": WELL + b"X: a\0b\r\n\r\n",
    "a header without a name": WELL + b": x\r\n\r\n",
    "a folded header": WELL + b"X: a\r\n b\r\n c\r\n",
    "lines that end in a line feed alone": b"GET / HTTP/1.1\nHost: evil.example\nConnection: close\n\n",
    "a body that is longer than told": WELL + b"Content-Length: 1\r\n\r\nxxxxxxxxxxxxxxxx",
    "a body that never comes": WELL + b"Content-Length: 999999999\r\n\r\n",
    "a negative length": WELL + b"Content-Length: -1\r\n\r\n",
    "two lengths": WELL + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "smuggled": WELL + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "a chunk of no size": WELL + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "an upgrade": WELL + b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n",
    "a continue": WELL + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    "a long path": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a long header": WELL + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a header that never ends": WELL + b"X: " + b"a" * 1_000_000,
    "many headers": WELL + b"".join(b"X-%d: a\r\n" % n for n in range(100_000)) + b"\r\n",
    "a long query": WELL.replace(b"/issues", b"/state/a.yaml?esp=" + b"x" * 15_000) + b"\r\n",
}
UNFINISHED = ("nothing", "a line", "a folded header")
LARGE = ("a long path", "a long header", "a header that never ends", "many headers")


@pytest.mark.parametrize("sent", MALFORMED)
def test_what_is_no_request_is_refused_and_the_next_one_is_answered(preview: Preview, sent: str) -> None:
    answer = preview.raw(MALFORMED[sent], hang_up=sent in UNFINISHED)
    assert b" 500 " not in answer
    assert b"Traceback" not in answer
    if sent in LARGE:  # it may also have hung up while it was being written to
        assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 ")) or not answer
    assert preview.get("/issues").status == OK


@pytest.mark.parametrize(
    "ranges",
    ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=99999-", "bytes=x", "lines=1-2", "bytes=" + "0-," * 4000 + "0-"],
)
def test_a_piece_of_a_picture_is_no_trouble(preview: Preview, ranges: str) -> None:
    for path in ("/pictures/x/a.yaml/images/real.png", "/page/main.js", "/"):
        answer = preview.get(path, headers={"Range": ranges})
        assert answer.status in (200, 206, 400, 416)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_is_slow_or_says_nothing_keeps_nobody_waiting(preview: Preview) -> None:
    beginnings = (b"", b"G", b"GET / HTTP/1.1\r\nHost:", b"GET /mail/a.yaml HTTP/1.1\r\nHost: x\r\nX: ")
    whole = b"GET /mail/a.yaml HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % preview.port
    waiting = [preview.connect(sent) for sent in beginnings * 20]
    waiting += [preview.connect(whole * 50) for _ in range(10)]  # who asks and asks, and reads nothing
    try:
        assert preview.get("/state/a.yaml").status == OK
        assert preview.get("/").status == OK
    finally:
        for connection in waiting:
            connection.close()
    assert preview.get("/state/a.yaml").status == OK


def test_who_hangs_up_while_it_is_answered_leaves_nothing_behind(preview: Preview) -> None:
    for number in range(100):
        sent = b"GET /state/a.yaml?contact=%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % (number, preview.port)
        preview.connect(sent).close()
    assert preview.json("/state/a.yaml")["errors"] == []


def test_a_crowd_of_pages_can_listen(preview: Preview) -> None:
    pages = [preview.events() for _ in range(100)]
    try:
        assert {next(told) for _, told in pages} == {"hello"}
        assert preview.get("/issues").status == OK
    finally:
        for connection, _ in pages:
            connection.close()
