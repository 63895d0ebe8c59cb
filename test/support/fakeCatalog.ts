import { arnFormat } from "../../server/src/core/catalog/arnFormat.js";
import type { ActionDetails, Catalog, ResourceType, ServiceDetails } from "../../server/src/core/catalog/catalog.js";
import type { GlobalKey } from "../../server/src/core/catalog/globalKeys.js";
import { joinNames } from "../../server/src/core/catalog/joinedNames.js";
import { findKey } from "../../server/src/core/catalog/keyTemplate.js";

/** Actions with their resource types; `!` marks a required one. */
const services: { readonly [service: string]: { readonly [action: string]: string } } = {
  s3: {
    DeleteBucket: "bucket!",
    DeleteObject: "object",
    GetObject: "object",
    ListAllMyBuckets: "",
    ListBucket: "bucket",
    PutObject: "object",
  },
  ec2: { DeleteTags: "instance image", DescribeInstances: "", RunInstances: "instance! image!" },
  iam: { GetRole: "role!", ListUsers: "", PassRole: "role!" },
  dynamodb: { GetItem: "table!", ListTables: "", Query: "table! index" },
  sqs: { ListQueues: "", SendMessage: "queue!" },
  lambda: { InvokeFunction: "function!", ListFunctions: "" },
  kms: { CreateAlias: "alias! key!", Decrypt: "key!", ListKeys: "" },
  sts: {
    AssumeRole: "role!",
    GetCallerIdentity: "",
    GetFederationToken: "user",
    GetSessionToken: "",
    TagSession: "role user",
  },
};

const arnFormats: { readonly [type: string]: readonly string[] } = {
  "s3 bucket": ["arn:${Partition}:s3:::${BucketName}"],
  "s3 object": ["arn:${Partition}:s3:::${BucketName}/${ObjectName}"],
  "ec2 instance": ["arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"],
  "ec2 image": ["arn:${Partition}:ec2:${Region}::image/${ImageId}"],
  "iam role": ["arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"],
  "dynamodb table": ["arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"],
  "dynamodb index": ["arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}"],
  "sqs queue": ["arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"],
  "lambda function": ["arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}"],
  "kms key": ["arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"],
  "kms alias": ["arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}"],
  "sts role": ["arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"],
  "sts user": ["arn:${Partition}:iam::${Account}:user/${UserNameWithPath}"],
};

const serviceKeys: { readonly [service: string]: { readonly [key: string]: string } } = {
  s3: { "s3:prefix": "String", "s3:max-keys": "Numeric" },
  kms: { "kms:ViaService": "String" },
};

/** Key, type, and whether every request of a session has it. */
const globalKeys: readonly GlobalKey[] = (
  [
    ["aws:PrincipalArn", "ARN", "always"],
    ["aws:PrincipalAccount", "String", "always"],
    ["aws:PrincipalType", "String", "always"],
    ["aws:PrincipalOrgID", "String", "sometimes"],
    ["aws:PrincipalTag/${TagKey}", "String", "sometimes"],
    ["aws:ResourceTag/${TagKey}", "String", "sometimes"],
    ["aws:RequestTag/${TagKey}", "String", "sometimes"],
    ["aws:ResourceAccount", "String", "sometimes"],
    ["aws:TagKeys", "ArrayOfString", "sometimes"],
    ["aws:CalledVia", "ArrayOfString", "sometimes"],
    ["aws:userid", "String", "always"],
    ["aws:username", "String", "never"],
    ["aws:SourceArn", "ARN", "never"],
    ["aws:TokenIssueTime", "Date", "always"],
    ["aws:CurrentTime", "Date", "always"],
    ["aws:SecureTransport", "Bool", "always"],
    ["aws:RequestedRegion", "String", "always"],
    ["aws:ViaAWSService", "Bool", "always"],
    ["aws:PrincipalIsAWSService", "Bool", "always"],
    ["aws:MultiFactorAuthAge", "Numeric", "sometimes"],
    ["aws:MultiFactorAuthPresent", "Bool", "sometimes"],
    ["aws:SourceIp", "IPAddress", "sometimes"],
    ["aws:SourceVpce", "String", "sometimes"],
  ] as const
).map(([key, type, presenceInSession]) => ({
  key,
  type,
  otherTypes: [],
  multivalued: type.startsWith("ArrayOf"),
  category: "request",
  presence: "sometimes",
  presenceInSession,
  sensitive: false,
  when: "",
}));

function detailsOf(service: string, actions: { readonly [action: string]: string }): ServiceDetails {
  const readAction = ([name, types]: readonly [string, string]): [string, ActionDetails] => {
    const resourceTypes = types
      .split(" ")
      .filter((type) => type !== "")
      .map((type) => ({ name: type.replace("!", ""), required: type.endsWith("!"), conditionKeys: [] }));
    return [name.toLowerCase(), { name, accessLevel: "Read", resourceTypes, conditionKeys: [] }];
  };
  const types = Object.entries(arnFormats)
    .filter(([type]) => type.startsWith(`${service} `))
    .map(([type, formats]): [string, ResourceType] => {
      const name = type.slice(service.length + 1);
      return [name, { name, arnFormats: formats, conditionKeys: [] }];
    });
  const keys = Object.entries(serviceKeys[service] ?? {});
  return {
    service,
    title: service,
    actions: new Map(Object.entries(actions).map(readAction)),
    resourceTypes: new Map(types),
    conditionKeys: new Map(keys.map(([key, type]) => [key.toLowerCase(), { key, type }])),
  };
}

const policyServices: ReadonlySet<string> = new Set(["s3", "sqs", "lambda", "kms", "dynamodb"]);

/** A catalog of a few services, all loaded: enough for the worked examples of docs/semantics.md. */
export function fakeCatalog(): Catalog {
  const all = new Map(Object.entries(services).map(([service, actions]) => [service, detailsOf(service, actions)]));
  const names = (service: string) =>
    [...(all.get(service.toLowerCase())?.actions.values() ?? [])].map(({ name }) => name).sort();
  const byKey = new Map(globalKeys.map((key) => [key.key.toLowerCase(), key]));
  return {
    source: { name: "fake", version: "0", date: "2026-01-01" },
    services: [...all.keys()].sort(),
    hasService: (service) => all.has(service.toLowerCase()),
    title: (service) => all.get(service.toLowerCase())?.title,
    actionNames: names,
    lowerActionNames: (service) => names(service).map((name) => name.toLowerCase()),
    joinedActionNames: (service) => joinNames(names(service).map((name) => name.toLowerCase())),
    actionIndex: (service, name) => names(service).findIndex((each) => each.toLowerCase() === name.toLowerCase()),
    canonicalAction: (service, name) => all.get(service.toLowerCase())?.actions.get(name.toLowerCase())?.name,
    details: (service) => all.get(service.toLowerCase()),
    loadedServices: all.size,
    load: async () => {},
    loadAll: async () => {},
    descriptions: async () => undefined,
    actionNote: async () => undefined,
    managedPolicy: async (arn) =>
      arn === "arn:aws:iam::aws:policy/AdministratorAccess"
        ? '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        : undefined,
    managedPolicyArns: async () => ["arn:aws:iam::aws:policy/AdministratorAccess"],
    knownValues: async () => ({ servicePrincipals: [], ofKeys: new Map() }),
    globalKeys: { source: "fake", date: "2026-01-01", all: globalKeys, find: (name) => findKey(byKey, name) },
    arnFormats: (service) =>
      [...(all.get(service.toLowerCase())?.resourceTypes.values() ?? [])].flatMap((type) =>
        type.arnFormats.map((text) => arnFormat(type.name, text)),
      ),
    arnFields: {
      source: "fake",
      date: "2026-01-01",
      partitions: new Map([["aws", ["us-east-1", "eu-west-1"]]]),
      partitionOf: (region) => (["us-east-1", "eu-west-1"].includes(region) ? "aws" : undefined),
      services: [],
      accounts: ["aws"],
    },
    quotas: {
      managedPolicy: 6144,
      inlinePolicies: 10240,
      trustPolicy: 2048,
      serviceControlPolicy: 10240,
      resourceControlPolicy: 5120,
      resourcePolicies: new Map(),
    },
    sessionFacts: {
      source: "fake",
      date: "2026-01-01",
      operations: new Map([["AssumeRole", { policyCharacters: 2048, trustAction: "sts:AssumeRole" }]]),
      managedPolicies: 10,
      tags: { most: 50, keyCharacters: 128, valueCharacters: 256 },
      transferVariables: [],
      sessionCreatingServices: [],
      requirementTemplates: [],
    },
    conditionChecks: {
      source: "fake",
      date: "2026-01-01",
      replacedKeys: [],
      keysSetByCaller: [],
      pairedKeys: [],
      actionsOfKeys: [],
      keysAlwaysSent: [],
      servicePrincipalKeys: [],
      servicePrincipalSuffixes: ["amazonaws.com"],
      kmsKeyArnKeys: [],
      keysOfServices: [],
      sourceKeys: [],
      weakSourceKeys: [],
      irrelevantKeys: [],
      privateRanges: [],
      singleValuedKeys: [],
      severalValuedKeys: [],
      webIdentityProviders: [],
      githubProvider: "token.actions.githubusercontent.com",
    },
    apiNames: { calls: new Map(), prefixes: new Map() },
    resourcePolicies: {
      source: "fake",
      date: "2026-01-01",
      policyFor: (service, types) => {
        if (service === "sts") return types.includes("role") ? "trust policy" : undefined;
        return policyServices.has(service) && types.length > 0 ? "resource policy" : undefined;
      },
    },
    supportsResourceControlPolicies: (service) => ["s3", "sqs", "kms", "dynamodb", "sts"].includes(service),
    keyTemplates: [],
    hasKeyPrefix: (prefix) => prefix === "aws" || all.has(prefix),
  };
}
