/** The policies of the protocol tests: one role, what it grants, and sessions of it. */

export interface PolicyText {
  readonly Version: string;
  readonly Statement: readonly object[];
}

export function policy(...Statement: readonly object[]): PolicyText {
  return { Version: "2012-10-17", Statement };
}

export function allow(Action: string | readonly string[], Resource: string | readonly string[] = "*"): object {
  return { Effect: "Allow", Action, Resource };
}

export const bucketObjects = "arn:aws:s3:::example-bucket/*";

/** A workspace with one role, which may do everything in S3, and one session of it. */
export function workspaceWith(session: PolicyText | string, identity: PolicyText | string = policy(allow("s3:*"))) {
  return {
    "session-policy.config.json": {
      version: 1,
      roles: { Reader: { identityPolicies: ["role.json"], permissionsBoundary: null } },
      sessions: [{ name: "task", files: ["task.json"], role: "Reader" }],
    },
    "role.json": identity,
    "task.json": session,
  };
}
