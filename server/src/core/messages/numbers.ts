/** `2,048`. */
export function withThousands(number: number): string {
  if (number < 1000) return String(number);
  return `${withThousands(Math.floor(number / 1000))},${String(number).slice(-3)}`;
}

/** `1 action`, `12 actions`. */
export function counted(number: number, noun: string): string {
  return `${withThousands(number)} ${number === 1 ? noun : `${noun}s`}`;
}
