import { expect, test } from "vitest";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";

test("a JSON document is one region, read once", () => {
  const text = '{"Statement": []}\n';
  const regions = jsonRegions(text);
  expect(regions).toHaveLength(1);
  const region = regions[0]!;
  expect(region).toMatchObject({ text, span: { start: 0, end: text.length } });
  expect(region.read()).toBe(region.read());
  expect(region.offsets.toHost(5)).toBe(5);
  expect(region.offsets.toPolicy(5)).toBe(5);
});
