"""Administration > Tokens."""

import urllib.error

from console import ConsoleTestCase
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

RUDE = "<b>\"quoted\"</b> & \u05e9\u05dc\u05d5\u05dd"


class TokensTests(ConsoleTestCase):
    def open_tokens(self):
        self.open("/console/tokens", role="admin")
        self.wait("document.querySelector('#tokens tr')", "the tokens")

    def row(self, name):
        return self.browser.script(
            "return [...document.querySelectorAll('#tokens tr')].find((row) => row.dataset.token === arguments[0])", name
        )

    def make(self, name, role="report"):
        self.find("#add").click()
        field = self.find("dialog [data-field=name] input")
        field.send_keys(name)
        self.find(f"dialog input[value={role}]").click()
        self.find("dialog button[type=submit]").click()

    def made(self, name, role="report"):
        """The secret of a new token."""
        self.make(name, role)
        self.wait("document.querySelector('.fresh')", "the secret")
        return self.find(".fresh input").get_attribute("value")

    def status(self, token):
        try:
            self.demonstration.get("/v1/tokens", token=token)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def test_a_token_is_made_and_its_secret_shown_this_once(self):
        self.open_tokens()
        secret = self.made("Report pages")
        self.assertEqual(self.status(secret), 403)
        self.assertIn("Report pages", self.text(".fresh h2"))
        self.assertEqual(self.browser.script("return document.activeElement.tagName"), "H2")
        self.assertIn("Reports", self.row("Report pages").text)
        self.assertIn("not used yet", self.row("Report pages").text)
        self.find(".fresh .copyable button").click()
        self.wait("document.querySelector('.fresh .copyable button').textContent === 'Copied'", "the copy")
        self.find("#taken").click()
        self.assertEqual(self.find_all(".fresh"), [])
        self.assertNotIn(secret, self.browser.driver.page_source)
        self.browser.driver.refresh()
        self.wait("document.querySelector('#tokens tr')", "the tokens")
        self.assertNotIn(secret, self.browser.driver.page_source)

    def test_what_each_role_means_stands_beside_it(self):
        self.open_tokens()
        self.find("#add").click()
        meanings = [hint.text for hint in self.find_all("dialog .role .hint")]
        self.assertEqual(len(meanings), 3)
        self.assertIn("hears nothing", meanings[1])
        for radio in self.find_all("dialog .role input"):
            described = radio.get_attribute("aria-describedby")
            self.assertTrue(self.find(f"#{described}").text)

    def test_a_name_that_is_taken_or_missing_is_told_at_its_field_and_nothing_is_lost(self):
        self.expect_complaints()
        self.open_tokens()
        self.make("demo-admin", role="provision")
        self.wait("document.querySelector('dialog .fault:not([hidden])')", "the fault")
        self.assertIn("exists", self.text("dialog [data-field=name] .fault"))
        field = self.find("dialog [data-field=name] input")
        self.assertEqual(field.get_attribute("aria-invalid"), "true")
        self.assertEqual(field.get_attribute("value"), "demo-admin")
        self.assertTrue(self.find("dialog input[value=provision]").is_selected())
        field.clear()
        field.send_keys(Keys.ENTER)
        self.wait("document.querySelector('dialog .fault').textContent.includes('needed')", "the fault")

    def test_a_rude_name_is_shown_as_it_is_and_can_be_revoked(self):
        self.open_tokens()
        secret = self.made(RUDE, role="admin")
        self.assertEqual(self.status(secret), 200)
        self.assertIn(RUDE, self.row(RUDE).text)
        self.row(RUDE).find_element(By.CSS_SELECTOR, "button").click()
        self.assertIn(RUDE, self.text("dialog h2"))
        self.find("dialog .danger").click()
        self.wait("!document.querySelector('dialog')", "the revocation")
        self.wait("document.getElementById('told').textContent.includes('revoked')", "the word of it")
        self.assertEqual(self.status(secret), 401)
        self.assertIn("Revoked", self.row(RUDE).text)
        self.assertEqual(self.row(RUDE).find_elements(By.CSS_SELECTOR, "button"), [])

    def test_who_cancels_revokes_nothing(self):
        self.open_tokens()
        button = self.row("demo-report").find_element(By.CSS_SELECTOR, "button")
        button.click()
        self.find("dialog .acts button").click()
        self.assertEqual(self.find_all("dialog"), [])
        self.assertEqual(self.browser.script("return document.activeElement"), button)
        self.assertIn("Valid", self.row("demo-report").text)

    def test_ones_own_token_is_marked_and_revoking_it_signs_out(self):
        self.expect_complaints()
        self.open_tokens()
        secret = self.made("My own", role="admin")
        self.add_session(self.demonstration.session(token=secret))
        self.browser.driver.refresh()
        self.wait("document.querySelector('#tokens tr')", "the tokens")
        self.assertIn("signed in with", self.row("My own").text)
        self.row("My own").find_element(By.CSS_SELECTOR, "button").click()
        self.assertIn("You will be signed out", self.text("dialog"))
        self.find("dialog .danger").click()
        self.wait("location.pathname === '/console/sign-in'", "the sign-in")
