import type { PolicyKind } from "../policy/model.js";

/** What is said of a policy's element when somebody points at it. */
export interface ElementProse {
  /** What it is, in a sentence or two. */
  readonly about: string;
  /** What people get wrong about it in a session policy, or what is special there. */
  readonly inSession?: string;
  /** The page of the IAM user guide, without ending. */
  readonly page: string;
}

const narrows =
  "A session policy grants nothing, replaces no policy and changes no role: the session may do what the role's policies and this one both allow.";

/** From the pages of the IAM user guide that are named, and the rules of docs/semantics.md in brackets behind each. */
const elements: { readonly [name: string]: ElementProse } = {
  // G6
  Version: {
    about:
      "The version of the policy language, not of this document. Only under `2012-10-17` are policy variables such as `${aws:PrincipalTag/team}` put in; without it they are plain text.",
    page: "reference_policies_elements_version",
  },
  // Q10
  Id: {
    about: "A name for the whole document. It has no effect on what is allowed.",
    inSession: "Identity and session policies have no use for it.",
    page: "reference_policies_elements_id",
  },
  // D7, T2
  Statement: {
    about:
      "The rules of the policy. Their order doesn't matter: what one of them denies is denied, whatever the others allow.",
    inSession: narrows,
    page: "reference_policies_elements_statement",
  },
  // G4
  Sid: {
    about:
      "A name for the statement, of letters and digits, once in a document. It has no effect on what is allowed; it shows up where a statement is named.",
    page: "reference_policies_elements_sid",
  },
  // G3, D1
  Effect: {
    about: "`Allow` or `Deny`, in exactly this spelling. A Deny beats every Allow, of whatever policy.",
    inSession: narrows,
    page: "reference_policies_elements_effect",
  },
  // A1, A2
  Action: {
    about:
      "What may be done, as `service:Name`. Letter case doesn't matter; `*` stands for any characters and `?` for one, but not in the name of the service.",
    inSession: "Naming an action here does not grant it: the role has to grant it as well.",
    page: "reference_policies_elements_action",
  },
  // A3
  NotAction: {
    about: "All actions of all services but those that are named, as far as they apply to the Resource.",
    inSession: "With Allow it lets through whatever else the role grants, also what the role is granted later.",
    page: "reference_policies_elements_notaction",
  },
  // R1 to R6
  Resource: {
    about:
      "What the actions may be done to: ARNs, or `*` for anything. Letter case matters. `*` in the last part of an ARN also stands for `/`; there is no matching of beginnings, so a bucket's ARN does not cover its objects.",
    page: "reference_policies_elements_resource",
  },
  // R7
  NotResource: {
    about: "All resources but those that are named.",
    inSession: "With Allow it lets through whatever else the role grants, also on resources that are made later.",
    page: "reference_policies_elements_notresource",
  },
  // G2
  Principal: {
    about: "Who the statement is about. Only policies of resources and trust policies have it.",
    inSession: "AWS refuses it in a session policy: the one it is about is the session itself.",
    page: "reference_policies_elements_principal",
  },
  // G8, D8
  NotPrincipal: {
    about:
      "Everybody but those who are named; only with Deny, in policies of resources. It always hits a principal that has a permissions boundary, so that AWS advises to test `aws:PrincipalArn` in a Condition instead.",
    inSession: "AWS refuses it in a session policy.",
    page: "reference_policies_elements_notprincipal",
  },
  // C1, C2
  Condition: {
    about:
      "When the statement applies. All operators and all keys must hold; of several values one is enough, and with a negated operator none may match.",
    page: "reference_policies_elements_condition",
  },
};

export function elementProse(name: string): ElementProse | undefined {
  return Object.hasOwn(elements, name) ? elements[name] : undefined;
}

export function userGuidePage(page: string): string {
  return `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html`;
}

/** `identity policy`. */
export const kindWords: { readonly [kind in PolicyKind]: string } = {
  session: "session policy",
  identity: "identity policy",
  trust: "trust policy",
  resource: "resource policy",
  boundary: "permissions boundary",
  scp: "service control policy",
  rcp: "resource control policy",
};

/** What an Allow of a kind of policy means; a Deny is the same in all. */
export const allowIn: { readonly [kind in PolicyKind]: string } = {
  session: "It lets through what the role's policies grant as well, and grants nothing by itself.",
  identity: "It grants, as far as boundary, SCPs and session policies let it through.",
  trust: "It lets the principals that are named assume the role.",
  resource: "It grants the principals that are named access to the resource.",
  boundary: "It lets through what the identity policies grant as well, and grants nothing by itself.",
  scp: "It lets through what the policies of the account's principals grant, and grants nothing by itself.",
  rcp: "It lets through what others grant; a resource control policy of one's own only denies.",
};
