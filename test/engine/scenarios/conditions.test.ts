import { describe, expect, test } from "vitest";
import { bkt, words } from "./situations.js";

const own = ["+s3:GetObject @b/*"];
const ip = "IpAddress aws:SourceIp=203.0.113.0/24";
const tls = "Bool aws:SecureTransport=true";
const mfa = "Bool aws:MultiFactorAuthPresent=true";

/** Enough for a hover. */
const room = 400;

describe("an entry that hangs on conditions names all of them", () => {
  test("of every layer, and the statement's own", () => {
    const around = { id: [`+s3:* ? ${ip}`], scp: [["+*", `-* ? Bool aws:SecureTransport=false`]], pb: [`+* ? ${mfa}`] };
    expect(words(own, around)).toBe("Depends on aws:SourceIp and 2 more");
    expect(words(own, around, room)).toBe(
      "Only if aws:SourceIp is in 203.0.113.0/24 and aws:MultiFactorAuthPresent is true, unless aws:SecureTransport is false",
    );
    expect(words([`${own[0]} ? ${tls}`], { id: [`+s3:* ? ${ip}`] }, room)).toBe(
      "Only if aws:SecureTransport is true and aws:SourceIp is in 203.0.113.0/24",
    );
    expect(words([`${own[0]} ? ${tls}`], { id: [`+s3:* ? ${ip}`] })).toBe(
      "Depends on aws:SecureTransport and aws:SourceIp",
    );
  });

  test("of one statement", () => {
    expect(words(own, { id: [`+s3:* ? ${ip} & ${tls}`] })).toBe("Depends on aws:SecureTransport and aws:SourceIp");
    expect(words(own, { id: [`+s3:* ? ${ip} & ${tls}`] }, room)).toBe(
      "Only if aws:SourceIp is in 203.0.113.0/24 and aws:SecureTransport is true",
    );
  });

  test("of statements of which any will do, without saying that all must", () => {
    const around = { id: [`+s3:* ? ${ip}`, `+s3:* ? ${mfa}`] };
    expect(words(own, around, room)).toBe("Depends on aws:MultiFactorAuthPresent and aws:SourceIp");
  });

  test("and not more than is true: a part of the resources is allowed anyway, or hangs on something else", () => {
    const two = ["+s3:GetObject @b/*,c/*"];
    expect(words(two, { id: ["+s3:* @b/*", `+s3:* @c/* ? ${ip}`] }, room)).toBe("Depends on aws:SourceIp");
    expect(words(own, { id: ["+s3:*", `-s3:* @b/secret/* ? ${ip}`] }, room)).toBe("Depends on aws:SourceIp");
    expect(words(own, { id: ["+s3:*", `-s3:* @b/* ? ${ip}`] }, room)).toBe("Unless aws:SourceIp is in 203.0.113.0/24");
  });

  test("but none about other resources", () => {
    const around = { id: [`+s3:* @b/* ? ${ip}`, `+s3:* @c/* ? ${mfa}`] };
    expect(words(own, around, room)).toBe("Only if aws:SourceIp is in 203.0.113.0/24");
  });

  test("none that the session's own tags settle, and what the session takes away itself", () => {
    const tag = "StringEquals aws:PrincipalTag/t=red";
    expect(words(own, { id: [`+s3:* ? ${tag} & ${ip}`], tags: { t: "red" } }, room)).toBe("Depends on aws:SourceIp");
    expect(words([...own, "-s3:* @b/x/*"], { id: [`+s3:* ? ${ip}`] }, room)).toBe(
      "Only if aws:SourceIp is in 203.0.113.0/24 · partly denied by this policy, statement 2",
    );
  });

  test("of a bucket's own policy", () => {
    const res = [[bkt, ["-s3:* @b/* ? Bool aws:SecureTransport=false > *"]]] as const;
    expect(words(own, { res }, room)).toBe("Unless aws:SecureTransport is false");
  });
});

describe("what a layer grants and the session's own Deny takes again is not said to be not granted", () => {
  const deny = `-s3:* ? ${ip}`;

  test("altogether", () => {
    const expected = "No effect · denied by this policy, statement 2, where granted";
    expect(words([...own, deny], { id: [`+s3:* ? ${ip}`] }, room)).toBe(expected);
    expect(words([...own, deny], { id: [`+s3:* ? ${ip}`] })).toBe("No effect · denied by this policy, where granted");
    expect(words([...own, deny], { scp: [[`+* ? ${ip}`]] }, room)).toBe(expected);
    expect(words([...own, deny], { id: ["+s3:*", "-s3:* ? NotIpAddress aws:SourceIp=203.0.113.0/24"] }, room)).toBe(
      expected,
    );
    expect(words(["+ec2:DescribeInstances", `-* ? ${ip}`], { id: [`+ec2:* ? ${ip}`] }, room)).toBe(expected);
    expect(words(["+s3:GetObject @b/*,c/*", "-s3:GetObject @b/*"], { id: ["+s3:* @b/*"] }, room)).toBe(expected);
  });

  test("in part", () => {
    expect(words([...own, `-s3:* @b/x ? ${ip}`], { id: [`+s3:* ? ${ip}`] }, room)).toBe(
      "Partly allowed · partly denied by this policy, statement 2",
    );
    expect(words(["+s3:* @b/*,b", deny], { id: [`+s3:Get* ? ${ip}`, "+s3:Put*"] })).toMatch(
      /^30 of 106 allowed · not /,
    );
  });

  test("but what no layer grants is", () => {
    expect(words([...own, `-s3:* @c/* ? ${ip}`], { id: [`+s3:Put* ? ${ip}`] })).toBe(
      "No effect · S3AccessRole doesn't grant it",
    );
    expect(words([...own, deny], { id: ["+s3:Put*"] })).toBe("No effect · S3AccessRole doesn't grant it");
    expect(words([...own, deny], { id: [`+s3:* ? ${mfa}`], pb: ["+ec2:*"] })).toBe(
      "No effect · the boundary doesn't allow it",
    );
  });
});
