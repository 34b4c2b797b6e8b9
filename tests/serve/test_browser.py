"""The page in a real headless Chromium, before a real server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth.cli.families import gallery
from tests.serve.server import Server, right, write_recipe

playwright = pytest.importorskip("playwright.sync_api", reason="needs pip install playwright")
Browser, Page, expect = playwright.Browser, playwright.Page, playwright.expect

WAIT_MS = 30_000
ATTACK = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
COURSE = """
seed = 5
[[mix]]
family = "demo.sum"
levels = [0.2]
[[mix]]
family = "demo.sum"
levels = [0.7]
[[mix]]
family = "demo.pictured"
params = { top = 300 }
[[curriculum.wrappers]]
name = "prerequisites"
options = { needs = { "demo.sum#2" = ["demo.sum", "demo.pictured"] } }
"""


def chromium() -> str | None:
    """The browser to use, if this machine has one."""
    named = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, named)), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM to its path")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Tab:
    """A page that keeps account of what went wrong on it, and of whom it called."""

    def __init__(self, browser: Any, *, width: int = 1440, scheme: str = "light") -> None:
        self.page = browser.new_page(
            viewport={"width": width, "height": 812}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page.set_default_timeout(WAIT_MS)
        self.problems: list[str] = []
        self.called: set[str] = set()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.called.add(request.url))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def open(self, url: str) -> Any:
        self.page.goto(url)
        expect(self.page.locator("#link")).to_have_text("live", timeout=WAIT_MS)
        return self.page


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    tab = Tab(browser)
    yield tab
    tab.page.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("browser"))) as server:
        yield server


def play(server: Server, n: int = 4) -> list[Any]:
    """Groups of four: right, wrong, an attack, right."""
    tasks: list[Any] = server.post("/ask", n=n)["tasks"]
    for served in tasks:
        answers = [right(served["prompt"]), "-1", ATTACK, right(served["prompt"])]
        server.post("/verify", ticket=served["ticket"]["id"], answers=answers, tell=True)
    return tasks


def practise(server: Server, rounds: int, reward: float | None = None) -> None:
    """Groups of eight told: all of a reward, or with it left out, a mixture by the level."""
    mixture = {0.3: [1, 1, 1, 0, 1, 1, 0, None], 0.6: [1, 0, 1, 0, 0, 1, 0, None]}
    for _ in range(rounds):
        tickets = [served["ticket"] for served in server.post("/ask", n=64)["tasks"]]
        told = []
        for ticket in tickets:
            mixed = mixture.get(ticket["level"], [0, 0, 1, 0, 0, 0, 0, None])
            rewards = mixed if reward is None else [reward] * 8
            told.append({"ticket": ticket["id"], "rewards": rewards})
        server.post("/tell", feedback=told)


CUT = """() => [...document.querySelectorAll('main *')].filter((node) =>
    node.offsetParent && !node.classList.contains('unseen')
    && getComputedStyle(node).overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 4
  ).map((node) => node.outerHTML.slice(0, 90))"""
"""What is shown and wider than the place it has."""
FILLED = """bars => bars.map((bar) =>
    [...bar.children].reduce((sum, part) => sum + part.offsetWidth, 0) / bar.offsetWidth)"""


def shown(page: Any, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text, timeout=WAIT_MS)


def figure(page: Any, name: str) -> Any:
    return page.locator("#figures div", has=page.locator(f'dt:text-is("{name}")')).locator("dd")


def test_an_idle_server_says_how_to_begin_and_the_command_works(tab: Tab, tmp_path: Path) -> None:
    with Server(write_recipe(tmp_path)) as server:
        page = tab.open(server.url)
        shown(page, "Nothing has been asked for yet")
        command = page.locator("#curl").inner_text()
        assert command.startswith(f"curl -s {server.url}/ask ")
        if shutil.which("curl"):
            assert os.system(f"{command} >/dev/null") == 0
        else:
            server.post("/ask", n=2)
        expect(figure(page, "tickets")).to_have_text("2", timeout=WAIT_MS)
        assert page.locator("#welcome").is_hidden()
    assert tab.problems == [] or all("ERR_" in problem for problem in tab.problems)


def test_it_moves_without_a_reload_and_calls_nobody_else(tab: Tab, server: Server) -> None:
    page = tab.open(server.url)
    before = int(figure(page, "tickets").inner_text())
    page.evaluate("window.mark = 'the same document'")
    tasks = play(server)
    expect(figure(page, "tickets")).to_have_text(str(before + 4), timeout=WAIT_MS)
    arm = tasks[-1]["ticket"]["arm"]
    strip = page.get_by_role("img", name=f"{arm}: lately 50 % of")
    expect(strip).to_be_visible(timeout=WAIT_MS)
    solved = strip.locator("xpath=ancestor::tr").locator("td.number").nth(1)
    expect(solved).to_have_text("50 %", timeout=WAIT_MS)
    assert page.evaluate("window.mark") == "the same document"
    assert tab.problems == []
    assert {url[: len(server.url)] for url in tab.called} == {server.url}


def test_an_answer_is_text_whatever_is_in_it(tab: Tab, server: Server) -> None:
    page = tab.open(server.url)
    title = page.title()
    play(server)
    page.get_by_role("button", name="unparsable").click()
    row = page.locator("#answer-list details").first
    row.locator("summary").click()
    expect(row.locator("pre")).to_have_text(ATTACK, timeout=WAIT_MS)
    assert page.locator("#answer-list :is(img, script)").count() == 0
    assert page.title() == title
    assert tab.problems == []


def test_markup_from_a_string_is_refused_by_the_browser(tab: Tab, server: Server) -> None:
    page = tab.open(server.url)
    tried = "try { document.body.innerHTML = '<b>x</b>'; 'done' } catch (e) { e.name }"
    assert page.evaluate(tried) == "TypeError"


def test_a_served_task_opens_on_a_click_and_by_its_address(browser: Any, tmp_path: Path) -> None:
    tab = Tab(browser)
    with Server(write_recipe(tmp_path)) as server:
        tasks = play(server, 2)
        page = tab.open(server.url)
        ticket = tasks[0]["ticket"]
        page.locator(f'#served-list a[href="#ticket={ticket["id"]}"]').click()
        dialog = page.get_by_role("dialog")
        expect(dialog.locator(".prompt")).to_have_text(tasks[0]["prompt"], timeout=WAIT_MS)
        expect(dialog).to_contain_text("digits")
        expect(dialog.locator("summary").first).to_contain_text("pass")
        address = page.url
        assert address.endswith(f"#ticket={ticket['id']}")
        page.get_by_role("button", name="The ticket after").click()
        expect(dialog.locator(".prompt")).to_have_text(tasks[1]["prompt"], timeout=WAIT_MS)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page).to_have_url(f"{server.url}/", timeout=WAIT_MS)
        page.goto(address)
        page.reload()
        expect(dialog.locator(".prompt")).to_have_text(tasks[0]["prompt"], timeout=WAIT_MS)
        assert tab.problems == []
        page.close()


def test_any_ticket_opens_by_its_position_and_one_that_is_not_there_says_so(
    tab: Tab, server: Server
) -> None:
    tasks = play(server)
    page = tab.open(server.url)
    page.get_by_role("textbox", name="Position").fill(str(tasks[1]["ticket"]["position"]))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".prompt")).to_have_text(tasks[1]["prompt"], timeout=WAIT_MS)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Position").fill("999999")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(dialog.locator(".problem")).to_contain_text("no ticket", timeout=WAIT_MS)


@pytest.mark.parametrize("width", [320, 768, 1100, 1440])
def test_nothing_is_wider_than_the_screen(browser: Any, server: Server, width: int) -> None:
    play(server)
    tab = Tab(browser, width=width)
    page = tab.open(server.url)
    shown(page, "unparsable")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heads = page.locator("#arms thead th").evaluate_all(
        "heads => heads.filter(head => head.scrollWidth > head.clientWidth).map(h => h.innerText)"
    )
    assert heads == []  # none runs into the next
    page.locator("#served-list a").first.click()
    expect(page.get_by_role("dialog").locator(".prompt")).to_be_visible(timeout=WAIT_MS)
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
    assert tab.problems == []
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_run_under_way_answers_the_four_questions(
    browser: Any, tmp_path: Path, width: int
) -> None:
    tab = Tab(browser, width=width)
    with Server(write_recipe(tmp_path, "frontier")) as server:
        practise(server, 4)
        play(server, 8)
        page = tab.open(server.url)
        learning = page.get_by_role("region", name="Is it learning?")
        expect(learning).to_contain_text("of all levels are solved", timeout=WAIT_MS)
        expect(learning.locator("[data-track]")).to_contain_text("learning")
        why = page.get_by_role("region", name="Why is this served now?")
        expect(why.locator("tbody tr")).to_contain_text("practised where")
        expect(why).to_contain_text("of the tickets explore all arms alike")
        wrong = page.get_by_role("region", name="What is wrong?")
        expect(wrong).to_contain_text("256 of 2,080 attempts had no reward", timeout=WAIT_MS)
        expect(wrong).to_contain_text("over the budget of 1.0 %")
        expect(wrong).to_contain_text("25 % of the answers to demo.sum cannot be read")
        assert wrong.locator(".examples a").count() == 3
        assert wrong.locator(".examples :is(img, script)").count() == 0
        expect(page.get_by_role("region", name="What to do next")).to_contain_text(
            "Look at the errors"
        )
        assert page.evaluate(CUT) == []
        wrong.locator(".examples a").first.click()
        expect(page.get_by_role("dialog").locator(".prompt")).to_be_visible(timeout=WAIT_MS)
        assert tab.problems == []
    page.close()


def test_a_finished_run_says_so_and_what_to_do(browser: Any, tmp_path: Path) -> None:
    tab = Tab(browser)
    with Server(write_recipe(tmp_path, "frontier")) as server:
        practise(server, 12, reward=1.0)
        page = tab.open(server.url)
        expect(page.locator("#advice li")).to_have_class("good")
        expect(page.locator("#learning-verdict")).to_contain_text("Finished", timeout=WAIT_MS)
        expect(page.locator("#advice")).to_contain_text("raise levels; add families")
        expect(page.locator("[data-track]")).to_contain_text("mastered")
        status = server.http.get("/status").json()
        assert status["finished"]
        assert status["mastered"] == ["demo.sum"]
        assert "raise levels; add families" in status["advice"][0]
        assert any("raise levels; add families" in line for line in server.said)
        assert tab.problems == []
    page.close()


def test_what_is_mastered_beside_others_is_no_fault(browser: Any, tmp_path: Path) -> None:
    tab = Tab(browser)
    other = '[[mix]]\nfamily = "demo.pictured"\nparams = { top = 300 }\n'
    recipe = write_recipe(tmp_path, "frontier")
    recipe.write_text(recipe.read_text().replace("[curriculum]", f"{other}[curriculum]"))
    with Server(recipe) as server:
        for _ in range(6):
            tickets = [served["ticket"] for served in server.post("/ask", n=32)["tasks"]]
            told = []
            for ticket in tickets:
                second = float(ticket["arm"].startswith("demo.sum"))
                told.append({"ticket": ticket["id"], "rewards": [1, second, 1, second]})
            server.post("/tell", feedback=told)
        page = tab.open(server.url)
        mastered = page.locator("#advice li", has_text="demo.sum is mastered")
        expect(mastered).to_have_class("todo", timeout=WAIT_MS)
        shares = page.locator("#plan tbody .shares").evaluate_all(FILLED)
        assert sum(shares) == pytest.approx(1, abs=0.05)  # of all that was served lately
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_of_the_gallery_is_whole_on_any_screen(
    browser: Any, tmp_path: Path, width: int
) -> None:
    path = tmp_path / "gallery.html"
    path.write_text(gallery.page(["demo.drawn"], levels=[0.5]))
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    wide = "node => node.getBoundingClientRect().right"
    edges = page.locator("figure img").evaluate_all(f"nodes => nodes.map({wide})")
    assert edges
    assert max(edges) <= width
    page.close()


def test_what_is_served_now_is_counted_and_cannot_be_read_as_a_pass_rate(
    tab: Tab, server: Server
) -> None:
    play(server)
    page = tab.open(server.url)
    expect(page.locator("#newest")).to_contain_text("Of the newest", timeout=WAIT_MS)
    assert "%" not in "".join(page.locator("#arms td.now").all_inner_texts())


def test_it_comes_back_after_the_server_does(browser: Any, tmp_path: Path) -> None:
    recipe, store = write_recipe(tmp_path), str(tmp_path / "run.db")
    tab = Tab(browser)
    with Server(recipe, "--store", store) as server:
        port = server.port
        page = tab.open(server.url)
        play(server)
        expect(figure(page, "tickets")).to_have_text("4", timeout=WAIT_MS)
        server.kill()
    expect(page.locator("#link")).to_contain_text("trying again", timeout=WAIT_MS)
    with Server(recipe, "--store", store, port=port) as server:
        expect(page.locator("#link")).to_have_text("live", timeout=WAIT_MS)
        expect(figure(page, "tickets")).to_have_text("4", timeout=WAIT_MS)
        expect(page.get_by_role("img", name="demo.sum: lately 50 % of 16")).to_be_visible()
        play(server)
        expect(figure(page, "tickets")).to_have_text("8", timeout=WAIT_MS)
    assert [problem for problem in tab.problems if "ERR_" not in problem] == []
    page.close()


def test_a_token_is_asked_for_and_kept_by_the_tab_alone(browser: Any, tmp_path: Path) -> None:
    tab = Tab(browser)
    page = tab.page
    with Server(write_recipe(tmp_path), TASKSYNTH_TOKEN="open-sesame") as server:
        page.goto(server.url)
        for secret, says in (("wrong", "refused"), ("open-sesame", "live")):
            page.get_by_label("Token").fill(secret)
            page.get_by_role("button", name="Show the run").click()
            expect(page.locator("#link")).to_contain_text(says, timeout=WAIT_MS)
        assert "sesame" not in page.url
        assert page.context.cookies() == []
        page.reload()
        expect(page.locator("#link")).to_have_text("live", timeout=WAIT_MS)
    page.close()


def test_errors_are_listed_and_counted(tab: Tab, server: Server) -> None:
    (served,) = server.post("/ask", n=1)["tasks"]
    server.post("/verify", ticket=served["ticket"]["id"], answers=["raise"])
    server.http.post("/ask", json={"n": 0})
    page = tab.open(server.url)
    faults = page.locator("#fault-list")
    expect(faults).to_contain_text("verdict of demo.sum", timeout=WAIT_MS)
    expect(faults).to_contain_text("ValueError: a fault of the family")
    expect(faults).to_contain_text("POST /ask")
    expect(page.locator("body")).not_to_contain_text("No answer went without")
    assert int(figure(page, "errors").inner_text()) >= 2


def test_the_course_and_its_pictures(tab: Tab, tmp_path: Path) -> None:
    recipe = tmp_path / "course.toml"
    recipe.write_text(COURSE)
    with Server(recipe) as server:
        page = tab.open(server.url)
        nodes = page.locator("#graph").get_by_role("link")
        expect(nodes).to_have_count(3, timeout=WAIT_MS)
        assert page.locator("#graph path").count() == 2
        expect(page.get_by_role("link", name="demo.sum@0.2: open")).to_be_visible()
        expect(page.get_by_role("link", name="demo.sum@0.7: waiting")).to_be_visible()
        tasks = server.post("/ask", n=16)["tasks"]
        pictured = next(t for t in tasks if t["ticket"]["ref"]["family"] == "demo.pictured")
        page.goto(f"{server.url}/#ticket={pictured['ticket']['id']}")
        images = page.get_by_role("dialog").locator("img")
        expect(images).to_have_count(2, timeout=WAIT_MS)
        page.wait_for_function(
            "[...document.querySelectorAll('dialog img')].every((image) => image.naturalWidth > 0)"
        )
        assert tab.problems == []


def test_it_can_be_used_by_keyboard_and_read_aloud(tab: Tab, server: Server) -> None:
    play(server)
    page = tab.open(server.url)
    for region in (
        "Is it learning?",
        "Why is this served now?",
        "What is wrong?",
        "What to do next",
        "Rewards by arm",
        "Throughput",
        "Answers",
        "Served",
    ):
        expect(page.get_by_role("region", name=region, exact=True)).to_be_visible(timeout=WAIT_MS)
    fold = page.locator("#arms").get_by_role("button", name="demo.sum")
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    page.locator("#served-list a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Ticket")).to_be_visible(timeout=WAIT_MS)
