"""What experts write: to everybody or to each other, never the one as the other; with articles, replies and pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_journey_chat import BARAN, Expert, Visitor
from tests.browser.test_journey_chat_widget import key, shop, shown_on  # noqa: F401 - key is a fixture
from tests.support.browser import PHONE, OpenPage, accessibility_faults, shoot
from tests.support.product import Product

pytestmark = pytest.mark.browser
QUESTION, SECRET = "המעלית תקועה", "Wrotycz, keep this among us"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
# Chromium lets no test fill the clipboard with a file, so the events are those that it would send.
GIVE = """([area, kind, name, type, content]) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name, { type }));
  const init = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent("paste", { ...init, clipboardData: files })
    : new DragEvent("drop", { ...init, dataTransfer: files });
  area.dispatchEvent(event);
}"""


@pytest.fixture
def talk(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
) -> Iterator[tuple[Expert, Visitor]]:
    """Baran leads a chat with somebody; afterwards it has ended and he takes no more."""
    baran = Expert(open_page("baran@divan.example"), BARAN, QUESTION)
    context = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce")
    with shop(product, key) as website:
        shown_on(open_page, website)
        baran.sits_down()
        visitor = Visitor(context.new_page(), QUESTION)
        visitor.comes(website)
        baran.takes_the_next()
        yield baran, visitor
        visitor.ends()
        baran.gets_up()
        context.close()


def _gives(expert: Expert, kind: str, name: str, type_: str, content: str) -> None:
    area = expert.composer("reply").element_handle()
    expert.page.evaluate(GIVE, [area, kind, name, type_, content])


def test_a_whisper_that_is_being_written_never_goes_to_the_visitor(talk: tuple[Expert, Visitor]) -> None:
    baran, visitor = talk
    note, reply = baran.composer("note"), baran.composer("reply")
    baran.chat.locator("[data-thread]").focus()
    baran.page.keyboard.press("w")
    note.fill(SECRET)
    baran.chat.locator("[data-composer=note] [data-chat-mode=reply]").click()
    expect(reply).to_be_focused()
    expect(reply).to_have_value("")
    baran.says("Hello.")
    baran.chat.locator("[data-composer=reply] [data-chat-mode=note]").click()
    expect(note).to_have_value(SECRET)
    note.press("Enter")
    expect(baran.whispers.last).to_have_text(SECRET)
    assert accessibility_faults(baran.page) == []
    _pastes(baran, SECRET)
    asked = baran.page.locator("#from-whisper")
    expect(asked).to_be_visible()
    asked.locator("footer [data-close]").click()
    expect(reply).to_have_value("")
    baran.says("We are on our way.")
    expect(visitor.bubbles.last).to_have_text("We are on our way.")
    assert SECRET.split(",")[0] not in visitor.frame.locator("html").inner_html() + " ".join(visitor.frames)


def _pastes(expert: Expert, words: str) -> None:
    """Into the message to everybody, what was copied from a whisper."""
    expert.chat.locator("[data-composer=note] [data-chat-mode=reply]").click()
    expert.composer("reply").evaluate(
        """(area, words) => {
          const text = new DataTransfer();
          text.setData("text/plain", words);
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: text, bubbles: true, cancelable: true }));
        }""",
        words,
    )


def test_files_are_pasted_and_dropped_and_pictures_are_seen(talk: tuple[Expert, Visitor]) -> None:
    baran, visitor = talk
    _gives(baran, "paste", "lift.png", "image/png", PIXEL)
    _gives(baran, "drop", "lift.svg", "image/svg+xml", "PHN2Zy8+")
    expect(baran.chat.locator("[data-composer=reply] [name=attachments]")).to_have_count(2)
    baran.composer("reply").press("Enter")
    sent = baran.chat.locator(".bubble:not(.sending) [data-files]").last
    picture = sent.locator(".thumb img")
    expect(picture).to_have_attribute("alt", "lift.png")
    expect(picture).to_have_js_property("naturalWidth", 10)
    expect(sent.locator("a:not(.thumb)")).to_have_text("lift.svg")
    assert accessibility_faults(baran.page) == []
    baran.page.reload()
    expect(baran.chat.locator(".thumb img")).to_have_js_property("naturalWidth", 10)
    visitor.says(QUESTION)
    expect(baran.texts.last).to_have_text(QUESTION)


def test_a_guest_comes_by_link_speaks_with_a_file_and_leaves(
    talk: tuple[Expert, Visitor], open_page: OpenPage
) -> None:
    baran, visitor = talk
    guest = open_page("", language="fa", size=PHONE, dark=True)
    guest.goto(_link_for(baran, "Ines"))
    guest.locator("#come button").click()
    reply = guest.locator("[data-composer=reply] .write")
    expect(reply).to_be_visible()
    guest.wait_for_load_state()  # the field is there before the scripts that hear it
    assert accessibility_faults(guest) == []
    picture = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"two ropes"}
    guest.set_input_files("[data-composer=reply] input[type=file]", files=[picture])
    expect(guest.locator("[data-composer=reply] [name=attachments]")).to_have_count(1)
    reply.fill("Both ropes are new.")
    guest.locator("[data-composer=reply] .button.primary").click()
    expect(visitor.bubbles.last).to_have_text("Both ropes are new.")
    expect(baran.chat.locator(".bubble.second [data-files] a")).to_contain_text("plan.txt")
    shoot(guest, "chat-guest-expert")
    guest.locator("[popovertarget=leaving]").click()
    guest.locator("#leaving button").click()
    expect(guest.locator(".at-chat")).to_have_count(0)
    expect(baran.chat.locator(".event[data-kind=left]")).to_have_count(1)


def test_a_whisper_to_who_has_left_goes_to_nobody_else(
    talk: tuple[Expert, Visitor], open_page: OpenPage
) -> None:
    baran, _visitor = talk
    guest = open_page("", size=PHONE)
    guest.goto(_link_for(baran, "Ines"))
    guest.locator("#come button").click()
    expect(guest.locator("[data-composer=reply] .write")).to_be_visible()
    guest.wait_for_load_state()
    reader, note = baran.chat.locator("select[name=whisper_to]"), baran.composer("note")
    expect(reader.locator("option")).to_have_count(2)
    baran.chat.locator("[data-composer=reply] [data-chat-mode=note]").click()
    reader.select_option(label="Ines")
    note.fill(SECRET)
    guest.locator("[popovertarget=leaving]").click()
    guest.locator("#leaving button").click()
    gone = reader.locator("option:disabled")
    expect(gone).to_contain_text("Ines")
    assert reader.input_value() == gone.get_attribute("value") != ""
    note.press("Enter")
    refused = baran.chat.locator("[data-whom-error]")
    expect(refused).to_contain_text("Ines")
    expect(note).to_have_value(SECRET)
    expect(baran.whispers).to_have_count(0)
    note.blur()  # which keeps the draft
    baran.page.reload()
    expect(note).to_have_value(SECRET)
    assert reader.input_value() == gone.get_attribute("value")
    baran.chat.locator("[data-composer=reply] [data-chat-mode=note]").click()
    reader.select_option("")
    note.press("Enter")
    expect(baran.whispers.last).to_have_text(SECRET)


def _link_for(expert: Expert, name: str) -> str:
    """Asks for a link for somebody without an account."""
    expert.chat.locator("[popovertarget^=chat-menu]").click()
    expert.chat.locator(".menu a[href$='/guest/']").click()
    dialog = expert.page.locator("#chat-asking dialog")
    dialog.locator("input[name=name]").fill(name)
    dialog.locator("footer .button.primary").click()
    address = expert.page.locator("#guest-link").input_value()
    dialog.locator("footer .button.primary").click()
    return address
