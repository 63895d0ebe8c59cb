import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog, ServiceDetails } from "../../../server/src/core/catalog/catalog.js";
import { findKey } from "../../../server/src/core/catalog/keyTemplate.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { dataFiles } from "./dataFiles.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await loadCatalog(dataFiles);
  await catalog.load(["s3", "ec2", "apigateway", "kms"]);
});

/** An action as the reference's table has it. */
function actionText(service: string, name: string): string {
  const action = catalog.details(service)?.actions.get(name.toLowerCase());
  if (action === undefined) return "unknown";
  const types = action.resourceTypes.map((type) => {
    const keys = type.conditionKeys.length > 0 ? ` [${type.conditionKeys.join(" ")}]` : "";
    return `${type.name}${type.required ? "*" : ""}${keys}`;
  });
  return [`${action.name}: ${action.accessLevel}`, `on ${types.join(", ") || "*"}`, ...action.conditionKeys].join("\n");
}

function typeText(service: string, name: string): string {
  const type = catalog.details(service)?.resourceTypes.get(name);
  return type === undefined ? "unknown" : type.arnFormats.join("\n");
}

describe("names", () => {
  test.each([
    ["s3", "getobject", "GetObject"],
    ["S3", "GETOBJECT", "GetObject"],
    ["ec2", "describeinstances", "DescribeInstances"],
    ["IAM", "passRole", "PassRole"],
    ["s3", "AbortMultipartUpload", "AbortMultipartUpload"],
    ["vpc-lattice", "associateviaawsservice-eventsandstates", "AssociateViaAWSService-EventsAndStates"],
    ["s3", "GetObjects", undefined],
    ["s3", "", undefined],
    ["s4", "GetObject", undefined],
    ["s3", "constructor", undefined],
    ["s3", "__proto__", undefined],
    ["__proto__", "GetObject", undefined],
    ["constructor", "name", undefined],
  ])("%s:%s is %s", (service, name, expected) => {
    expect(catalog.canonicalAction(service, name)).toBe(expected);
  });

  test("every action is found by its own name", () => {
    const lost = catalog.services.flatMap((service) =>
      catalog.actionNames(service).filter((name) => catalog.canonicalAction(service, name.toUpperCase()) !== name),
    );
    expect(lost).toEqual([]);
  });

  test("services and actions are sorted, and lower-cased names go with the names", () => {
    expect([...catalog.services]).toEqual([...catalog.services].sort());
    for (const service of catalog.services) {
      const lower = catalog.lowerActionNames(service);
      expect([...lower]).toEqual([...lower].sort());
      expect([...lower]).toEqual(catalog.actionNames(service).map((name) => name.toLowerCase()));
    }
  });

  test("there are as many as AWS has", () => {
    expect(catalog.services.length).toBeGreaterThan(450);
    expect(catalog.actionNames("ec2").length).toBeGreaterThan(700);
    expect(catalog.actionNames("EC2")).toBe(catalog.actionNames("ec2"));
  });

  test.each(["s4", "", "__proto__", "constructor", "toString"])("%j is no service", async (service) => {
    expect(catalog.hasService(service)).toBe(false);
    expect(catalog.title(service)).toBeUndefined();
    expect(catalog.actionNames(service)).toEqual([]);
    expect(catalog.lowerActionNames(service)).toEqual([]);
    await catalog.load([service]);
    expect(catalog.details(service)).toBeUndefined();
    expect(await catalog.descriptions(service)).toBeUndefined();
  });

  test("titles", () => {
    expect([catalog.title("s3"), catalog.title("DynamoDB")]).toEqual(["Amazon S3", "Amazon DynamoDB"]);
  });
});

describe("details", () => {
  test("s3:GetObject", () => {
    expect(actionText("s3", "GetObject").split("\n").slice(0, 2).join("\n")).toMatchInlineSnapshot(`
      "GetObject: Read
      on accesspointobject, object"
    `);
    expect(catalog.details("s3")?.actions.get("getobject")?.conditionKeys).toContain("s3:ExistingObjectTag/${TagKey}");
  });

  test("ec2:DescribeInstances is evaluated with *", () => {
    expect(actionText("ec2", "DescribeInstances")).toMatchInlineSnapshot(`
      "DescribeInstances: List
      on *
      ec2:Region"
    `);
  });

  test("kms:PutKeyPolicy manages permissions, s3:PutObjectTagging tags", () => {
    const level = (service: string, name: string) => catalog.details(service)?.actions.get(name)?.accessLevel;
    expect([level("kms", "putkeypolicy"), level("s3", "putobjecttagging")]).toEqual([
      "Permissions management",
      "Tagging",
    ]);
  });

  test("ARN formats", () => {
    expect(typeText("s3", "object")).toBe("arn:${Partition}:s3:::${BucketName}/${ObjectName}");
    expect(typeText("apigateway", "Stage")).toMatchInlineSnapshot(`
      "arn:\${Partition}:apigateway:\${Region}::/apis/\${ApiId}/stages/\${StageName}
      arn:\${Partition}:apigateway:\${Region}::/restapis/\${RestApiId}/stages/\${StageName}"
    `);
  });

  test("condition keys have one notation, and a key of a policy finds it", () => {
    const { conditionKeys } = catalog.details("s3") as ServiceDetails;
    const found = (name: string) => {
      const key = findKey(conditionKeys, name);
      return key && `${key.key} ${key.type}`;
    };
    expect(found("s3:existingobjecttag/Team")).toBe("s3:ExistingObjectTag/${TagKey} String");
    expect(found("aws:ResourceTag/team")).toBe("aws:ResourceTag/${TagKey} String");
    expect(found("S3:X-AMZ-ACL")).toBe("s3:x-amz-acl String");
    expect(found("s3:ExistingObjectTag/")).toBeUndefined();
    expect(found("s3:nothing")).toBeUndefined();
    expect(found("constructor")).toBeUndefined();
  });

  test("lists that repeat are one object", () => {
    const types = [...(catalog.details("s3") as ServiceDetails).actions.values()].map((action) => action.resourceTypes);
    expect(new Set(types).size).toBeLessThan(types.length / 2);
  });

  test("every service can be decoded, and refers only to what it has", async () => {
    const whole = await loadCatalog(dataFiles);
    await whole.loadAll();
    const wrong: string[] = [];
    for (const service of whole.services) {
      const details = whole.details(service) as ServiceDetails;
      const knows = (key: string) => details.conditionKeys.has(key.toLowerCase());
      for (const action of details.actions.values()) {
        const keys = [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)];
        const types = action.resourceTypes.map((type) => type.name);
        if (!keys.every(knows) || !types.every((type) => details.resourceTypes.has(type))) {
          wrong.push(`${service}:${action.name}`);
        }
      }
      if (details.actions.size !== whole.actionNames(service).length) wrong.push(service);
    }
    expect(wrong).toEqual([]);
  });
});

describe("descriptions", () => {
  test("of an action and of a key", async () => {
    const found = await catalog.descriptions("S3");
    expect(found?.actions.get("getobject")).toMatchInlineSnapshot(
      `"Grants permission to retrieve objects from Amazon S3"`,
    );
    expect(found?.conditionKeys.get("s3:existingobjecttag/${tagkey}")).toMatchInlineSnapshot(
      `"Filters access by existing object tag key and value"`,
    );
    expect(found?.actions.get("constructor")).toBeUndefined();
  });
});

describe("managed policies", () => {
  test("ReadOnlyAccess is a policy document in AWS's order of members", async () => {
    const text = (await catalog.managedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess")) as string;
    const document = JSON.parse(text) as { Statement: { Action: string[] }[] };
    expect(Object.keys(document)).toEqual(["Version", "Statement"]);
    expect(document.Statement.flatMap((statement) => statement.Action).length).toBeGreaterThan(2000);
    expect(JSON.stringify(document)).toBe(text);
  });

  test("AdministratorAccess, word for word", async () => {
    expect(await catalog.managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess")).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    );
  });

  test.each(["arn:aws:iam::aws:policy/NoSuch", "ReadOnlyAccess", "", "__proto__", "constructor"])(
    "%j is not known",
    async (arn) => {
      expect(await catalog.managedPolicy(arn)).toBeUndefined();
    },
  );

  test("all are JSON, and sorted by name", async () => {
    const arns = await catalog.managedPolicyArns();
    const names = arns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
    expect(names).toEqual([...names].sort());
    expect(arns).toContain("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess");
    const texts = await Promise.all(arns.map((arn) => catalog.managedPolicy(arn)));
    expect(texts.every((text) => Object.hasOwn(JSON.parse(text as string), "Statement"))).toBe(true);
  });
});

describe("other tables", () => {
  test("resource control policies", () => {
    const services = ["S3", "sqs", "ec2", "nothing"];
    expect(services.filter((service) => catalog.supportsResourceControlPolicies(service))).toEqual(["S3", "sqs"]);
  });

  test("prefixes of condition keys", () => {
    const prefixes = ["aws", "s3", "saml", "accounts.google.com", "TOKEN.actions.githubusercontent.com", "nothing"];
    expect(prefixes.filter((prefix) => !catalog.hasKeyPrefix(prefix))).toEqual(["nothing"]);
  });

  test("templates of condition keys", () => {
    expect(catalog.keyTemplates).toContain("kms:EncryptionContext:${EncryptionContextKey}");
    expect(catalog.keyTemplates.filter((key) => key.includes("<"))).toEqual([]);
  });
});
