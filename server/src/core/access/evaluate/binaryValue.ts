const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a base64 text in a form that can be compared (C5). Undefined where it is malformed. */
export function parseBinary(text: string): string | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  const digits = text.replace(/=+$/, "");
  // The last digit's bits past the last byte carry nothing: two texts that differ only there are the same bytes.
  const unused = (digits.length * 6) % 8;
  if (unused === 0) return digits;
  const last = alphabet.indexOf(digits.at(-1)!);
  return digits.slice(0, -1) + alphabet[(last >> unused) << unused];
}
