import type { ActionNames } from "./actionNames.js";
import type { ActionNote } from "./actionNotes.js";
import type { ArnFieldValues } from "./arnFields.js";
import type { ArnFormat } from "./arnFormat.js";
import type { ConditionChecks } from "./conditionChecks.js";
import type { GlobalKeys } from "./globalKeys.js";
import type { JoinedNames } from "./joinedNames.js";
import type { KnownValues } from "./knownValues.js";
import type { PolicyQuotas } from "./policyQuotas.js";
import type { ResourcePolicySupport } from "./resourcePolicySupport.js";
import type { SessionFacts } from "./sessionFacts.js";

/**
 * What AWS's Service Authorization Reference says of services, actions, resource types and condition keys.
 * Names of actions and services are there at once; details of a service once `load` has read them.
 * All look-ups ignore letter case (A1) and give AWS's own casing.
 *
 * Condition keys have one notation: a free part is `${…}`, as in `aws:RequestTag/${TagKey}`, also where AWS writes
 * `s3:ExistingObjectTag/<key>`. `findKey` of keyTemplate.ts looks up a key as a policy writes it.
 *
 * What reads a file rejects with a CatalogError where that cannot be done or the file is damaged.
 */
export interface Catalog {
  readonly source: CatalogSource;
  /** Service prefixes (`s3`), sorted, in lower case. */
  readonly services: readonly string[];
  hasService(service: string): boolean;
  /** `Amazon S3` for `s3`; undefined for an unknown service. */
  title(service: string): string | undefined;
  /** The service's action names in AWS's casing (`GetObject`), sorted in lower case; none for an unknown service. */
  actionNames(service: string): readonly string[];
  /** The same names lower-cased, index by index. */
  lowerActionNames(service: string): readonly string[];
  /** These in one text. */
  joinedActionNames(service: string): JoinedNames;
  /** Where in `actionNames` an action stands, in whatever case it is named; -1 where there is no such action. */
  actionIndex(service: string, name: string): number;
  /** `GetObject` for `s3`, `getobject`; undefined where there is no such action. */
  canonicalAction(service: string, name: string): string | undefined;
  /** Details of a service. Undefined for an unknown service or one that `load` has not read yet. */
  details(service: string): ServiceDetails | undefined;
  /** The ARN formats of the service's resource types, taken apart; none until `load` has read them. */
  arnFormats(service: string): readonly ArnFormat[];
  /** Of how many services the details have been read: what was concluded from them holds until there are more. */
  readonly loadedServices: number;
  /** Reads the details of these services, so that `details` answers for them. Unknown ones are passed over. */
  load(services: readonly string[]): Promise<void>;
  /** Reads all details. */
  loadAll(): Promise<void>;
  /** Descriptions, read at first use; undefined for an unknown service. */
  descriptions(service: string): Promise<ServiceDescriptions | undefined>;
  /** What people trip over with an action, `s3:GetObject` in any letter case; read at first use. */
  actionNote(action: string): Promise<ActionNote | undefined>;
  /** The text of an AWS managed policy's latest version on one line, by ARN; undefined where it is not known. */
  managedPolicy(arn: string): Promise<string | undefined>;
  /** ARNs of all AWS managed policies, sorted by name. */
  managedPolicyArns(): Promise<readonly string[]>;
  /** Values to propose, read at first use. */
  knownValues(): Promise<KnownValues>;
  /** Keys that any service may find in a request (C8). */
  readonly globalKeys: GlobalKeys;
  /** What AWS says of single condition keys, for checks. */
  readonly conditionChecks: ConditionChecks;
  /** What may stand in the fields of an ARN: partitions, Regions and the like. */
  readonly arnFields: ArnFieldValues;
  /** How long policies may be. */
  readonly quotas: PolicyQuotas;
  /** Limits and terms of the calls that make sessions. */
  readonly sessionFacts: SessionFacts;
  /** What people call actions and services that are called otherwise. */
  readonly apiNames: ActionNames;
  /** Which resources can have a resource-based policy (E3). */
  readonly resourcePolicies: ResourcePolicySupport;
  /** Whether resource control policies apply to the service. */
  supportsResourceControlPolicies(service: string): boolean;
  /** All keys with a free part, `kms:EncryptionContext:${EncryptionContextKey}`; without those of `globalKeys`. */
  readonly keyTemplates: readonly string[];
  /** Whether condition keys begin with this: `aws`, a service, or an identity provider such as `saml`. */
  hasKeyPrefix(prefix: string): boolean;
}

export interface CatalogSource {
  readonly name: string;
  readonly version: string;
  /** ISO date of the data. */
  readonly date: string;
}

export type AccessLevel = "List" | "Read" | "Write" | "Permissions management" | "Tagging";

export interface ServiceDetails {
  readonly service: string;
  /** `Amazon S3`. */
  readonly title: string;
  /** By lower-cased action name. */
  readonly actions: ReadonlyMap<string, ActionDetails>;
  /** By the type's name as actions refer to it. */
  readonly resourceTypes: ReadonlyMap<string, ResourceType>;
  /** By lower-cased key, free parts as `aws:requesttag/${tagkey}`; see `findKey`. */
  readonly conditionKeys: ReadonlyMap<string, ConditionKeyDetails>;
}

export interface ActionDetails {
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** Empty for an action that is evaluated with resource `*` (M2). */
  readonly resourceTypes: readonly ActionResourceType[];
  readonly conditionKeys: readonly string[];
}

/** A resource type that an action takes. */
export interface ActionResourceType {
  readonly name: string;
  /** Marked with a star in the reference: a request always names such a resource. */
  readonly required: boolean;
  /** Keys that apply to the action on this type only. */
  readonly conditionKeys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}`; some types have several formats. */
  readonly arnFormats: readonly string[];
  readonly conditionKeys: readonly string[];
}

export interface ConditionKeyDetails {
  readonly key: string;
  /** As the reference says it: `String`, `ARN`, `Bool`, `Date`, `Numeric`, `IPAddress`, `ArrayOfString` … */
  readonly type: string;
}

export interface ServiceDescriptions {
  /** By lower-cased action name. */
  readonly actions: ReadonlyMap<string, string>;
  /** By lower-cased key. */
  readonly conditionKeys: ReadonlyMap<string, string>;
}

/** Reads one data file by name. The host decides where it comes from; rejects when there is no such file. */
export interface CatalogLoader {
  read(name: string): Promise<Uint8Array>;
  /** The bytes of a file from `start` up to `end`, fewer where it is shorter; without it files are read as a whole. */
  readRange?(name: string, start: number, end: number): Promise<Uint8Array>;
}
