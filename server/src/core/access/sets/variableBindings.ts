/**
 * What is known of the condition keys that policy variables stand for, fixed when the session is made (V5, V6).
 * Keys in lower case.
 */
export type Binding =
  /** The key has this value in every request of the session. */
  | { readonly state: "value"; readonly value: string }
  /** The key is never there. */
  | { readonly state: "absent" }
  /** Several values in every request, which no variable can stand for (V2). */
  | { readonly state: "list"; readonly values: readonly string[] }
  /** Not known beforehand; `parts` is what is known of one in two parts with a colon between them. */
  | { readonly state: "unknown"; readonly parts?: readonly [before: string | undefined, after: string | undefined] };

export type Bindings = (key: string) => Binding;

const unknownBinding: Binding = { state: "unknown" };

export const noBindings: Bindings = () => unknownBinding;
