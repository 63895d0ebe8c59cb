/** Keys whose values hang together, so that not every choice of them can occur (semantics section 8). */
const families: readonly (readonly string[])[] = [
  ["aws:currenttime", "aws:epochtime"],
  ["aws:principalarn", "aws:principalaccount", "aws:userid", "aws:principaltype"],
  ["aws:multifactorauthpresent", "aws:multifactorauthage"],
  ["aws:sourceip", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpc"],
];

/** Keys that hang together with the ARN of the resource: its Region, its account. */
const withResource: ReadonlySet<string> = new Set(["aws:requestedregion", "aws:resourceaccount"]);

/** Whether a choice of values for these keys (lower case) might be one that cannot occur. */
export function correlatedKeys(keys: readonly string[]): boolean {
  return (
    keys.some((key) => withResource.has(key)) ||
    families.some((family) => family.filter((key) => keys.includes(key)).length > 1)
  );
}
