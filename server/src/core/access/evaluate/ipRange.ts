/** Addresses from `first` to `last`, as numbers of 32 or 128 bits. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** No prefix length was written. For version 6 it is not confirmed that this means one address (section 12). */
  readonly isBare: boolean;
}

/** A value of IpAddress and NotIpAddress (C5). Undefined where it is malformed. Bits after the prefix are ignored. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf("/");
  const address = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = address.version === 4 ? 32 : 128;
  if (slash < 0) return { version: address.version, first: address.value, last: address.value, isBare: true };
  const written = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(written) || Number(written) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(written));
  const first = address.value - (address.value % size);
  return { version: address.version, first, last: first + size - 1n, isBare: false };
}

export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** One address. Undefined where it is malformed, and for version 4 inside version 6, which can be read in two ways. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(":") ? parseVersion6(text) : parseVersion4(text);
}

/** The address in a form that `parseIpAddress` reads. */
export function ipText(address: IpAddress): string {
  const size = address.version === 4 ? 8n : 16n;
  const parts: string[] = [];
  for (let i = address.version === 4 ? 3n : 7n; i >= 0n; i--) {
    const part = (address.value >> (i * size)) & ((1n << size) - 1n);
    parts.push(part.toString(address.version === 4 ? 10 : 16));
  }
  return parts.join(address.version === 4 ? "." : ":");
}

function parseVersion4(text: string): IpAddress | undefined {
  const parts = version4.exec(text);
  if (parts === null) return undefined;
  // A bigint is dear to reckon with, and 32 bits are few enough for a number.
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const part = Number(parts[i]);
    if (part > 255) return undefined;
    value = 256 * value + part;
  }
  return { version: 4, value: BigInt(value) };
}

/** Four numbers of up to three digits, none with a zero before it. */
const version4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

function parseVersion6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const given = head!.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = [...head!, ...Array.from({ length: 8 - given }, () => "0"), ...(tail ?? [])];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value >> 32n === 0xffffn ? undefined : { version: 6, value };
}
