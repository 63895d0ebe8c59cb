/**
 * Makes a table one stop of the Tab key: arrow keys move between its buttons, Home and End within a row, with Ctrl to
 * the first and the last row.
 */
export function rovingFocus(table: HTMLTableElement): void {
  table.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLButtonElement) makeOnlyStop(table, target);
  });
  table.addEventListener("keydown", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLButtonElement)) return;
    const next = nextFrom(target, event, table);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
  ensureStop(table);
}

/** After rows have come or gone: some button is the stop. */
export function ensureStop(table: HTMLTableElement): void {
  if (table.querySelector('button[tabindex="0"]') !== null) return;
  table.querySelector("button")?.setAttribute("tabindex", "0");
}

function makeOnlyStop(table: HTMLTableElement, button: HTMLButtonElement): void {
  for (const other of table.querySelectorAll('button[tabindex="0"]')) other.setAttribute("tabindex", "-1");
  button.setAttribute("tabindex", "0");
}

function nextFrom(
  button: HTMLButtonElement,
  { key, ctrlKey }: KeyboardEvent,
  table: HTMLTableElement,
): HTMLButtonElement | undefined {
  const row = button.closest("tr");
  if (row === null) return undefined;
  const inRow = buttonsIn(row);
  const at = inRow.indexOf(button);
  switch (key) {
    case "ArrowRight":
      return inRow[at + 1];
    case "ArrowLeft":
      return inRow[at - 1];
    case "ArrowDown":
    case "ArrowUp":
      return inNextRow(button, row, key === "ArrowDown" ? 1 : -1, table);
    case "Home":
      return ctrlKey ? buttonsIn(table)[0] : inRow[0];
    case "End":
      return ctrlKey ? buttonsIn(table).at(-1) : inRow.at(-1);
    default:
      return undefined;
  }
}

/** In the same column of the next row that has a button, or in its first column that has one. */
function inNextRow(
  button: HTMLButtonElement,
  row: HTMLTableRowElement,
  step: 1 | -1,
  table: HTMLTableElement,
): HTMLButtonElement | undefined {
  const column = button.closest<HTMLTableCellElement>("td, th")?.cellIndex ?? 0;
  const rows = [...table.rows];
  for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
    const next = rows[at]!;
    const found = next.cells[column]?.querySelector("button") ?? buttonsIn(next)[0];
    if (found) return found;
  }
  return undefined;
}

function buttonsIn(part: HTMLElement): readonly HTMLButtonElement[] {
  return [...part.querySelectorAll("button")];
}
