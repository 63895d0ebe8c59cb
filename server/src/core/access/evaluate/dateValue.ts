const w3cDate = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2}))?)?$/;

/**
 * A moment in milliseconds since 1970 (C5): a W3C form of ISO 8601, or epoch seconds. Undefined where it is malformed
 * or can be read in two ways: four digits are a year and a number of seconds, twelve and more look like milliseconds,
 * and a time without time zone is none of the W3C forms.
 */
export function parseDate(text: string): number | undefined {
  if (/^\d+$/.test(text)) return text.length >= 5 && text.length <= 11 ? Number(text) * 1000 : undefined;
  const parts = w3cDate.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const dayOfMonth = parts[3] === undefined ? 1 : day!;
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const midnight = startOfDay(year!, month!, dayOfMonth);
  const offset = offsetMinutes(parts[8] ?? "Z");
  if (midnight === undefined || offset === undefined) return undefined;
  const fraction = Number(`0.${parts[7] ?? "0"}`) * 1000;
  return midnight + ((hour! * 60 + minute! - offset) * 60 + second!) * 1000 + fraction;
}

/** The moment in a form that `parseDate` reads, to the microsecond. */
export function dateText(moment: number): string {
  const micros = Math.round(moment * 1000);
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  const rest = ((micros % 1000) + 1000) % 1000;
  return rest === 0 ? text.replace(".000Z", "Z") : text.replace("Z", `${String(rest).padStart(3, "0")}Z`);
}

/** Undefined for a day that the calendar does not have. */
function startOfDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
