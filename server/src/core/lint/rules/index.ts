import type { Rule } from "../rule.js";
import duplicateKey from "./duplicate-key.js";
import duplicateSid from "./duplicate-sid.js";
import elementCombination from "./element-combination.js";
import emptyList from "./empty-list.js";
import emptyPolicy from "./empty-policy.js";
import exceedsBaseRole from "./exceeds-base-role.js";
import invalidEffect from "./invalid-effect.js";
import invalidSid from "./invalid-sid.js";
import invalidVersion from "./invalid-version.js";
import jsonComment from "./json-comment.js";
import jsonSyntaxError from "./json-syntax-error.js";
import jsonTooDeep from "./json-too-deep.js";
import jsonTooLong from "./json-too-long.js";
import jsonTrailingComma from "./json-trailing-comma.js";
import missingAction from "./missing-action.js";
import missingEffect from "./missing-effect.js";
import missingPrincipal from "./missing-principal.js";
import missingResource from "./missing-resource.js";
import missingStatement from "./missing-statement.js";
import missingVersion from "./missing-version.js";
import policyTooLong from "./policy-too-long.js";
import principalNotSupported from "./principal-not-supported.js";
import resourceNotSupported from "./resource-not-supported.js";
import unknownElement from "./unknown-element.js";
import unknownPrincipalType from "./unknown-principal-type.js";
import unsupportedCharacter from "./unsupported-character.js";
import wrongType from "./wrong-type.js";

/** All rules, sorted by id. Written by `npm run generate` from the files of this folder. */
export const rules: readonly Rule[] = [
  duplicateKey,
  duplicateSid,
  elementCombination,
  emptyList,
  emptyPolicy,
  exceedsBaseRole,
  invalidEffect,
  invalidSid,
  invalidVersion,
  jsonComment,
  jsonSyntaxError,
  jsonTooDeep,
  jsonTooLong,
  jsonTrailingComma,
  missingAction,
  missingEffect,
  missingPrincipal,
  missingResource,
  missingStatement,
  missingVersion,
  policyTooLong,
  principalNotSupported,
  resourceNotSupported,
  unknownElement,
  unknownPrincipalType,
  unsupportedCharacter,
  wrongType,
];
