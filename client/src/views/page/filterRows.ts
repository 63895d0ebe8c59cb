import type { SessionAccess } from "../../serverMessages.js";

export interface RowFilter {
  /** Words that a row must hold, all of them, in any letter case. A service's prefix means the service and no more. */
  readonly text: string;
  /** Leaves out what is simply allowed, or removed by a Deny. */
  readonly exceptions: boolean;
}

export type Service = SessionAccess["services"][number];
export type Row = Service["rows"][number];

/** The services with the rows that the filter leaves; those without any are left out. */
export function filterRows(access: SessionAccess, { text, exceptions }: RowFilter): readonly Service[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0 && !exceptions) return access.services;
  const outcomeTexts = access.outcomes.map((outcome) => searchedText(outcome, access));
  const entryTexts = access.entries.map(({ pattern, statement }) => `${pattern} statement ${statement}`.toLowerCase());
  const prefixes = new Set(access.services.map(({ service }) => service));
  return access.services.flatMap((service) => {
    const name = `${service.service} ${service.title}`.toLowerCase();
    const rows = service.rows.filter(([action, entry, outcome]) => {
      if (exceptions && isPlain(access.outcomes[outcome]?.result)) return false;
      const own = `${service.service}:${action}`.toLowerCase();
      return words.every((word) =>
        prefixes.has(word)
          ? word === service.service
          : own.includes(word) ||
            name.includes(word) ||
            outcomeTexts[outcome]?.includes(word) === true ||
            entryTexts[entry]?.includes(word) === true,
      );
    });
    return rows.length === 0 ? [] : [{ ...service, rows }];
  });
}

export function isPlain(result: string | undefined): boolean {
  return result === "allowed" || result === "removes";
}

export function countRows(services: readonly Service[]): number {
  return services.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** The words of a result and of the statements behind it. */
function searchedText({ text, cells }: SessionAccess["outcomes"][number], access: SessionAccess): string {
  const labels = cells.map(({ statement }) => (statement === undefined ? "" : access.statements[statement]?.label));
  return [text, ...labels].join(" ").toLowerCase();
}
