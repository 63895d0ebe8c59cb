/** `2,048`. */
export function withThousands(number: number): string {
  return number < 1000 ? String(number) : String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 action`, `12 actions`. */
export function counted(number: number, noun: string): string {
  return `${withThousands(number)} ${number === 1 ? noun : `${noun}s`}`;
}
