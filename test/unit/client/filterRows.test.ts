import { describe, expect, test } from "vitest";
import type { SessionAccess } from "../../../client/src/serverMessages.js";
import { countRows, filterRows } from "../../../client/src/views/page/filterRows.js";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const access: SessionAccess = {
  session: "task",
  summary: "",
  notGiven: "",
  columns: ["Identity policies"],
  statements: [{ label: "S3AccessRolePolicy, Sid Objects" }],
  entries: [
    { pattern: "s3:*", effect: "Allow", statement: 1, range },
    { pattern: "s3:PutObject", effect: "Deny", statement: 2, range },
  ],
  outcomes: [
    { result: "allowed", text: "Allowed on b/*", cells: [{ answer: "allows", words: "allows", statement: 0 }] },
    { result: "removes", text: "Removed on b/*", cells: [] },
    { result: "no-effect", text: "No effect", cells: [] },
  ],
  services: [
    { service: "ec2", title: "Amazon EC2", rows: [["DescribeInstances", 0, 2]] },
    {
      service: "s3",
      title: "Amazon S3",
      rows: [
        ["GetObject", 0, 0],
        ["PutObject", 0, 0],
        ["PutObject", 1, 1],
      ],
    },
  ],
};

function left(text: string, exceptions = false): readonly string[] {
  return filterRows(access, { text, exceptions }).flatMap(({ service, rows }) =>
    rows.map(([action, entry]) => `${service}:${action} ${entry}`),
  );
}

describe("the filter of the effective access view", () => {
  test("leaves everything where there is none", () => {
    expect(filterRows(access, { text: "  ", exceptions: false })).toBe(access.services);
    expect(countRows(access.services)).toBe(4);
  });

  test("takes words of the action, the service, the result and the statement, in any letter case", () => {
    expect(left("S3:get")).toEqual(["s3:GetObject 0"]);
    expect(left("amazon ec2")).toEqual(["ec2:DescribeInstances 0"]);
    expect(left("no effect")).toEqual(["ec2:DescribeInstances 0"]);
    expect(left("sid objects put")).toEqual(["s3:PutObject 0"]);
    expect(left("nothing of the kind")).toEqual([]);
  });

  test("leaves out what is simply allowed or removed", () => {
    expect(left("", true)).toEqual(["ec2:DescribeInstances 0"]);
    expect(left("s3", true)).toEqual([]);
  });
});
