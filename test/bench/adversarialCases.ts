import type { JsonValue } from "../../server/src/core/syntax/json.js";

/** A session and a base that are hard to compare. */
export interface AdversarialCase {
  readonly name: string;
  /** The statements of the session policy, and of the base. */
  readonly session: JsonValue;
  readonly base: JsonValue;
  /** What else limits the session: there is none of what is left out. */
  readonly boundary?: JsonValue;
  /** For each level its policies, each a list of statements. */
  readonly serviceControlPolicies?: readonly (readonly JsonValue[])[];
  readonly resources?: readonly { readonly arn: string; readonly statements: JsonValue }[];
  /** So many roles with these very policies use the session policy's file; one if not given. */
  readonly sessions?: number;
  /** What is true of the session as a whole; the other right answer is always `unknown`. */
  readonly truth: "within" | "exceeds" | "depends";
}

const times = (count: number, text: string) => text.repeat(count);
const list = <T>(count: number, item: (i: number) => T) => Array.from({ length: count }, (_, i) => item(i));
const object = (pattern: string) => `arn:aws:s3:::b/${pattern}`;

interface Elements {
  readonly [element: string]: JsonValue;
}
const allow = (Action: JsonValue, Resource: JsonValue, more: Elements = {}): Elements => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: JsonValue, Resource: JsonValue, more: Elements = {}): Elements => ({
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});
const get = "s3:GetObject";
const reading = (pattern: string) => [allow(get, object(pattern))];

/** Always the same numbers below `limit`, whatever ran before. */
function dice(): (limit: number) => number {
  let seed = 5;
  return (limit) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % limit;
  };
}

/** @param ec2Actions names of EC2 actions that take an instance */
export function adversarialCases(ec2Actions: readonly string[]): readonly AdversarialCase[] {
  return [...patterns(), ...statements(ec2Actions), ...conditions(), ...large(), ...variables(), ...many()];
}

function patterns(): readonly AdversarialCase[] {
  return [
    {
      name: "900 stars in 900 stars",
      session: reading(times(900, "*a")),
      base: [allow(get, [object(times(900, "a*")), object(`?${times(900, "*a")}`)])],
      truth: "within",
    },
    {
      name: "900 stars, and a Deny of 900 others",
      session: [allow("s3:*", object(`${times(900, "*a")}*`))],
      base: [
        allow("s3:*", [object(times(900, "a*")), object(`?${times(900, "*a")}*`)]),
        deny("s3:Delete*", object(times(900, "*b"))),
      ],
      truth: "exceeds",
    },
    ...[8, 12, 16, 24].map(
      (k): AdversarialCase => ({
        name: `covered jointly, by length, k = ${k}`,
        session: reading(`${times(k, "*a")}*b`),
        base: [
          allow(get, [object(times(k + 1, "?")), object(`${times(k + 2, "?")}*`), object(`*a${times(k + 2, "?")}b`)]),
        ],
        truth: "within",
      }),
    ),
    {
      name: "a ladder of 60 lengths",
      session: reading("*"),
      base: [allow(get, [...list(60, (i) => object(times(i + 1, "?"))), object(`${times(61, "?")}*`)])],
      truth: "within",
    },
    {
      name: "a ladder of 60 lengths but one",
      session: reading("*-*-*-*-*-*-*-*-*-*-*-*"),
      base: [
        allow(get, [
          ...list(60, (i) => object(times(i === 40 ? 80 : i + 1, "?"))),
          object(`${times(61, "?")}*`),
          object("*-?-*-?-*"),
        ]),
      ],
      truth: "exceeds",
    },
    {
      name: "16 letters seen, each in a pattern",
      session: reading("*x"),
      base: [allow(get, [...Array.from("abcdefghijklmnop", (l) => object(`*${l}*c`)), object("*?*x")])],
      truth: "exceeds",
    },
    {
      name: "18th letter from the end",
      session: reading("*a*a*a*"),
      base: [
        allow(
          get,
          list(18, (i) => object(`*a${times(i + 2, "?")}`)),
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "session Deny and base Deny, 400 stars each",
      session: [
        allow("s3:*", object(`${times(400, "*a")}*`)),
        deny("s3:*", [object("*ab*ab*ab*"), object("*b?a*b?a*")]),
      ],
      base: [allow("*", "*"), deny("s3:*", object(`${times(400, "*b")}*`))],
      truth: "exceeds",
    },
    {
      name: "three layers of stars",
      session: [allow(get, object(`${times(12, "*a")}*`)), deny(get, object("?*a?????b*"))],
      base: [
        allow(get, "*"),
        ...list(4, (i) => deny(get, object(`${times(12, `*${"bcde"[i]}`)}?`))),
        deny(get, object(`?*${times(12, "*a")}?`)),
      ],
      truth: "exceeds",
    },
    {
      name: "NotResource, 6 rules of 6",
      session: [allow("ec2:TerminateInstances", "arn:aws:ec2:*:*:instance/*")],
      base: list(6, (i) => ({
        Effect: "Allow",
        Action: "ec2:*",
        NotResource: list(6, (j) => `arn:aws:ec2:*:*:instance/*x${i}*y${j}*`),
      })),
      truth: "exceeds",
    },
    {
      name: "NotResource in 40 Denies of 20",
      session: [allow("s3:*", object("*"))],
      base: [
        allow("*", "*"),
        ...list(40, (i) => ({
          Effect: "Deny",
          Action: "s3:*",
          NotResource: list(20, (j) => object(`*${i}?${j}*`)),
        })),
      ],
      truth: "exceeds",
    },
    {
      name: "action patterns of 60 stars, 200 of them",
      session: [allow("*", "*")],
      base: [
        allow(
          list(200, (i) => `ec2:${times(30 + (i % 30), "*e")}*`),
          "*",
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "wildcards in the service, 500 of them",
      session: [allow(["*:Get*", "s?:*", "*2:*"], "*")],
      base: [
        allow(
          list(500, (i) => `*${String.fromCharCode(97 + (i % 26))}*:*${i % 10}*e*t*`),
          "*",
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "one action pattern of 60,000 characters",
      session: [allow("s3:*", "*")],
      base: [allow(`s3:${times(20_000, "*?e")}`, "*")],
      truth: "exceeds",
    },
  ];
}

function statements(ec2Actions: readonly string[]): readonly AdversarialCase[] {
  const some = (mark: string, count: number): AdversarialCase => {
    const roll = dice();
    return {
      name: `${count} statements with ${mark === "" ? "no" : "a"} ?, half of EC2 each`,
      session: [allow("ec2:*", "arn:aws:ec2:*:*:instance/*")],
      base: list(count, (i) =>
        allow(
          ec2Actions.filter(() => roll(2) === 1).map((name) => `ec2:${name}`),
          `arn:aws:ec2:*:*:instance/i-${mark}${i}*`,
        ),
      ),
      truth: "exceeds",
    };
  };
  return [
    some("", 120),
    some("?", 20),
    some("?", 120),
    {
      name: "400 statements with ?",
      session: [allow("s3:*Object", object("*"))],
      base: list(400, (i) => allow(["s3:GetObject", "s3:PutObject"], object(`?${i}*`))),
      truth: "exceeds",
    },
    {
      name: "400 statements with ?, and one that takes all",
      session: [allow("s3:*Object", object("x*"))],
      base: [...list(400, (i) => allow("s3:*", object(`?${i}*`))), allow("s3:*", object("*"))],
      truth: "within",
    },
    {
      name: "400 Denies with ?",
      session: [allow("s3:*", object("a*b*c*"))],
      base: [allow("*", "*"), ...list(400, (i) => deny("s3:*", object(`?*${i}?*d*`)))],
      truth: "exceeds",
    },
    {
      name: "200 statements with NotAction",
      session: [allow("*", "*")],
      base: list(200, (i) => ({
        Effect: "Allow",
        NotAction: [`s3:*${i}*`, "iam:*", ...list(30, (j) => `ec2:*${(i * 7 + j) % 26}*`)],
        Resource: `arn:aws:s3:::b${i}/*`,
      })),
      truth: "exceeds",
    },
    {
      name: "20 session statements on everything",
      session: list(20, (i) => allow("*", i === 0 ? "*" : `arn:aws:*:*:*:*${i}*`)),
      base: list(20, (i) => allow(["s3:*", "ec2:D*"], `arn:aws:*:*:*:*${i}?*`)),
      truth: "exceeds",
    },
    {
      name: "300 entries, each in another's",
      session: [
        allow(
          get,
          list(300, (i) => object(`a${i}/*/c`)),
        ),
      ],
      base: [
        allow(
          get,
          list(300, (i) => object(`a${i}/*`)),
        ),
      ],
      truth: "within",
    },
  ];
}

function conditions(): readonly AdversarialCase[] {
  const tag = (i: number) => `aws:RequestTag/k${i}`;
  const create = "ec2:CreateTags";
  const instance = "arn:aws:ec2:*:*:instance/*";
  const with30 = (operator: string, value: (i: number) => JsonValue): Elements => ({
    Condition: { [operator]: Object.fromEntries(list(30, (i) => [tag(i), value(i)])) },
  });
  return [
    {
      name: "30 condition keys, an Allow each",
      session: [allow(create, instance)],
      base: list(30, (i) => allow(create, instance, { Condition: { StringEquals: { [tag(i)]: "v" } } })),
      truth: "depends",
    },
    {
      name: "30 condition keys in the session, a Deny each",
      session: [
        allow(
          create,
          instance,
          with30("StringLike", (i) => [`v${i}*`, "w?*"]),
        ),
      ],
      base: [
        allow(create, "*"),
        ...list(30, (i) => deny(create, "*", { Condition: { StringNotLike: { [tag(i)]: [`v${i}*`, "w*"] } } })),
      ],
      truth: "within",
    },
    {
      name: "30 condition keys at once on both sides",
      session: [
        allow(
          create,
          instance,
          with30("StringEquals", (i) => [`v${i}`, "w", "x"]),
        ),
      ],
      base: [
        allow(
          create,
          "*",
          with30("StringLike", (i) => [`v${i}`, "?"]),
        ),
      ],
      truth: "within",
    },
    {
      name: "30 condition keys, 200 statements of three",
      session: [
        allow(
          create,
          instance,
          with30("StringLike", () => "*a*"),
        ),
      ],
      base: list(200, (i) =>
        allow(create, instance, {
          Condition: {
            StringLike: { [tag(i % 30)]: `*${i}*`, [tag((i * 7 + 1) % 30)]: "b*", [tag((i * 11 + 2) % 30)]: "*c?" },
          },
        }),
      ),
      truth: "depends",
    },
    {
      name: "500 values of a condition on each side",
      session: [allow(create, instance, { Condition: { StringLike: { [tag(0)]: list(500, (i) => `a${i}*`) } } })],
      base: [allow(create, "*", { Condition: { StringLike: { [tag(0)]: list(500, (i) => `*a${i}*`) } } })],
      truth: "within",
    },
    {
      name: "300 values with stars, overlapping",
      session: [allow(create, instance, { Condition: { StringLike: { [tag(0)]: list(300, (i) => `*a*${i}*b*`) } } })],
      base: [allow(create, "*", { Condition: { StringLike: { [tag(0)]: list(300, (i) => `*${i}*?*`) } } })],
      truth: "within",
    },
    {
      name: "one value of 900 stars on each side",
      session: [allow(create, instance, { Condition: { StringLike: { [tag(0)]: times(900, "*a") } } })],
      base: [allow(create, "*", { Condition: { StringLike: { [tag(0)]: [times(900, "a*"), times(900, "*b")] } } })],
      truth: "depends",
    },
    {
      name: "1,000 address ranges",
      session: [
        allow(get, "*", {
          Condition: { IpAddress: { "aws:SourceIp": list(1000, (i) => `10.${i >> 8}.${i & 255}.0/25`) } },
        }),
      ],
      base: [
        allow("*", "*", {
          Condition: { IpAddress: { "aws:SourceIp": list(1000, (i) => `10.${i >> 8}.${i & 255}.0/24`) } },
        }),
      ],
      truth: "within",
    },
    {
      name: "300 statements with a date and a number each",
      session: [allow("s3:*", "*", { Condition: { NumericLessThan: { "s3:max-keys": 10 } } })],
      base: list(300, (i) =>
        allow("s3:*", "*", {
          Condition: {
            NumericLessThan: { "s3:max-keys": i },
            DateGreaterThan: { "aws:CurrentTime": `20${10 + (i % 80)}-01-01T00:00:00Z` },
          },
        }),
      ),
      truth: "depends",
    },
    {
      name: "ForAllValues and ForAnyValue, 40 of each",
      session: [
        allow(create, instance, {
          Condition: { "ForAllValues:StringLike": { "aws:TagKeys": list(40, (i) => `t${i}*`) } },
        }),
      ],
      base: [
        ...list(40, (i) =>
          allow(create, "*", { Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": [`*${i}`, "t1*"] } } }),
        ),
        ...list(40, (i) =>
          deny(create, "*", { Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": `t${i}` } } }),
        ),
      ],
      truth: "depends",
    },
    {
      name: "40 conditional Denies on parts of the resources",
      session: [allow("s3:*", object("*"))],
      base: [
        allow("*", "*"),
        ...list(40, (i) => deny("s3:*", object(`*${i}*`), { Condition: { StringLike: { [tag(i)]: "x*" } } })),
      ],
      truth: "depends",
    },
  ];
}

function large(): readonly AdversarialCase[] {
  return [
    {
      name: "1,900 characters in 70 patterns of 1,000",
      session: reading(times(1900, "a")),
      base: [
        allow(
          get,
          list(70, (i) => object(`${times(2, `*${times(490 + (i % 9), "a")}`)}b`)),
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "40 resources in 1,400 patterns",
      session: [
        allow(
          get,
          list(40, (i) => object(`${times(42, "a")}${i}`)),
        ),
      ],
      base: [
        allow(
          get,
          list(1400, (i) => object(`${times(2, `*${times(20 + (i % 5), "a")}`)}b${i}`)),
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "6,000 session statements",
      session: list(6000, (i) => allow(get, object(`${i}`))),
      base: [allow(get, object("*"))],
      truth: "within",
    },
    {
      name: "3,000 session statements, each too much",
      session: list(3000, (i) => allow(["s3:Get*", "s3:PutObject"], object(`${i}/*`))),
      base: [allow(get, object("1*"))],
      truth: "exceeds",
    },
    {
      name: "1,000 Allows and 1,000 Denies of the session",
      session: list(2000, (i) => (i < 1000 ? allow("s3:*", object(`${i}*`)) : deny("s3:*", object(`*${i - 1000}?`)))),
      base: [allow("s3:Get*", object("*"))],
      truth: "exceeds",
    },
    {
      name: "5,000 actions by name",
      session: [
        allow(
          list(5000, (i) => `s3:Get${i}*`),
          "*",
        ),
        allow(
          list(5000, (i) => `ec2:*${i % 100}${"e?"[i % 2]}*`),
          "*",
        ),
      ],
      base: [allow("ec2:Describe*", "*")],
      truth: "within",
    },
    {
      name: "2,000 base statements on everything",
      session: [allow("*", "*")],
      base: list(2000, (i) => allow("*", `arn:aws:s3:::b${i}*`)),
      truth: "exceeds",
    },
  ];
}

function variables(): readonly AdversarialCase[] {
  const user = "${aws:PrincipalTag/team}";
  return [
    {
      name: "300 variables on each side",
      session: [
        allow(
          get,
          list(300, (i) => object(`${user}/${i}/*`)),
        ),
      ],
      base: [
        allow(
          get,
          list(300, (i) => object(`${user}/${i}*`)),
        ),
      ],
      truth: "within",
    },
    {
      name: "30 variables in one resource",
      session: reading(`${list(30, (i) => `x${i}`).join("/")}/*`),
      base: [
        allow(
          get,
          list(20, (i) => object(list(30, (j) => `\${aws:PrincipalTag/k${(j + i) % 30}}`).join("*"))),
        ),
      ],
      truth: "depends",
    },
    {
      name: "Denies with variables and stars",
      session: [allow("s3:*", object(`${times(20, "*a")}*`))],
      base: [
        allow("*", "*"),
        ...list(30, (i) => deny("s3:*", object(`${times(20, "*b")}\${aws:PrincipalTag/k${i}}?`))),
      ],
      truth: "depends",
    },
  ];
}

/** Much of what is each no matter. */
function many(): readonly AdversarialCase[] {
  const tag = (i: number) => `aws:RequestTag/k${i}`;
  const everything = [allow("*", "*")];
  const toRole = { AWS: "arn:aws:iam::111122223333:role/ExampleRole" };
  return [
    {
      name: "10,000 ARNs",
      session: [
        allow(
          get,
          list(10_000, (i) => object(`${i}`)),
        ),
      ],
      base: [allow(get, object("*"))],
      truth: "within",
    },
    {
      name: "3,000 ARNs in 3,000 others",
      session: [
        allow(
          get,
          list(3000, (i) => object(`${i}*`)),
        ),
      ],
      base: [
        allow(
          get,
          list(3000, (i) => object(`${i}?*`)),
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "1,500 session statements, each too much",
      session: list(1500, (i) => allow(["s3:Get*", "s3:PutObject"], object(`${i}/*`))),
      base: [allow(get, object("1*"))],
      truth: "exceeds",
    },
    {
      name: "2,500 session statements",
      session: list(2500, (i) => allow(get, object(`${i}`))),
      base: [allow(get, object("*"))],
      truth: "within",
    },
    {
      name: "60 statements with NotAction and NotResource, on both sides",
      session: list(60, (i) => ({
        Effect: "Allow",
        NotAction: [`s3:*${i % 10}*`, "iam:*"],
        NotResource: [object(`*${i}*`), `arn:aws:ec2:*:*:instance/${i}*`],
      })),
      base: list(60, (i) => ({
        Effect: i % 2 === 0 ? "Allow" : "Deny",
        NotAction: [`ec2:*${i % 7}*`, "sts:*"],
        NotResource: [object(`?${i}*`), `arn:aws:sqs:*:*:q${i}*`],
      })),
      truth: "exceeds",
    },
    {
      name: "question marks beside stars",
      session: reading(`${times(40, "?*a")}`),
      base: [
        allow(
          get,
          list(40, (i) => object(`${times(i + 1, "*?")}a${times(40 - i, "?")}*`)),
        ),
      ],
      truth: "exceeds",
    },
    {
      name: "200 condition keys on both sides",
      session: [
        allow("ec2:CreateTags", "*", {
          Condition: { StringLike: Object.fromEntries(list(200, (i) => [tag(i), [`v${i}*`, "w*"]])) },
        }),
      ],
      base: [
        allow("ec2:*", "*", {
          Condition: { StringLike: Object.fromEntries(list(200, (i) => [tag(i), [`v*`, "w*"]])) },
        }),
      ],
      truth: "within",
    },
    {
      name: "a condition's value of 100,000 characters",
      session: [allow("ec2:CreateTags", "*", { Condition: { StringLike: { [tag(0)]: `${times(50_000, "*a")}*` } } })],
      base: [allow("ec2:*", "*", { Condition: { StringLike: { [tag(0)]: `${times(40_000, "*a")}*` } } })],
      truth: "within",
    },
    {
      name: "5,000 values of a condition",
      session: [
        allow("ec2:CreateTags", "*", { Condition: { StringEquals: { [tag(0)]: list(5000, (i) => `v${i}`) } } }),
      ],
      base: [allow("ec2:*", "*", { Condition: { StringEquals: { [tag(0)]: list(5000, (i) => `v${4999 - i}`) } } })],
      truth: "within",
    },
    {
      name: "150 statements with a variable each",
      session: list(150, (i) => allow("s3:*", object(`\${aws:PrincipalTag/t${i}}/*`))),
      base: list(150, (i) => allow("s3:*", object(`\${aws:PrincipalTag/t${i}}/?*`))),
      truth: "exceeds",
    },
    {
      name: "all layers, five levels of SCPs",
      session: list(12, (i) => allow("*", i === 0 ? "*" : object(`*${i}*`))),
      base: [allow("*", "*"), ...list(40, (i) => deny(`s3:*${i % 10}*`, object(`*${i}?*`)))],
      boundary: [
        allow(["s3:*", "ec2:*", "iam:Get*"], "*"),
        ...list(20, (i) => deny("ec2:*", `arn:aws:ec2:*:*:*/${i}?*`)),
      ],
      serviceControlPolicies: list(5, (level) => [
        everything,
        ...list(4, (i) => [deny("*", `arn:aws:*:*:*:*${level}?${i}*`), deny("s3:Put*", object(`*${i}`))]),
      ]),
      truth: "exceeds",
    },
    {
      name: "300 policies of resources",
      session: [allow("s3:*", "*")],
      base: [allow("s3:Get*", "*")],
      resources: list(300, (i) => ({
        arn: `arn:aws:s3:::b${i}`,
        statements: [
          { ...allow("s3:Put*", [`arn:aws:s3:::b${i}/*`, `arn:aws:s3:::b${i}`]), Principal: toRole },
          { ...deny("s3:Delete*", `arn:aws:s3:::b${i}/?*`), Principal: "*" },
        ],
      })),
      truth: "exceeds",
    },
    {
      name: "200 roles that use one file",
      session: list(20, (i) => allow(["s3:Get*", "s3:PutObject", "ec2:*"], i === 0 ? "*" : object(`${i}*`))),
      base: list(20, (i) => allow(["s3:*", "ec2:D*"], object(`*${i}?*`))),
      sessions: 200,
      truth: "exceeds",
    },
  ];
}
