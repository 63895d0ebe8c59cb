import { describe, expect, test } from "vitest";
import { onConditions } from "./verdictOf.js";

/** Session and base allow one action under these conditions; `;` parts statements, `-` before one makes it a Deny. */
type Case = readonly [own: string, base: string, expected: string];

function check(cases: readonly Case[]): void {
  for (const [own, base, expected] of cases) {
    test(`${own || "anything"} in ${base || "anything"}`, () => expect(onConditions(own, base)).toBe(expected));
  }
}

describe("numbers", () => {
  const key = "s3:max-keys";
  check([
    [`NumericLessThan ${key}=10`, `NumericLessThanEquals ${key}=10`, "within"],
    [`NumericLessThanEquals ${key}=10`, `NumericLessThan ${key}=10`, `depends on ${key}`],
    [`NumericLessThanEquals ${key}=10`, `NumericLessThan ${key}=10.5`, "within"],
    [`NumericEquals ${key}=1,2,3`, `NumericGreaterThan ${key}=0`, "within"],
    [`NumericEquals ${key}=0,1`, `NumericGreaterThan ${key}=0`, `depends on ${key}`],
    [`NumericEquals ${key}=5`, `NumericGreaterThan ${key}=7`, "exceeds not-granted"],
    [`NumericEquals ${key}=10`, `NumericEquals ${key}=10.0`, "within"],
    // Together they are every number, and only those.
    [`NumericLessThan ${key}=99`, `NumericLessThan ${key}=5;NumericGreaterThanEquals ${key}=5`, "within"],
    [`NumericLessThan ${key}=99`, `NumericLessThan ${key}=5;NumericGreaterThan ${key}=5`, `depends on ${key}`],
    ["", `NumericLessThan ${key}=5;NumericGreaterThanEquals ${key}=5`, `depends on ${key}`],
    ["", `NumericLessThan ${key}=5;NumericGreaterThanEqualsIfExists ${key}=5`, "within"],
    [`NumericNotEquals ${key}=5`, `;-NumericEquals ${key}=5`, "within"],
    ["", `;-NumericEquals ${key}=5`, `depends on ${key}`],
    // Numbers that lie close together.
    [`NumericGreaterThan ${key}=0.1 & NumericLessThan ${key}=0.2`, `NumericLessThan ${key}=0.2`, "within"],
    [`NumericLessThan ${key}=0.2`, `NumericLessThan ${key}=0.1`, `depends on ${key}`],
    [`NumericGreaterThan ${key}=2 & NumericLessThan ${key}=1`, `NumericEquals ${key}=7`, "within"],
  ]);
});

describe("dates", () => {
  const key = "aws:CurrentTime";
  const early = "2026-01-01T00:00:00Z";
  const late = "2027-01-01T00:00:00Z";
  check([
    [`DateLessThan ${key}=${early}`, `DateLessThan ${key}=${late}`, "within"],
    [`DateLessThan ${key}=${late}`, `DateLessThan ${key}=${early}`, `depends on ${key}`],
    [`DateGreaterThan ${key}=${late}`, `DateLessThan ${key}=${early}`, "exceeds not-granted"],
    // Every request has the time, so these two are all requests.
    ["", `DateLessThan ${key}=${early};DateGreaterThanEquals ${key}=${early}`, "within"],
    ["", `DateLessThan ${key}=${early};DateGreaterThan ${key}=${early}`, `depends on ${key}`],
    // One moment, written in three ways.
    [`DateEquals ${key}=${early}`, `DateEquals ${key}=2026-01-01T01:00:00+01:00`, "within"],
    [`DateEquals ${key}=1767225600`, `DateEquals ${key}=${early}`, "within"],
    [`DateLessThan ${key}=2026`, `DateLessThan ${key}=${late}`, "unknown C5"],
    ["", `;-DateLessThan aws:TokenIssueTime=${early}`, "depends on aws:TokenIssueTime"],
  ]);
});

describe("addresses", () => {
  const key = "aws:SourceIp";
  check([
    [`IpAddress ${key}=10.1.0.0/16`, `IpAddress ${key}=10.0.0.0/8`, "within"],
    [`IpAddress ${key}=10.0.0.0/8`, `IpAddress ${key}=10.1.0.0/16`, `depends on ${key}`],
    [`IpAddress ${key}=10.0.0.0/8`, `IpAddress ${key}=10.0.0.0/9;IpAddress ${key}=10.128.0.0/9`, "within"],
    [`IpAddress ${key}=10.0.0.1`, `IpAddress ${key}=10.0.0.1/32`, "within"],
    [`IpAddress ${key}=192.0.2.0/24`, `IpAddress ${key}=10.0.0.0/8`, "exceeds not-granted"],
    [`NotIpAddress ${key}=10.0.0.0/8`, `;-IpAddress ${key}=10.1.0.0/16`, "within"],
    // Through a VPC endpoint there is no such address.
    ["", `IpAddress ${key}=0.0.0.0/0,::/0`, `depends on ${key}`],
    ["", `IpAddressIfExists ${key}=0.0.0.0/0,::/0`, "within"],
    // All addresses of version 4 are not all addresses.
    ["", `IpAddressIfExists ${key}=0.0.0.0/0`, `depends on ${key}`],
    ["", `;-NotIpAddressIfExists ${key}=0.0.0.0/0`, `depends on ${key}`],
    [`IpAddress ${key}=2001:db8::/48`, `IpAddress ${key}=2001:db8::/32`, "within"],
    [`IpAddress ${key}=2001:db8::/32`, `IpAddress ${key}=10.0.0.0/8`, "exceeds not-granted"],
    [`IpAddress ${key}=10.0.0.0/33`, `IpAddress ${key}=10.0.0.0/8`, "unknown C5"],
  ]);
});

describe("Booleans and presence", () => {
  check([
    ["", "Bool aws:SecureTransport=true;Bool aws:SecureTransport=false", "within"],
    ["Bool aws:SecureTransport=true", "", "within"],
    ["", "Bool aws:SecureTransport=true", "depends on aws:SecureTransport"],
    ["Bool aws:SecureTransport=true", "Bool aws:SecureTransport=false", "exceeds not-granted"],
    ["Bool aws:SecureTransport=false", ";-Bool aws:SecureTransport=false", "exceeds base-denied"],
    ["Bool aws:SecureTransport=true", ";-Bool aws:SecureTransport=false", "within"],
    // Always there, never there, sometimes there.
    ["", "Null aws:SecureTransport=false", "within"],
    ["", "Null aws:username=true", "within"],
    ["StringEquals aws:username=alice", "Null aws:username=false", "within"],
    ["Null aws:PrincipalTag/a=false", "StringLike aws:PrincipalTag/a=*", "within"],
    ["StringEquals aws:PrincipalTag/a=x", "Null aws:PrincipalTag/a=false", "within"],
    ["StringNotEquals aws:PrincipalTag/a=x", "Null aws:PrincipalTag/a=false", "depends on aws:PrincipalTag/a"],
    ["", "Bool aws:MultiFactorAuthPresent=true", "depends on aws:MultiFactorAuthPresent"],
    ["Bool aws:MultiFactorAuthPresent=true", ";-BoolIfExists aws:MultiFactorAuthPresent=false", "within"],
    [";-Bool aws:MultiFactorAuthPresent=false", "BoolIfExists aws:MultiFactorAuthPresent=true", "within"],
    ["Null aws:PrincipalTag/a=true", "Null aws:PrincipalTag/a=false", "exceeds not-granted"],
    // What no request can be is no excess.
    ["Null aws:PrincipalTag/a=true & StringEquals aws:PrincipalTag/a=x", "Null aws:PrincipalTag/a=false", "within"],
    ["Null aws:SecureTransport=true", "Null aws:PrincipalTag/a=false", "within"],
  ]);
});

describe("texts", () => {
  const tag = "aws:PrincipalTag/team";
  check([
    [`StringEquals ${tag}=red`, `StringLike ${tag}=re*`, "within"],
    [`StringLike ${tag}=re*`, `StringLike ${tag}=*e*`, "within"],
    [`StringLike ${tag}=*e*`, `StringLike ${tag}=re*`, `depends on ${tag}`],
    [`StringLike ${tag}=?`, `StringLike ${tag}=?*`, "within"],
    [`StringLike ${tag}=a*`, `StringLike ${tag}=a;StringLike ${tag}=a?*`, "within"],
    [`StringLike ${tag}=*`, `StringEquals ${tag}=a;StringNotEquals ${tag}=a`, "within"],
    // Only Like operators take stars as wildcards (C3).
    [`StringEquals ${tag}=a*`, `StringLike ${tag}=a`, "exceeds not-granted"],
    [`StringEquals ${tag}=a*`, `StringLike ${tag}=a\${*}`, "within"],
    [`StringNotEquals ${tag}=a,b`, `;-StringEquals ${tag}=a,b`, "within"],
    [`StringNotEquals ${tag}=a`, `;-StringEquals ${tag}=a,b`, `depends on ${tag}`],
    // Keys in any letter case (C2), values in theirs.
    [`StringEquals ${tag}=red`, `StringEquals ${tag.toUpperCase()}=red`, "within"],
    [`StringEquals ${tag}=red`, `StringEquals ${tag}=RED`, "exceeds not-granted"],
    [`StringEquals ${tag}=Red`, `StringEqualsIgnoreCase ${tag}=rED`, "within"],
    [`StringEqualsIgnoreCase ${tag}=red`, `StringEquals ${tag}=red`, `depends on ${tag}`],
    [`StringEqualsIgnoreCase ${tag}=r1`, `StringEquals ${tag}=r1,R1`, "within"],
    [`StringLike ${tag}=?*`, `StringNotEqualsIgnoreCase ${tag}=x`, `depends on ${tag}`],
    [`StringNotEqualsIgnoreCase ${tag}=red`, `;-StringEquals ${tag}=red,RED`, "within"],
  ]);
});

describe("ARNs", () => {
  const key = "aws:PrincipalArn";
  const role = "arn:aws:iam::111122223333:role";
  check([
    [`ArnEquals ${key}=${role}/a`, `ArnLike ${key}=${role}/*`, "within"],
    [`ArnLike ${key}=${role}/*`, `ArnLike ${key}=arn:aws:iam::*:role/*`, "within"],
    [`ArnLike ${key}=arn:*:iam::*:role/*`, `ArnLike ${key}=${role}/*`, `depends on ${key}`],
    // In a field a wildcard stays there (C4): this needs a `:` in the account.
    [`ArnLike ${key}=arn:aws:iam::*`, `ArnLike ${key}=${role}/*`, "unknown Q18"],
    [`StringLike ${key}=${role}/*`, `ArnLike ${key}=${role}/*`, "within"],
    // A role session is no user (V5).
    [`ArnLike ${key}=arn:aws:iam::111122223333:user/*`, `ArnLike ${key}=${role}/a`, "within"],
    [`ArnNotLike ${key}=${role}/a`, `ArnLike ${key}=${role}/a`, "exceeds not-granted"],
    [`StringNotLike ${key}=${role}/a`, `ArnLike ${key}=${role}/a`, "exceeds not-granted"],
    ["", `;-ArnNotLike ${key}=${role}/*`, `depends on ${key}`],
    ["", "StringEquals aws:PrincipalType=AssumedRole", "within"],
    ["StringEquals aws:PrincipalType=User", "Null aws:username=false", "within"],
    ["StringLike aws:userid=AIDA0000", "Null aws:username=false", "within"],
    ["StringLike aws:userid=AROA0000:*", "Null aws:username=false", "exceeds not-granted"],
  ]);
});
