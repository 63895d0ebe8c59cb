/** Whether the letters of `typed` stand in `text` in this order, without regard to case: what editors filter by. */
export function hasLetters(text: string, typed: string): boolean {
  if (typed === "") return true;
  let at = 0;
  const lower = text.toLowerCase();
  for (const letter of typed.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
