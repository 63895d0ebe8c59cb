const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `Sunday, 31 January 2027, 00:00 UTC`; seconds only where there are some. */
export function dateWords(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "a moment out of range";
  const two = (number: number) => String(number).padStart(2, "0");
  const seconds = date.getUTCSeconds() === 0 ? "" : `:${two(date.getUTCSeconds())}`;
  const day = `${days[date.getUTCDay()]}, ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds} UTC`;
}

/** `1 hour`, `90 minutes`, `3,601 seconds`. */
export function durationWords(seconds: number): string {
  const units = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ] as const;
  const [size, name] = units.find(([each]) => seconds >= each && seconds % each === 0) ?? ([1, "second"] as const);
  const amount = seconds / size;
  return `${amount.toLocaleString("en-US")} ${name}${amount === 1 ? "" : "s"}`;
}
