import json
import pytest
from axe_playwright_python.sync_playwright import Axe


@pytest.mark.parametrize("w", [320, 375, 414, 640, 1024])
@pytest.mark.parametrize("m", ["sample", "everything", "minimal"])
def test_x(opened, m, w):
    o = opened(m, w)
    print(m, w, o.js("document.documentElement.scrollWidth"), o.requested)
    for x in o.js(
        "[...document.body.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>innerWidth).map(e=>tests.name(e)+' '+e.getBoundingClientRect().right)"
    )[-12:]:
        print("   ", x)
    o.page.screenshot(path=f"/tmp/shot-{m}-{w}.png", full_page=True)
    o.page.emulate_media(color_scheme="dark")
    o.page.screenshot(path=f"/tmp/shot-{m}-{w}-dark.png", full_page=True)


@pytest.mark.parametrize("w", [375, 1024])
@pytest.mark.parametrize("s", ["light", "dark"])
@pytest.mark.parametrize("m", ["sample", "everything", "minimal"])
def test_axe(opened, m, w, s):
    o = opened(m, w, s)
    r = Axe().run(o.page, options={}).response
    print(m, w, s, [x["id"] for x in r["passes"]])
    for k in ("violations", "incomplete"):
        for x in r[k]:
            print(k, x["id"], x["impact"], x["help"], len(x["nodes"]))
            for n in x["nodes"][:3]:
                print("     ", n["html"][:200], [a["message"] for a in n["any"] + n["all"] + n["none"]][:2])
