// Takes pictures of the workbench while a suite runs, and reads it and clicks in it.
//
// The suite runs in the extension host and cannot see the page, so it asks by file: it puts NAME.request.json into the
// folder that VSCODE_TEST_PICTURES names. The picture is written beside it as NAME.png, then the request is removed,
// which tells the suite that it can go on. What went wrong, if something did, is in NAME.error.txt, and what was read
// from the page in NAME.answer.json.

import * as fs from "node:fs";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";

const SUFFIX = ".request.json";
const APPEAR_TIMEOUT_MS = 10_000;
const ATTEMPTS_TO_SETTLE = 10;

/** Parts of the window that say nothing about the extension. */
const TIDY = `
  [id="status.workbench.keyboardLayout"], [id="status.host"], [id="status.notifications"],
  [id="status.forwardedPorts"], .notifications-toasts, .notifications-center, .monaco-sash { display: none !important }
`;

/** Answers requests until the returned function is called. */
export function answerPictureRequests(page, folder) {
  fs.mkdirSync(folder, { recursive: true });
  let busy = false;
  const look = async () => {
    if (busy) return;
    busy = true;
    for (const file of fs.readdirSync(folder)) if (file.endsWith(SUFFIX)) await answer(page, path.join(folder, file));
    busy = false;
  };
  const timer = setInterval(look, 100);
  return () => clearInterval(timer);
}

/**
 * A request is a JSON object; all members are optional:
 *   size     { width, height } of the window, from now on
 *   shows    selectors (CSS, or `text=…`) of what must be seen before the picture is taken
 *   of       a selector: only this part of the window
 *   tidy     whether to hide what does not belong to the extension (true)
 *   click    a selector: where to click
 *   fill     { selector, text }: an input field, and what to put into it
 *   press    a key such as `ArrowDown` or `Control+End`, where the focus is
 *   read     a selector: the first element's text and class, or null where there is none, are the answer
 *   picture  whether to take a picture at all (true)
 */
async function answer(page, file) {
  const name = file.slice(0, -SUFFIX.length);
  try {
    const {
      size,
      shows = [],
      click,
      fill,
      press,
      read,
      picture = true,
      ...options
    } = JSON.parse(fs.readFileSync(file, "utf8"));
    if (size) await page.setViewportSize(size);
    for (const selector of shows) await page.locator(selector).first().waitFor({ timeout: APPEAR_TIMEOUT_MS });
    if (click) await page.locator(click).first().click({ timeout: APPEAR_TIMEOUT_MS });
    if (fill) await page.locator(fill.selector).first().fill(fill.text, { timeout: APPEAR_TIMEOUT_MS });
    if (press) await page.keyboard.press(press);
    if (read) fs.writeFileSync(`${name}.answer.json`, JSON.stringify(await readElement(page, read)));
    if (picture) await takePicture(page, `${name}.png`, options);
  } catch (error) {
    fs.writeFileSync(`${name}.error.txt`, stripVTControlCharacters(String(error)));
  }
  fs.rmSync(file, { force: true });
}

/** What stands at the selector now. */
async function readElement(page, selector) {
  return page
    .locator(selector)
    .evaluateAll(([element]) => (element ? { text: element.innerText, className: element.className } : null));
}

/** Takes a picture of the page once nothing moves any more: when two in a row are the same. */
export async function takePicture(page, file, { of, tidy = true } = {}) {
  const options = { animations: "disabled", ...(tidy ? { style: TIDY } : {}) };
  const shoot = () => (of ? page.locator(of).first().screenshot(options) : page.screenshot(options));
  let picture = await shoot();
  for (let attempt = 0; attempt < ATTEMPTS_TO_SETTLE; attempt++) {
    const next = await shoot();
    if (next.equals(picture)) break;
    picture = next;
  }
  fs.writeFileSync(file, picture);
}
