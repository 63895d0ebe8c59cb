import { quoted } from "../messages/quoted.js";
import type { PolicyPath } from "../syntax/json.js";
import type { Fix } from "./finding.js";

/** `Did you mean "s3:GetObject"?`, or what to do where nothing is near. */
export function didYouMean(meant: string | undefined, otherwise: string): string {
  return meant === undefined ? otherwise : `Did you mean ${quoted(meant)}?`;
}

/** Writes what was meant in place of the value at `path`. Nothing is claimed of what the policy then allows. */
export function useInstead(path: PolicyPath, meant: string | undefined): readonly Fix[] {
  if (meant === undefined) return [];
  return [
    {
      id: "use-instead",
      title: `Change to ${quoted(meant)}`,
      edits: [{ kind: "replace", path, value: meant }],
      access: "text-only",
      preferred: true,
    },
  ];
}
