/** A set of small numbers, a bit each. Sets that meet in one operation have the same length. */
export type Bits = Uint32Array;

export function union(a: Bits, b: Bits): Bits {
  const out = new Uint32Array(a);
  for (let w = 0; w < out.length; w++) out[w]! |= b[w]!;
  return out;
}

export function intersection(a: Bits, b: Bits): Bits {
  const out = new Uint32Array(a);
  for (let w = 0; w < out.length; w++) out[w]! &= b[w]!;
  return out;
}

export function difference(a: Bits, b: Bits): Bits {
  const out = new Uint32Array(a);
  for (let w = 0; w < out.length; w++) out[w]! &= ~b[w]!;
  return out;
}

/** Whether all of `b` is in `a`. */
export function includes(a: Bits, b: Bits): boolean {
  for (let w = 0; w < b.length; w++) if ((b[w]! & ~a[w]!) !== 0) return false;
  return true;
}

export function meets(a: Bits, b: Bits): boolean {
  for (let w = 0; w < b.length; w++) if ((b[w]! & a[w]!) !== 0) return true;
  return false;
}

export function isEmpty(a: Bits): boolean {
  for (let w = 0; w < a.length; w++) if (a[w] !== 0) return false;
  return true;
}

export function isEqual(a: Bits, b: Bits): boolean {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return false;
  return true;
}

export function has(a: Bits, index: number): boolean {
  return ((a[index >> 5]! >>> (index & 31)) & 1) === 1;
}

export function add(a: Bits, index: number): void {
  a[index >> 5]! |= 1 << (index & 31);
}

export function count(a: Bits): number {
  let sum = 0;
  for (let w = 0; w < a.length; w++) {
    let v = a[w]!;
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    sum += (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return sum;
}

/** Equal for equal sets of one length. */
export function keyOf(a: Bits): string {
  let key = "";
  for (let w = 0; w < a.length; w++) key += String.fromCharCode(a[w]! & 0xffff, a[w]! >>> 16);
  return key;
}

/** The smallest number in a set that is not empty. */
export function first(a: Bits): number {
  let w = 0;
  while (a[w] === 0) w++;
  return (w << 5) + 31 - Math.clz32(a[w]! & -a[w]!);
}

/** Calls back with each number in the set, in order. */
export function forEachIn(a: Bits, visit: (index: number) => void): void {
  for (let w = 0; w < a.length; w++) {
    for (let bits = a[w]!; bits !== 0; bits &= bits - 1) visit((w << 5) + 31 - Math.clz32(bits & -bits));
  }
}

/** Whether `test` is true of each number in the set. */
export function everyIn(a: Bits, test: (index: number) => boolean): boolean {
  for (let w = 0; w < a.length; w++) {
    for (let bits = a[w]!; bits !== 0; bits &= bits - 1) {
      if (!test((w << 5) + 31 - Math.clz32(bits & -bits))) return false;
    }
  }
  return true;
}

export function numbersIn(a: Bits): readonly number[] {
  const out: number[] = [];
  forEachIn(a, (index) => out.push(index));
  return out;
}
