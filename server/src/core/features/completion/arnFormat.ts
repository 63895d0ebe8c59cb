/** A stretch of an ARN's format: text as it is, or a part to be filled in. */
export type FormatPart = { readonly text: string } | { readonly name: string };

/** Takes `arn:${Partition}:s3:::${BucketName}` apart. */
export function formatParts(format: string): readonly FormatPart[] {
  return format.split(/(\$\{\w+\})/).flatMap((part): readonly FormatPart[] => {
    if (part === "") return [];
    return part.startsWith("${") ? [{ name: part.slice(2, -1) }] : [{ text: part }];
  });
}

/** What is left of a format after a text that begins like it; undefined where the text is something else. */
export function restOfFormat(format: string, typed: string): readonly FormatPart[] | undefined {
  const parts = formatParts(format);
  let left = typed;
  for (const [at, part] of parts.entries()) {
    if (left === "") return parts.slice(at);
    if ("text" in part) {
      if (left.startsWith(part.text)) left = left.slice(part.text.length);
      else if (part.text.startsWith(left)) return [{ text: part.text.slice(left.length) }, ...parts.slice(at + 1)];
      else return undefined;
      continue;
    }
    const next = parts[at + 1];
    const end = next === undefined || !("text" in next) ? -1 : endOf(left, next.text, part.name);
    // Still in this part; what is typed of it stays.
    if (end < 0) return parts.slice(at + 1);
    left = left.slice(end);
  }
  return left === "" ? [] : undefined;
}

/** Where a part of a format ends in a text: before the text that follows it, or before as much of it as is typed. */
function endOf(text: string, following: string, name: string): number {
  const whole = text.indexOf(following);
  // Partition, Region and account hold no colon.
  const colon = /^(Partition|Region|Account)$/i.test(name) ? text.indexOf(":") : -1;
  if (colon >= 0) return colon;
  if (whole >= 0) return whole;
  for (let length = Math.min(following.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(following.slice(0, length))) return text.length - length;
  }
  return -1;
}
