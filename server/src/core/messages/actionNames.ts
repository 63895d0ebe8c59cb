/** `GetObject` of `s3:GetObject`. */
export function shortAction(action: string): string {
  return action.slice(action.indexOf(":") + 1);
}

/** Actions as a lens names them: without their service where all are of the same one. */
export function shortActions(actions: readonly string[]): readonly string[] {
  const service = serviceOf(actions[0] ?? "");
  return actions.every((action) => serviceOf(action) === service) ? actions.map(shortAction) : actions;
}

/** `s3` of `s3:GetObject`, in lower case. */
export function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":"))).toLowerCase();
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
