import { blank, literal } from "../../regions/template.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Place } from "./place.js";
import { accountsSeen, arnField, partitionSeen, principalArns } from "./seenValues.js";

/** The kinds of principals that are not there yet. */
export function proposePrincipalTypes({ slot, kind }: Place): Proposals {
  const types = [
    ["AWS", "accounts, roles, users", blank(1)],
    ["Service", "services of AWS", blank(1)],
    ["Federated", "identity providers", blank(1)],
    ...(kind === "resource" ? [["CanonicalUser", "an account, by its canonical id", blank(1)]] : []),
  ] as const;
  return {
    proposals: types
      .filter(([name]) => !slot.others.includes(name!))
      .map(
        ([name, note, value], rank): Proposal => ({
          label: name!,
          kind: "element",
          note: note!,
          filling: { kind: "member", name: name!, value: value! },
          rank,
          goesOn: true,
        }),
      ),
  };
}

/** Principals of a type; `*` and the object of types where no type is named yet. */
export function proposePrincipals(place: Place, type: string | number | undefined): Proposals {
  const { slot, catalog, values, kind } = place;
  const found: Proposal[] = [];
  const add = (text: string, note: string, template = literal(text)) => {
    if (slot.others.includes(text)) return;
    found.push({ label: text, kind: "principal", note, filling: { kind: "text", text: template }, rank: found.length });
  };
  if (type === undefined) {
    if (kind !== "rcp" && !slot.quoted) {
      const value = { [blank(1, "AWS", "Service", "Federated")]: blank(2) };
      found.push({
        label: "{ … }",
        match: "{",
        kind: "snippet",
        note: "principals of a type",
        filling: { kind: "value", value },
        rank: 0,
        goesOn: true,
      });
    }
    add("*", "everyone");
    return { proposals: found };
  }
  const partition = partitionSeen(place);
  if (type === "AWS") {
    for (const arn of [...new Set([...principalArns(place), ...arnsHere(place)])]) add(arn, "seen around this policy");
    for (const account of accountsSeen(place))
      add(`arn:${partition}:iam::${account}:root`, "every principal that the account lets");
    add(
      `arn:${partition}:iam::\${Account}:role/\${RoleName}`,
      "a role",
      `arn:${partition}:iam::${blank(1, "Account")}:role/${blank(2, "RoleName")}`,
    );
    if (kind !== "trust") add("*", "everyone");
  } else if (type === "Service") {
    for (const principal of values.servicePrincipals) add(principal, "");
  } else if (type === "Federated") {
    const { webIdentityProviders, githubProvider } = catalog.conditionChecks;
    const account = accountsSeen(place)[0];
    const own = account ?? blank(1, "Account");
    add(
      `arn:${partition}:iam::${account ?? "${Account}"}:oidc-provider/${githubProvider}`,
      "GitHub Actions",
      `arn:${partition}:iam::${own}:oidc-provider/${githubProvider}`,
    );
    add(
      `arn:${partition}:iam::${account ?? "${Account}"}:saml-provider/\${Provider}`,
      "a SAML provider",
      `arn:${partition}:iam::${own}:saml-provider/${blank(2, "Provider")}`,
    );
    for (const provider of webIdentityProviders) add(provider, "web identity");
  }
  return { proposals: found };
}

function arnsHere({ model }: Place): readonly string[] {
  return model.statements.flatMap(({ principals }) =>
    (principals?.entries ?? []).map(({ value }) => value).filter((value) => arnField(value, 4) !== undefined),
  );
}
