import type { SessionAccess } from "../../serverMessages.js";
import type { ViewWords } from "../viewMessages.js";
import { element, filled, withThousands } from "./dom.js";
import { countRows, type Row, type Service } from "./filterRows.js";
import { ensureStop, rovingFocus } from "./rovingFocus.js";

/** Rows of a service that are put on the page at once: a policy on everything has 22,000. */
const rowsAtOnce = 200;

/** With up to so many rows all services are open. */
const openUpTo = 300;

export interface TableActions {
  openEntry(entry: number): void;
  openStatement(statement: number): void;
  /** The user has opened or closed a service. */
  toggled(service: string, isOpen: boolean): void;
}

export interface TableInput {
  readonly access: SessionAccess;
  /** What the filter has left. */
  readonly services: readonly Service[];
  readonly words: ViewWords;
  /** Services that the user has opened or closed. */
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly actions: TableActions;
}

/** The rows of each service below a row of its own that opens and closes them. */
export function accessTable(input: TableInput): HTMLTableElement {
  const { access, services, words } = input;
  const titles = [words.action, words.result, ...access.columns];
  const head = element(
    "thead",
    {},
    element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title))),
  );
  const table = element("table", { role: "grid", "aria-label": access.summary }, head);
  const areOpen = countRows(services) <= openUpTo;
  for (const service of services) {
    table.append(serviceRows(service, input.toggled.get(service.service) ?? areOpen, titles.length, input, table));
  }
  rovingFocus(table);
  return table;
}

function serviceRows(
  service: Service,
  isOpen: boolean,
  columns: number,
  input: TableInput,
  table: HTMLTableElement,
): HTMLTableSectionElement {
  const { words, access, actions } = input;
  const allowed = service.rows.filter(([, , outcome]) => access.outcomes[outcome]?.result === "allowed").length;
  const button = element(
    "button",
    { type: "button", tabindex: -1, class: "service", "aria-expanded": String(isOpen) },
    element("span", { class: "twistie", "aria-hidden": "true" }),
    element("strong", {}, service.title === "" ? "*" : service.title),
    service.title === service.service ? "" : ` ${service.service}`,
    element(
      "span",
      { class: "dim" },
      ` · ${filled(words.serviceCount, withThousands(service.rows.length), withThousands(allowed))}`,
    ),
  );
  const heading = element("tr", { class: "heading" }, element("th", { scope: "rowgroup", colspan: columns }, button));
  const body = element("tbody", {}, heading);
  const fill = () => appendRows(body, service, 0, columns, input);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    // The heading stays in its place: an element that is moved loses the focus.
    while (body.rows.length > 1) body.deleteRow(-1);
    if (open) fill();
    actions.toggled(service.service, open);
    ensureStop(table);
  });
  if (isOpen) fill();
  return body;
}

function appendRows(
  body: HTMLTableSectionElement,
  service: Service,
  from: number,
  columns: number,
  input: TableInput,
): void {
  const upTo = Math.min(service.rows.length, from + rowsAtOnce);
  body.append(...service.rows.slice(from, upTo).map((row) => accessRow(row, service, input)));
  const rest = service.rows.length - upTo;
  if (rest === 0) return;
  const text = filled(input.words.more, withThousands(Math.min(rest, rowsAtOnce)));
  const button = element("button", { type: "button", tabindex: -1 }, text);
  const row = element("tr", { class: "more" }, element("td", { colspan: columns }, button));
  button.addEventListener("click", () => {
    row.remove();
    appendRows(body, service, upTo, columns, input);
    body.rows[upTo + 1]?.querySelector("button")?.focus();
  });
  body.append(row);
}

/** A sign beside the words, so that a result is seen from afar; colors alone say nothing to some. */
const signs: { readonly [result: string]: readonly [sign: string, kind: string] } = {
  allowed: ["✓", "good"],
  partly: ["~", "partly"],
  depends: ["~", "partly"],
  "not-granted": ["✗", "bad"],
  "no-effect": ["✗", "bad"],
  unknown: ["?", "unknown"],
  removes: ["−", "removed"],
  "removes-nothing": ["−", "dim"],
};

function accessRow([action, entry, outcome]: Row, service: Service, input: TableInput): HTMLTableRowElement {
  const { access, actions, words } = input;
  const found = access.outcomes[outcome];
  const from = access.entries[entry];
  if (found === undefined || from === undefined) return element("tr");
  const name = service.service === "" ? action : `${service.service}:${action}`;
  const goTo = filled(words.goTo, `${from.pattern}, statement ${from.statement}`);
  const opener = element(
    "button",
    { type: "button", tabindex: -1, title: goTo, "aria-label": `${name}. ${goTo}` },
    ...breakable(action),
  );
  opener.addEventListener("click", () => actions.openEntry(entry));
  const deny = from.effect === "Deny" ? [element("span", { class: "deny" }, " Deny")] : [];
  const [sign, kind] = signs[found.result] ?? ["", ""];
  const result = element(
    "td",
    { class: `result ${kind}` },
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("span", {}, found.text),
  );
  return element(
    "tr",
    {},
    element("th", { scope: "row", class: "action" }, opener, ...deny),
    result,
    ...found.cells.map((cell) => layerCell(cell, input)),
  );
}

/** A long name may break before its capitals and not within a word. */
function breakable(name: string): readonly (Node | string)[] {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])/).flatMap((part, at) => (at === 0 ? [part] : [element("wbr"), part]));
}

function layerCell(
  { answer, words: text, statement, more }: SessionAccess["outcomes"][number]["cells"][number],
  { access, actions, words }: TableInput,
): HTMLTableCellElement {
  const place = statement === undefined ? undefined : access.statements[statement];
  if (place === undefined || statement === undefined) return element("td", { class: `layer ${answer}` }, text);
  const label = more === undefined ? place.label : `${place.label} + ${more}`;
  if (place.uri === undefined) return element("td", { class: `layer ${answer}`, title: label }, text);
  const goTo = filled(words.goTo, label);
  const button = element(
    "button",
    { type: "button", tabindex: -1, title: goTo, "aria-label": `${text}. ${goTo}` },
    text,
  );
  button.addEventListener("click", () => actions.openStatement(statement));
  return element("td", { class: `layer ${answer}` }, button);
}
