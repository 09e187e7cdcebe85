"""Working with the forms of Administration as people do: fields by name, pickers by typing, what is wrong at a field."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from console import ConsoleTestCase, wait_for

# What no text may do: break out of markup or attributes, or turn what stands beside it around.
RUDE_NAMES = (
    "<b>bold</b><script>document.title='broken'</script>", "Pat \"quoted\" O'Example & 'sons'", "\u05d0\u05d1\u05d2 \u05d3\u05d4\u05d5 (7)",
)
TOO_LONG = "x" * 10_000


class FormTestCase(ConsoleTestCase):
    """Tests of pages with forms."""

    def request(self, method, path, value=None, token="demo-admin", etag=None):
        """Status and JSON of an answer, whatever the status."""
        return self.demonstration.request(method, path, value, token, etag)

    def field(self, name):
        return self.find(f"dialog[open].drawer [data-field='{name}']")

    def control(self, name):
        return self.field(name).find_element(By.CSS_SELECTOR, "input:not([type=radio]), select")

    def enter(self, name, text):
        """Puts a text in place of what a field has; long ones at once, as if pasted."""
        control = self.control(name)
        if len(text) > 200:
            self.browser.script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))", control, text
            )
            return
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(Keys.DELETE if text == "" else text)

    def fault(self, name):
        """What is said to be wrong at a field; empty for nothing."""
        place = self.field(name).find_element(By.CSS_SELECTOR, ".fault")
        return place.text if place.is_displayed() else ""

    def wait_fault(self, name, text):
        wait_for(lambda: text in self.fault(name), f"{text!r} at {name}")

    def offers(self, picker, text=""):
        """What a picker offers once its list is there, without its hints."""
        picker.click()
        if text:
            picker.send_keys(Keys.CONTROL, "a")
            picker.send_keys(text)
        listed = "const list = document.getElementById(arguments[0]); return list.hidden ? null : [...list.querySelectorAll('[role=option]:not([aria-disabled]) > :first-child')].map((it) => it.textContent)"
        name = picker.get_attribute("aria-controls")
        return wait_for(lambda: self.browser.script(listed, name), "the picker's list")

    def choose(self, picker, label):
        """Types a label and takes what is offered by it."""
        wait_for(lambda: label in self.offers(picker, label), f"{label} is offered")
        options = self.find_all(f"#{picker.get_attribute('aria-controls')} [role=option]")
        next(it for it in options if it.text.split("\n")[0].startswith(label)).click()

    def choose_scope(self, server=None, partition=None):
        """Picks a Telephony Server and a Partition by their descriptions; everything without."""
        field = self.field("scope.telSysID")
        reach = "partition" if partition else "server" if server else "all"
        field.find_element(By.CSS_SELECTOR, f"input[value='{reach}']").click()
        pickers = field.find_elements(By.CSS_SELECTOR, "[role=combobox]")
        if server:
            self.choose(pickers[0], server)
        if partition:
            wait_for(pickers[1].is_displayed, "the Partitions")
            self.choose(pickers[1], partition)

    def press(self, label, within="dialog[open]"):
        """Presses a button of the topmost dialog, or of another place."""
        place = self.find_all(within)[-1]
        buttons = place.find_elements(By.TAG_NAME, "button")
        next(it for it in buttons if it.is_displayed() and it.text == label).click()

    def wait_closed(self):
        self.wait("!document.querySelector('dialog[open]')", "the dialog is closed")

    def wait_text(self, selector, text):
        wait_for(lambda: text in self.text(selector), f"{text!r} in {selector}")
