"""Checks of pages that need no eyes: axe-core's rules, and what it does not know."""

import os
import pathlib

# In the page: every control that the Tab key reaches must show that it has the focus.
FOCUS = """
const hidden = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
// Behind an open dialog nothing can be reached.
const reachable = [...document.querySelectorAll('dialog[open]')].pop() ?? document;
const controls = [...reachable.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
return controls.filter((element) => !hidden(element) && !element.disabled && element.type !== 'hidden').slice(0, LIMIT)
  .filter((element) => {
    element.focus({ focusVisible: true });
    const style = getComputedStyle(element);
    const row = element.closest('tr');
    const outlined = (it) => it && getComputedStyle(it).outlineStyle !== 'none' && parseFloat(getComputedStyle(it).outlineWidth) >= 2;
    return !outlined(element) && !outlined(row);
  }).map((element) => element.outerHTML.slice(0, 120));
"""
MAXIMUM_CONTROLS = 40


def axe_source():
    """axe-core as the package that `scripts/test-browser` installs brings it."""
    folder = pathlib.Path(os.environ["BROWSER_TOOLS"])
    return next(folder.glob("*/axe.min.js")).read_text()


def violations(browser):
    """What axe-core finds wrong, one line for each rule and element."""
    browser.script(axe_source())
    found = browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, { resultTypes: ['violations'] }).then((it) => done(it.violations), (error) => done([{ id: String(error), nodes: [] }]))"
    )
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"] or [{"html": "", "failureSummary": ""}]
    ]


def unmarked_focus(browser):
    """Controls that do not show their focus."""
    return browser.script(FOCUS.replace("LIMIT", str(MAXIMUM_CONTROLS)))
