import type { ContextValues } from "../layers.js";

/** Values by key in lower case; undefined: absent. */
export type ChosenValues = ReadonlyMap<string, ContextValues[string] | undefined>;

/**
 * Those of the keys whose values, as chosen, no request need have together (semantics section 8). A choice without any can
 * occur, as far as keys hang together among themselves; `arnField` has those that hang together with the resource.
 */
export function doubtfulTogether(values: ChosenValues): readonly string[] {
  return families.flatMap(({ keys, canOccur }) => {
    const among = keys.filter((key) => values.has(key));
    return among.length > 1 && !canOccur(values) ? among : [];
  });
}

/**
 * The field of the resource's ARN, counted from 0, that a key's value agrees with where the field is not empty: its
 * Region, its account.
 */
export function arnField(key: string): 3 | 4 | undefined {
  return key === "aws:requestedregion" ? 3 : key === "aws:resourceaccount" ? 4 : undefined;
}

interface Family {
  readonly keys: readonly string[];
  readonly canOccur: (values: ChosenValues) => boolean;
}

const network: readonly string[] = ["aws:sourcevpce", "aws:vpcsourceip", "aws:sourcevpc"];

const families: readonly Family[] = [
  { keys: ["aws:currenttime", "aws:epochtime"], canOccur: () => false },
  {
    keys: ["aws:principalarn", "aws:principalaccount", "aws:userid"],
    canOccur: (values) => {
      const [arn, account] = [values.get("aws:principalarn"), values.get("aws:principalaccount")];
      return !values.has("aws:userid") && typeof arn === "string" && arn.split(":")[4] === account;
    },
  },
  {
    // The age is sent with MFA, and only with it.
    keys: ["aws:multifactorauthpresent", "aws:multifactorauthage"],
    canOccur: (values) =>
      (values.get("aws:multifactorauthpresent") === "true") === (values.get("aws:multifactorauthage") !== undefined),
  },
  {
    // A request comes through a VPC endpoint, with all that tells of it, or has an address.
    keys: ["aws:sourceip", ...network],
    canOccur: (values) => {
      const through = network.filter((key) => values.has(key)).map((key) => values.get(key) !== undefined);
      const isThrough = through[0] ?? false;
      if (through.some((each) => each !== isThrough)) return false;
      return !values.has("aws:sourceip") || (values.get("aws:sourceip") !== undefined) !== isThrough;
    },
  },
];
