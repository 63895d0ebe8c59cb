/** Keys whose values hang together, so that not every choice of them can occur (semantics section 8). */
const families: readonly (readonly string[])[] = [
  ["aws:currenttime", "aws:epochtime"],
  ["aws:principalarn", "aws:principalaccount", "aws:userid", "aws:principaltype"],
  ["aws:multifactorauthpresent", "aws:multifactorauthage"],
  ["aws:sourceip", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpc"],
];

/** Keys that hang together with the ARN of the resource: its Region, its account. */
const withResource: ReadonlySet<string> = new Set(["aws:requestedregion", "aws:resourceaccount"]);

/** Those of these keys (lower case) whose values may be a choice that cannot occur. */
export function correlatedKeys(keys: readonly string[]): readonly string[] {
  const together = families
    .map((family) => family.filter((key) => keys.includes(key)))
    .filter(({ length }) => length > 1);
  return [...keys.filter((key) => withResource.has(key)), ...together.flat()];
}
