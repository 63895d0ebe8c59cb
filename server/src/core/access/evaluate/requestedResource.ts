import type { Catalog } from "../../catalog/catalog.js";
import { sixFields } from "./arnFields.js";

/** What the request acts on. */
export interface RequestedResource {
  /** An ARN, or `*`. */
  readonly text: string;
  readonly fields: readonly string[] | undefined;
  /** Prefix of the requested action, in lower case. */
  readonly service: string;
  /**
   * Names of the action's resource types; empty for an action that is evaluated with `*` (M2), undefined where the
   * catalog does not know the action.
   */
  readonly types: readonly string[] | undefined;
}

/** @param action lower-cased, `s3:getobject` */
export function requestedResource(resource: string, action: string, catalog: Catalog): RequestedResource {
  const colon = action.indexOf(":");
  const service = action.slice(0, colon);
  const details = catalog.details(service)?.actions.get(action.slice(colon + 1));
  return {
    text: resource,
    fields: sixFields(resource),
    service,
    types: details?.resourceTypes.map(({ name }) => name),
  };
}

/** Whether the request is evaluated with resource `*`: always for an action without resource type (M2). */
export function isWithoutResource(resource: RequestedResource): boolean {
  return resource.text === "*" || resource.types?.length === 0;
}
