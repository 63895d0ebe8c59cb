// The page of the effective access view. It shows what it is sent, and asks for what is clicked.

import type { SessionAccess } from "../../serverMessages.js";
import type { ShowMessage, ViewRequest, ViewWords } from "../viewMessages.js";
import { accessTable } from "./accessTable.js";
import { element, filled, withThousands } from "./dom.js";
import { countRows, filterRows } from "./filterRows.js";

interface Host {
  postMessage(request: ViewRequest): void;
  getState(): Partial<Kept> | undefined;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): Host;

/** What survives when the view is hidden. */
interface Kept {
  readonly filter: string;
  readonly exceptions: boolean;
  readonly session: string;
}

/** Long enough to take some keystrokes together where there are thousands of rows. */
const filterPauseMs = 80;

function run(host: Host, page: HTMLElement): void {
  let shown: ShowMessage | undefined;
  let kept: Kept = { filter: "", exceptions: false, session: "", ...host.getState() };
  const toggled = new Map<string, boolean>();
  let pause: number | undefined;

  window.addEventListener("message", ({ data }: MessageEvent<ShowMessage>) => {
    if (data.type !== "show") return;
    if (data.name !== shown?.name) toggled.clear();
    const frame = shown === undefined ? undefined : frameOf(shown);
    shown = data;
    // What is typed into must stay what it is while the policy is typed into as well.
    if (frame !== frameOf(data) || document.getElementById("rows") === null) renderAll(data);
    else renderRows(data);
  });
  host.postMessage({ type: "ready" });

  function keep(change: Partial<Kept>): void {
    kept = { ...kept, ...change };
    host.setState(kept);
  }

  function sessionIn({ access }: ShowMessage): { readonly index: number; readonly session: SessionAccess } | undefined {
    const index = Math.max(
      0,
      access.sessions.findIndex(({ session }) => session === kept.session),
    );
    const session = access.sessions[index];
    return session && { index, session };
  }

  function renderAll(message: ShowMessage): void {
    const { words, access, name } = message;
    const found = sessionIn(message);
    const title = element(
      "h1",
      {},
      found === undefined ? words.title.replace(/:? ?\{0\}/, "") : filled(words.title, name),
    );
    if (found === undefined) {
      page.replaceChildren(title, ...whatToDo(access.state, words));
      return;
    }
    page.replaceChildren(title, ...controls(message), element("div", { id: "rows" }));
    renderRows(message);
  }

  function whatToDo(state: string, words: ViewWords): readonly HTMLElement[] {
    if (state !== "unlinked") return [element("p", {}, words.noPolicy)];
    const button = element("button", { type: "button", class: "primary" }, words.chooseBase);
    button.addEventListener("click", () => host.postMessage({ type: "choose-base" }));
    return [element("p", {}, words.unlinked), element("p", {}, button)];
  }

  function controls(message: ShowMessage): readonly HTMLElement[] {
    const { words, access } = message;
    const again = () => shown && renderRows(shown);
    const filter = element("input", {
      id: "filter",
      type: "search",
      placeholder: words.filterHint,
      value: kept.filter,
      spellcheck: "false",
      "aria-controls": "rows",
    });
    filter.addEventListener("input", () => {
      keep({ filter: filter.value });
      clearTimeout(pause);
      pause = window.setTimeout(again, filterPauseMs);
    });
    const exceptions = element("input", { id: "exceptions", type: "checkbox" });
    exceptions.checked = kept.exceptions;
    exceptions.addEventListener("change", () => {
      keep({ exceptions: exceptions.checked });
      again();
    });
    const copy = element("button", { type: "button", id: "copy" }, words.copy);
    copy.addEventListener("click", () => {
      const found = shown && sessionIn(shown);
      if (found) host.postMessage({ type: "copy-markdown", session: found.index });
    });
    const parts = [
      element("span", { class: "field" }, element("label", { for: "filter" }, words.filter), filter),
      element("span", { class: "field" }, exceptions, element("label", { for: "exceptions" }, words.exceptions)),
      copy,
    ];
    if (access.sessions.length > 1) parts.unshift(sessionChoice(message, again));
    return [
      element("p", { id: "summary" }),
      element("p", { id: "broken", class: "warning", role: "status" }),
      element("form", { class: "controls", role: "search" }, ...parts),
      element("p", { id: "count", class: "dim", role: "status", "aria-live": "polite" }),
    ];
  }

  function sessionChoice({ words, access }: ShowMessage, again: () => void): HTMLElement {
    const choice = element(
      "select",
      { id: "session" },
      ...access.sessions.map(({ session }) =>
        element("option", { value: session, selected: session === kept.session }, session),
      ),
    );
    choice.addEventListener("change", () => {
      keep({ session: choice.value });
      again();
    });
    return element("span", { class: "field" }, element("label", { for: "session" }, words.session), choice);
  }

  function renderRows(message: ShowMessage): void {
    const found = sessionIn(message);
    const rows = document.getElementById("rows");
    if (found === undefined || rows === null) return;
    const { words, access } = message;
    const { session, index } = found;
    const services = filterRows(session, { text: kept.filter, exceptions: kept.exceptions });
    const all = countRows(session.services);
    const count = countRows(services);
    const notGiven = session.notGiven === "" ? "" : ` ${filled(words.notGiven, session.notGiven)}`;
    setText("summary", `${session.summary}.${notGiven}`);
    setText("broken", access.state === "broken" ? words.broken : "");
    setText("count", filled(words.count, withThousands(count), withThousands(all)));
    if (count === 0) {
      rows.replaceChildren(element("p", {}, all === 0 ? words.empty : words.nothingFound));
      return;
    }
    const place = rows.contains(document.activeElement) ? placeOfFocus(rows) : undefined;
    const { scrollLeft, scrollTop } = rows;
    rows.replaceChildren(
      accessTable({
        access: session,
        services,
        words,
        toggled,
        actions: {
          openEntry: (entry) => host.postMessage({ type: "open-entry", session: index, entry }),
          openStatement: (statement) => host.postMessage({ type: "open-statement", session: index, statement }),
          toggled: (service, isOpen) => toggled.set(service, isOpen),
        },
      }),
    );
    rows.scrollTo(scrollLeft, scrollTop);
    if (place !== undefined) rows.querySelectorAll("button")[place]?.focus();
  }
}

/** The number of the button that has the focus. */
function placeOfFocus(rows: HTMLElement): number {
  return [...rows.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
}

/** What the parts around the table hang on. */
function frameOf({ name, access }: ShowMessage): string {
  return JSON.stringify([
    name,
    access.sessions.map(({ session }) => session),
    access.sessions.length === 0 && access.state,
  ]);
}

function setText(id: string, text: string): void {
  const found = document.getElementById(id);
  if (found === null) return;
  if (found.textContent !== text) found.textContent = text;
  found.hidden = text === "";
}

const page = document.getElementById("view");
if (page !== null) run(acquireVsCodeApi(), page);
