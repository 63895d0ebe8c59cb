import type { Rule } from "../rule.js";
import actionMatchesNothing from "./action-matches-nothing.js";
import actionOutsidePolicies from "./action-outside-policies.js";
import actionResourceMismatch from "./action-resource-mismatch.js";
import arnAccount from "./arn-account.js";
import arnRegion from "./arn-region.js";
import arnResource from "./arn-resource.js";
import arnService from "./arn-service.js";
import audienceSetOperator from "./audience-set-operator.js";
import broadPassRole from "./broad-pass-role.js";
import broadServiceLinkedRole from "./broad-service-linked-role.js";
import conditionKeyCase from "./condition-key-case.js";
import conditionKeyFormat from "./condition-key-format.js";
import conditionKeyType from "./condition-key-type.js";
import conditionValueType from "./condition-value-type.js";
import duplicateKey from "./duplicate-key.js";
import duplicateSid from "./duplicate-sid.js";
import dynamodbAttributes from "./dynamodb-attributes.js";
import elementCombination from "./element-combination.js";
import emptyCondition from "./empty-condition.js";
import emptyList from "./empty-list.js";
import emptyPolicy from "./empty-policy.js";
import emptySid from "./empty-sid.js";
import exceedsBaseRole from "./exceeds-base-role.js";
import federatedAction from "./federated-action.js";
import federatedPrincipal from "./federated-principal.js";
import foreignResourcePolicyEntry from "./foreign-resource-policy-entry.js";
import invalidConditionOperator from "./invalid-condition-operator.js";
import invalidEffect from "./invalid-effect.js";
import invalidSid from "./invalid-sid.js";
import invalidVersion from "./invalid-version.js";
import ipRangeBits from "./ip-range-bits.js";
import irrelevantConditionKey from "./irrelevant-condition-key.js";
import jsonComment from "./json-comment.js";
import jsonSyntaxError from "./json-syntax-error.js";
import jsonTooDeep from "./json-too-deep.js";
import jsonTooLong from "./json-too-long.js";
import jsonTrailingComma from "./json-trailing-comma.js";
import keyNeverInSession from "./key-never-in-session.js";
import keyOfOtherServices from "./key-of-other-services.js";
import keySetByCaller from "./key-set-by-caller.js";
import keyWithoutAction from "./key-without-action.js";
import kmsKeyValue from "./kms-key-value.js";
import listBucketWithoutPrefix from "./list-bucket-without-prefix.js";
import malformedAction from "./malformed-action.js";
import malformedPrincipal from "./malformed-principal.js";
import mfaCondition from "./mfa-condition.js";
import missingAction from "./missing-action.js";
import missingEffect from "./missing-effect.js";
import missingPairedKey from "./missing-paired-key.js";
import missingPrincipal from "./missing-principal.js";
import missingResource from "./missing-resource.js";
import missingSetOperator from "./missing-set-operator.js";
import missingStatement from "./missing-statement.js";
import missingTagKey from "./missing-tag-key.js";
import missingVersion from "./missing-version.js";
import mixedConditionValues from "./mixed-condition-values.js";
import notAnArn from "./not-an-arn.js";
import notPrincipal from "./not-principal.js";
import nullOperator from "./null-operator.js";
import onlyDenyStatements from "./only-deny-statements.js";
import operationNotTrusted from "./operation-not-trusted.js";
import packedSizeAtRisk from "./packed-size-at-risk.js";
import pointlessIfExists from "./pointless-if-exists.js";
import policySize from "./policy-size.js";
import policyTooLong from "./policy-too-long.js";
import prefixWithoutSlash from "./prefix-without-slash.js";
import presenceOnlyCondition from "./presence-only-condition.js";
import principalArnOfSession from "./principal-arn-of-session.js";
import principalFormat from "./principal-format.js";
import principalNotSupported from "./principal-not-supported.js";
import principalUniqueId from "./principal-unique-id.js";
import privateIpAddress from "./private-ip-address.js";
import rcpConditionKeys from "./rcp-condition-keys.js";
import rcpSyntax from "./rcp-syntax.js";
import redundantAction from "./redundant-action.js";
import redundantNumber from "./redundant-number.js";
import redundantResource from "./redundant-resource.js";
import redundantSessionPrincipal from "./redundant-session-principal.js";
import redundantStatement from "./redundant-statement.js";
import replacedConditionKey from "./replaced-condition-key.js";
import requiredActionBlocked from "./required-action-blocked.js";
import resourceNotSupported from "./resource-not-supported.js";
import rolesAnywhereActions from "./roles-anywhere-actions.js";
import s3PrefixDenied from "./s3-prefix-denied.js";
import servicePrincipalFormat from "./service-principal-format.js";
import servicePrincipalSource from "./service-principal-source.js";
import sessionPolicyNeverPassed from "./session-policy-never-passed.js";
import sessionTagFixesCondition from "./session-tag-fixes-condition.js";
import sessionTagsLimit from "./session-tags-limit.js";
import sessionTagsNotTrusted from "./session-tags-not-trusted.js";
import setOperatorOnSingleValue from "./set-operator-on-single-value.js";
import setOperatorWithoutNull from "./set-operator-without-null.js";
import severalBooleanValues from "./several-boolean-values.js";
import tooManyManagedPolicies from "./too-many-managed-policies.js";
import tooPermissiveValue from "./too-permissive-value.js";
import transferVariable from "./transfer-variable.js";
import unknownAction from "./unknown-action.js";
import unknownConditionKey from "./unknown-condition-key.js";
import unknownElement from "./unknown-element.js";
import unknownPartition from "./unknown-partition.js";
import unknownPrincipalType from "./unknown-principal-type.js";
import unknownRegion from "./unknown-region.js";
import unknownService from "./unknown-service.js";
import unsupportedCharacter from "./unsupported-character.js";
import unsupportedTagKey from "./unsupported-tag-key.js";
import variableBeforeResource from "./variable-before-resource.js";
import variableForOperator from "./variable-for-operator.js";
import variablePlace from "./variable-place.js";
import variableSyntax from "./variable-syntax.js";
import vpcIdFormat from "./vpc-id-format.js";
import webIdentityCondition from "./web-identity-condition.js";
import wildcardInPrincipal from "./wildcard-in-principal.js";
import wildcardInService from "./wildcard-in-service.js";
import wildcardWithoutLike from "./wildcard-without-like.js";
import wrongType from "./wrong-type.js";

/** All rules, sorted by id. Written by `npm run generate` from the files of this folder. */
export const rules: readonly Rule[] = [
  actionMatchesNothing,
  actionOutsidePolicies,
  actionResourceMismatch,
  arnAccount,
  arnRegion,
  arnResource,
  arnService,
  audienceSetOperator,
  broadPassRole,
  broadServiceLinkedRole,
  conditionKeyCase,
  conditionKeyFormat,
  conditionKeyType,
  conditionValueType,
  duplicateKey,
  duplicateSid,
  dynamodbAttributes,
  elementCombination,
  emptyCondition,
  emptyList,
  emptyPolicy,
  emptySid,
  exceedsBaseRole,
  federatedAction,
  federatedPrincipal,
  foreignResourcePolicyEntry,
  invalidConditionOperator,
  invalidEffect,
  invalidSid,
  invalidVersion,
  ipRangeBits,
  irrelevantConditionKey,
  jsonComment,
  jsonSyntaxError,
  jsonTooDeep,
  jsonTooLong,
  jsonTrailingComma,
  keyNeverInSession,
  keyOfOtherServices,
  keySetByCaller,
  keyWithoutAction,
  kmsKeyValue,
  listBucketWithoutPrefix,
  malformedAction,
  malformedPrincipal,
  mfaCondition,
  missingAction,
  missingEffect,
  missingPairedKey,
  missingPrincipal,
  missingResource,
  missingSetOperator,
  missingStatement,
  missingTagKey,
  missingVersion,
  mixedConditionValues,
  notAnArn,
  notPrincipal,
  nullOperator,
  onlyDenyStatements,
  operationNotTrusted,
  packedSizeAtRisk,
  pointlessIfExists,
  policySize,
  policyTooLong,
  prefixWithoutSlash,
  presenceOnlyCondition,
  principalArnOfSession,
  principalFormat,
  principalNotSupported,
  principalUniqueId,
  privateIpAddress,
  rcpConditionKeys,
  rcpSyntax,
  redundantAction,
  redundantNumber,
  redundantResource,
  redundantSessionPrincipal,
  redundantStatement,
  replacedConditionKey,
  requiredActionBlocked,
  resourceNotSupported,
  rolesAnywhereActions,
  s3PrefixDenied,
  servicePrincipalFormat,
  servicePrincipalSource,
  sessionPolicyNeverPassed,
  sessionTagFixesCondition,
  sessionTagsLimit,
  sessionTagsNotTrusted,
  setOperatorOnSingleValue,
  setOperatorWithoutNull,
  severalBooleanValues,
  tooManyManagedPolicies,
  tooPermissiveValue,
  transferVariable,
  unknownAction,
  unknownConditionKey,
  unknownElement,
  unknownPartition,
  unknownPrincipalType,
  unknownRegion,
  unknownService,
  unsupportedCharacter,
  unsupportedTagKey,
  variableBeforeResource,
  variableForOperator,
  variablePlace,
  variableSyntax,
  vpcIdFormat,
  webIdentityCondition,
  wildcardInPrincipal,
  wildcardInService,
  wildcardWithoutLike,
  wrongType,
];
