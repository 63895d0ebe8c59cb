/**
 * A fix's title with what it does to access. It says so in the menu, since that is where one decides.
 * @param access `same`: nothing changes in any request; `same-today`: nothing by today's catalog
 */
export function fixTitle(title: string, access: "same" | "same-today" | "narrower" | "wider" | "text-only"): string {
  switch (access) {
    case "same":
      return `${title} (same access)`;
    case "same-today":
      return `${title} (same access today)`;
    case "narrower":
      return `${title} (narrower)`;
    case "wider":
      return `${title} (widens access)`;
    case "text-only":
      return title;
  }
}
