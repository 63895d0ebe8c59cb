import { expect, test } from "vitest";
import { globMatches } from "../../../server/src/core/access/evaluate/globs.js";
import { addMatching, emptyActionSet, fullActionSet } from "../../../server/src/core/access/sets/actionSets.js";
import { forEachIn } from "../../../server/src/core/access/sets/bits.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { sortedNames } from "../../../server/src/core/access/sets/sortedNames.js";
import { Universe } from "../../../server/src/core/access/sets/universe.js";
import { testCatalog } from "../../support/testCatalog.js";

const catalog = await testCatalog(["s3"]);

test.each([
  "*",
  "*object",
  "*object*",
  "*ob?ect*tag*",
  "?et*",
  "??t*ob*",
  "get*tagging",
  "get*o?",
  "*e*e*e*e*",
  "*tt*",
  "*objectx",
  "*getobject",
  "*acl\nabort*",
  "*abortmultipartuploadandsomethingthatnoactionhas*",
])("what %j matches is what evaluate says it matches", (name) => {
  for (const service of ["s3", "ec2", "sqs"]) {
    const set = emptyActionSet(catalog, service);
    addMatching(catalog, service, `${service}:${name}`, set, new Budget(Number.POSITIVE_INFINITY));
    const names = catalog.lowerActionNames(service);
    const found: string[] = [];
    forEachIn(set, (index) => found.push(names[index]!));
    expect(found).toEqual(names.filter((each) => globMatches(name, each)));
  }
});

test("names of actions are sorted as texts are, whatever AWS's casing", () => {
  const universe = new Universe(catalog, ["aws"]);
  const groups = ["s3", "s3-outposts", "ec2", "s3"].map((service) => ({
    service,
    actions: fullActionSet(catalog, service),
  }));
  const names = ["s3", "s3-outposts", "ec2"].flatMap((service) => universe.fullNames(service));
  expect(sortedNames(groups, universe)).toEqual([...names].sort());
});

test("a service's actions whose details are not read can be called on the same resources", () => {
  const universe = new Universe(catalog, ["aws"]);
  expect(universe.classesOf("sqs").map(({ resources }) => resources.kind)).toEqual(["unknown"]);
  expect(universe.classesOf("s3").length).toBeGreaterThan(1);
});
