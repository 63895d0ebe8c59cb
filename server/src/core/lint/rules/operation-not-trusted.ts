import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import {
  principalsOf,
  statementsForName,
  trustDocument,
  trustPlace,
  trustRelated,
  trustStatements,
} from "../trustPolicyAnswers.js";

interface NotTrusted {
  readonly file: string;
  readonly operation: string;
  readonly action: string;
  /** The action is allowed, but to nobody who could make the call, or to sessions of other names only. */
  readonly but: "nothing" | "wrong-principal" | "wrong-name";
  readonly sessionName: string | undefined;
}

const trust = (principal: string, action: string) =>
  `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": ${principal}, "Action": "${action}" } }`;
const named = (operator: string, name: string) =>
  trust(account, "sts:AssumeRole").replace(
    '"sts:AssumeRole" }',
    `"sts:AssumeRole", "Condition": { "${operator}": { "sts:RoleSessionName": "${name}" } } }`,
  );
const account = `{ "AWS": "111122223333" }`;
const saml = `{ "Federated": "arn:aws:iam::111122223333:saml-provider/Corp" }`;
const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`;
const flagged = `${policy}\n^`;

export default defineRule<NotTrusted>({
  id: "operation-not-trusted",
  topic: "session",
  severity: "error",
  appliesTo: ["session"],
  needs: "trust-policy",
  since: "0.1.0",
  summary: "The role's trust policy does not allow the call that makes the session.",
  why: "Each of `sts:AssumeRole`, `sts:AssumeRoleWithSAML` and `sts:AssumeRoleWithWebIdentity` must be allowed by the role's trust policy, under its own name; the two latter to a `Federated` principal. A condition on `sts:RoleSessionName` there must hold for the session's `sessionName`, where the config gives one. Without that the call fails, whatever the session policy says. Allow it in the trust policy, or correct the session's `operation`.",
  seeAlso: [
    references.principal,
    {
      title: "Create a role for a third-party identity provider",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html",
    },
  ],
  examples: {
    invalid: [
      {
        title: "SAML, while the trust policy allows only AssumeRole",
        operation: "AssumeRoleWithSAML",
        trust: trust(account, "sts:AssumeRole"),
        policy: flagged,
      },
      {
        title: "A web identity, while only SAML is allowed",
        operation: "AssumeRoleWithWebIdentity",
        trust: trust(saml, "sts:AssumeRoleWithSAML"),
        policy: flagged,
      },
      {
        title: "Allowed to a principal that has no assertion",
        operation: "AssumeRoleWithSAML",
        trust: trust(account, "sts:AssumeRoleWithSAML"),
        policy: flagged,
      },
      {
        title: "A session name that the trust policy does not take",
        sessionName: "alice",
        trust: named("StringLike", "build-*"),
        policy: flagged,
      },
      {
        title: "AssumeRole, while only SAML is allowed",
        trust: trust(saml, "sts:AssumeRoleWithSAML"),
        policy: flagged,
      },
    ],
    valid: [
      {
        title: "A name that the trust policy takes",
        sessionName: "build-17",
        trust: named("StringLike", "build-*"),
        policy,
      },
      {
        title: "A name that may be the caller's",
        testOnly: true,
        sessionName: "alice",
        trust: named("StringLike", "${aws:username}"),
        policy,
      },
      {
        title: "A name that is not given",
        testOnly: true,
        trust: named("StringLike", "build-*"),
        policy,
      },
      {
        title: "SAML is allowed",
        operation: "AssumeRoleWithSAML",
        trust: trust(saml, "sts:AssumeRoleWithSAML"),
        policy,
      },
      { title: "By a wildcard", operation: "AssumeRoleWithWebIdentity", trust: trust(saml, "sts:*"), policy },
      { title: "AssumeRole is allowed", trust: trust(account, "sts:AssumeRole"), policy },
      {
        title: "Another service makes the call",
        operation: "EKSPodIdentity",
        trust: trust(`{ "Service": "pods.eks.amazonaws.com" }`, "sts:TagSession"),
        policy,
      },
    ],
  },
  *check({ session, catalog }) {
    const trusted = session && trustDocument(session);
    if (session === undefined || trusted === undefined) return;
    const action = catalog.sessionFacts.operations.get(session.operation)?.trustAction ?? "";
    if (action === "") return;
    const statements = trustStatements(trusted, action);
    const principals = principalsOf(statements);
    const federated = session.operation !== "AssumeRole";
    const canCall = principals?.some(({ type }) => !federated || type === "Federated" || type === "*") ?? true;
    const isNamed = statementsForName(statements, trusted, session).length > 0;
    if (statements.length > 0 && canCall && isNamed) return;
    const but = statements.length === 0 ? "nothing" : canCall ? "wrong-name" : "wrong-principal";
    const { sessionName } = session.principal;
    yield {
      path: [],
      data: { file: trusted.name, operation: session.operation, action, but, sessionName },
      related: trustRelated(trusted, statements, `${action} is to be allowed here`),
      config: trustPlace(session),
    };
  },
  message({ file, operation, action, but, sessionName = "" }) {
    switch (but) {
      case "wrong-principal":
        return `The role's trust policy ${file} allows ${quoted(action)} to no identity provider, so the call fails. Name the provider as a "Federated" principal.`;
      case "wrong-name":
        return `The role's trust policy ${file} allows ${quoted(action)} only to sessions of other names than ${quoted(sessionName)}, so the call fails. Correct sts:RoleSessionName there, or the session's "sessionName".`;
      case "nothing":
        return `The role's trust policy ${file} does not allow ${quoted(action)}, so no session can be made with ${operation}. Allow it there, or correct the session's "operation".`;
    }
  },
});
