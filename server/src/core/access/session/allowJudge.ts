import type { LayerAnswer } from "../../analysis.js";
import type { CheckSpace, GrantRules } from "../checkSpace.js";
import type { GrantLayer } from "../compiledLayers.js";
import { grantsAllOrNothing } from "../plainRules.js";
import type { ActionCell } from "../sets/actionCell.js";
import type { Cell, LayerRules } from "../sets/cells/cell.js";
import type { Witness } from "../sets/cells/cellVerdict.js";
import { coversAlone, intersects } from "../sets/match.js";
import { type Rule, RuleSet } from "../sets/rules.js";
import { matchesStar } from "../sets/starResource.js";
import { typesOf } from "../sets/universe.js";
import { isLost } from "../summarizeEntry.js";
import type { Unknown } from "../verdict.js";
import {
  type GroupAccess,
  lessOwnDenies,
  neverTrue,
  type Outcome,
  outcome,
  refusedWildcard,
  unfit,
  unknownAccess,
  vacuous,
} from "./groupAccess.js";
import { answerOf, type Deciding, decidingLayer, grantingRefs, hangingOn } from "./layerAnswer.js";
import { LikeGroups } from "./likeGroups.js";
import { isForeign, ownPoliciesOf } from "./ownPolicies.js";
import { PlainJudge } from "./plainJudge.js";
import {
  everyOne,
  everythingBut,
  isGoneAround,
  knowsAllResourcePolicies,
  notNamed,
  withResourceGrants,
} from "./resourcePolicies.js";
import type { SessionScope } from "./sessionScope.js";
import { type Found, SharedOutcomes } from "./sharedOutcomes.js";

/** Judges what of an Allow statement takes effect, group by group of its actions. Throws BudgetSpent. */
export class AllowJudge {
  readonly #scope: SessionScope;
  readonly #outcomes = new SharedOutcomes();
  readonly #plain: PlainJudge;
  readonly #alike: LikeGroups;
  readonly #costs = new Map<readonly GrantRules[], number>();

  constructor(scope: SessionScope) {
    this.#scope = scope;
    this.#alike = new LikeGroups(scope);
    this.#plain = new PlainJudge(scope, (rule, group, found) => this.#outcomeOf(rule, group, [], found));
  }

  judge(rule: Rule, group: ActionCell): GroupAccess {
    const layers = this.#scope.space.grantRules(group);
    const plain = this.#plain.judge(rule, group, layers);
    if (plain !== undefined) return plain;
    const sessionDenies = group.deniesOf(this.#scope.own);
    const name = this.#alike.nameOf(rule, group, layers, sessionDenies);
    const known = name === undefined ? undefined : this.#alike.of(name);
    if (known !== undefined) {
      const like = this.#like(known, rule, group);
      if (like !== undefined) return like;
    }
    const found = this.#judgeAlone(rule, group, layers, sessionDenies);
    if (name !== undefined && !lacksExample(found)) this.#alike.keep(name, found);
    return found;
  }

  /** The same for a group that is like another; undefined where it does not show in a request of its own. */
  #like({ identityVerdict, access, shown }: GroupAccess, rule: Rule, group: ActionCell): GroupAccess | undefined {
    if (shown === undefined) return { identityVerdict, access };
    const { space } = this.#scope;
    let made: Witness | undefined;
    const witness = () => {
      made ??= space.witnessLike(shown.witness, rule, group);
      return made;
    };
    if (!space.proves(witness, group.firstName, shown.grant)) return undefined;
    const { later } = space;
    return {
      identityVerdict,
      access,
      exampleFor: (action, units) => space.exampleLater(witness(), action, shown.grant, later, units),
    };
  }

  #judgeAlone(
    rule: Rule,
    group: ActionCell,
    layers: readonly GrantRules[],
    sessionDenies: readonly Rule[],
  ): GroupAccess {
    const cells = this.#scope.space.cells(rule, group, sessionDenies);
    if (cells.length === 0) return unfit;
    this.#scope.budget.spend(220 + this.#costOf(layers));
    const action = group.firstName;
    const disputed = this.#scope.space.disputed(rule, group, cells);
    if (disputed !== undefined) {
      const identity = layers.find(({ grant }) => grant.layer === "identity");
      const identityVerdict = identity === undefined ? vacuous : this.#scope.space.judge(cells, identity, action);
      const unknown = () => layers.map((layer): Deciding => ({ ...layer, verdict: { kind: "unknown", ...disputed } }));
      // Of an action without resource types nothing is said as long as it is open what it is called with (M2).
      const lost = group.resources.kind === "none" ? undefined : this.#grantedByNone(rule, group, cells, unknown());
      return { ...(lost ?? unknownAccess(disputed)), identityVerdict, disputed: true };
    }
    if (this.#scope.space.neverApplies(cells[0]!)) return neverTrue(rule);
    const left = cells.map((cell) => this.#scope.space.leftOf(cell));
    const live = cells.filter((_, at) => left[at] !== "nothing");
    if (live.length === 0) return this.#deniedBySession(sessionDenies, layers);
    const judged = [
      ...layers.map((layer) => this.#judgeLayer(live, layer, group)),
      ...this.#judgeResourcePolicies(live, group),
    ];
    const partly =
      judged.some(({ verdict }) => verdict.kind === "exceeds") &&
      live.some((cell) =>
        this.#scope.space.someAllowed(
          cell,
          judged.map(({ rules }) => rules),
        ),
      );
    const combined =
      this.#apart(rule, group, live, judged) ??
      this.#grantedByNone(rule, group, live, judged) ??
      this.#combine(rule, group, live, judged, partly);
    const found = this.#unlessMeant(combined, live, judged, group);
    const perhaps = left.find((each) => typeof each === "object");
    const leftInDoubt = left.includes("something") ? undefined : perhaps;
    const doubt = leftInDoubt ?? this.#scope.space.conditionDoubt(cells[0]!) ?? this.#refusedDeny;
    const isOpen = doubt !== undefined && found.access !== undefined && !isLost(found.access);
    const known = isOpen ? asUnknown(found, doubt, "session") : this.#asFarAsResourcesLetIn(found, live, judged);
    // What the policy's Denies take altogether may be just what is granted.
    const touched = known.access !== undefined && isLost(known.access) ? cells : live;
    return this.#lessOwnDenies(known, touched, judged, sessionDenies);
  }

  /** What a Deny takes away that IAM refuses cannot be told. */
  get #refusedDeny(): Unknown | undefined {
    return this.#scope.own.hasRefusedDeny ? refusedWildcard : undefined;
  }

  /** Units for putting together what layers say, besides what is searched for. One that grants all is hardly looked at. */
  #costOf(layers: readonly GrantRules[]): number {
    let cost = this.#costs.get(layers);
    if (cost === undefined) {
      cost = 0;
      for (const { rules } of layers) cost += rules.allows.length > 0 && grantsAllOrNothing(rules) ? 50 : 150;
      this.#costs.set(layers, cost);
    }
    return cost;
  }

  /**
   * What several layers allow, each under a condition of its own, no request is allowed by all of them: the layer is named
   * that allows nothing of what those before it do. Undefined where it is not so.
   */
  #apart(rule: Rule, group: ActionCell, cells: readonly Cell[], judged: readonly Deciding[]): GroupAccess | undefined {
    const { space } = this.#scope;
    const isSettled = judged.every(({ verdict }) => verdict.kind !== "exceeds" && verdict.kind !== "unknown");
    const hanging = judged.filter(({ verdict }) => verdict.kind === "depends").length;
    const identity = judged.find(({ grant }) => grant.layer === "identity");
    if (!isSettled || hanging < 2 || identity === undefined) return undefined;
    const rules = judged.map((each) => each.rules);
    const at = rules.findIndex((_, i) => !this.#canBeAllowed(cells, rules.slice(0, i + 1)));
    const last = judged[at];
    const outside = last?.verdict.kind === "depends" ? last.verdict.outside : undefined;
    // Nothing is said to be lost without a request that is.
    if (last === undefined || outside === undefined) return undefined;
    if (space.example(outside, group.names[0]!, last.grant) === undefined) return undefined;
    const { later } = space;
    return {
      identityVerdict: identity.verdict,
      exampleFor: (action, units) => space.exampleLater(outside, action, last.grant, later, units),
      shown: { witness: outside, grant: last.grant },
      access: this.#lostTo(last, rules.slice(0, at), rule, group, cells, judged),
    };
  }

  /**
   * What a layer allows nothing of has no effect, though it cannot be told what it is: whether the statement's own condition is
   * ever true, what a variable stands for, or how a pattern is read. There may be no request to show for it then. Undefined
   * where it is not so.
   */
  #grantedByNone(
    rule: Rule,
    group: ActionCell,
    cells: readonly Cell[],
    judged: readonly Deciding[],
  ): GroupAccess | undefined {
    const { space } = this.#scope;
    const identity = judged.find(({ grant }) => grant.layer === "identity");
    // What a layer might grant in a way that IAM refuses is not among what it grants.
    if (identity === undefined || space.isRefusedAbove !== undefined) return undefined;
    if (judged.some(({ verdict }) => verdict.kind === "exceeds")) return undefined;
    const last = judged.find(
      ({ verdict, rules }) =>
        (verdict.kind === "unknown" || (verdict.kind === "depends" && verdict.inside === undefined)) &&
        !this.#canBeAllowed(cells, [rules]),
    );
    if (last === undefined) return undefined;
    return { identityVerdict: identity.verdict, access: this.#lostTo(last, [], rule, group, cells, judged) };
  }

  /**
   * @param last the layer that allows nothing
   * @param before those that it allows nothing of
   */
  #lostTo(
    last: Deciding,
    before: readonly LayerRules[],
    rule: Rule,
    group: ActionCell,
    cells: readonly Cell[],
    judged: readonly Deciding[],
  ): Outcome {
    const { limits, budget } = this.#scope;
    const leaves = (denies: readonly Rule[]) => this.#canBeAllowed(cells, [...before, { ...last.rules, denies }]);
    const deny = leaves([]) ? last.rules.denies.find((each) => !leaves([each])) : undefined;
    const layers = judged.map(({ grant, rules, verdict }): LayerAnswer => {
      if (grant === last.grant && before.length === 0) {
        const { layer, level } = grant;
        return deny === undefined
          ? { layer, level, answer: "does-not-allow", statements: [] }
          : { layer, level, answer: "denies", statements: [deny.ref] };
      }
      return answerOf(grant, rules, verdict, false, () => grantingRefs(rules, cells, budget));
    });
    if (limits === undefined) layers.push({ layer: "session", answer: "allows", statements: [rule.ref] });
    const revivable = this.#canBeRevived(judged, cells, group) && !cells.every((cell) => isForeign(cell, this.#scope));
    const result = revivable ? "not-granted" : "no-effect";
    const denied = deny !== undefined && !revivable;
    return outcome(result, last.grant.layer, deny === undefined ? [] : [deny.ref], { revivable, layers }, { denied });
  }

  /** Whether some request of the cells may be allowed by all layers. */
  #canBeAllowed(cells: readonly Cell[], layers: readonly LayerRules[]): boolean {
    return cells.some((cell) => this.#scope.space.canBeAllowed(cell, layers));
  }

  /** Nothing is said to be lost that a stated policy allows of which it cannot be told whether it means the session (D3). */
  #unlessMeant(
    found: GroupAccess,
    cells: readonly Cell[],
    judged: readonly Deciding[],
    group: ActionCell,
  ): GroupAccess {
    const { resource, bindings, space } = this.#scope;
    const { access } = found;
    if (!resource?.doubtful.size || access === undefined || !isLost(access)) return found;
    const perhaps = group.rulesOf(resource.rules).allows.filter((rule) => resource.doubtful.has(rule));
    if (perhaps.length === 0) return found;
    const layers = judged.map(({ grant, rules }) => {
      const allows = isGoneAround(grant) ? [everythingBut([], bindings.of)] : [...rules.allows, ...perhaps];
      return grant.layer === "resource" || isGoneAround(grant) ? { allows, denies: rules.denies } : rules;
    });
    const isOpen = cells.some((cell) => space.someAllowed(cell, [{ allows: perhaps, denies: [] }, ...layers]));
    return isOpen ? asUnknown(found, notNamed) : found;
  }

  /**
   * Nothing is said to be allowed, in whatever context, on what has to let the session in by a policy of its own that is not given: keys and
   * roles (D4), resources of another account (D5).
   */
  #asFarAsResourcesLetIn(found: GroupAccess, cells: readonly Cell[], judged: readonly Deciding[]): GroupAccess {
    const { access } = found;
    if (access?.result !== "allowed" && access?.result !== "partly" && access?.result !== "depends") return found;
    const own = ownPoliciesOf(cells, this.#scope);
    if (own === undefined || knowsAllResourcePolicies(this.#scope.session)) return found;
    const { space, bindings, resource } = this.#scope;
    const free: LayerRules = {
      allows: [everythingBut(own.unstated, bindings.of), everyOne(resource?.deciding ?? [], bindings.of)],
      denies: [],
    };
    if (access.result !== "partly") {
      const verdict = space.judgeUnproved(cells, free);
      if (verdict.kind === "within" || verdict.kind === "vacuous") return found;
    } else {
      const layers = [...judged.map(({ rules }) => rules), free];
      if (cells.some((cell) => space.someAllowed(cell, layers))) return found;
    }
    return asUnknown(found, own.doubt);
  }

  /** Names the session's Denies that take away a part of what is otherwise allowed. */
  #lessOwnDenies(
    found: GroupAccess,
    cells: readonly Cell[],
    judged: readonly Deciding[],
    denies: readonly Rule[],
  ): GroupAccess {
    if (found.access === undefined || denies.length === 0) return found;
    const touching = denies.filter(
      (deny) =>
        deny.everyResource ||
        cells.some((cell) =>
          cell.resources.kind === "none"
            ? matchesStar(deny, this.#scope.universe.serviceArns(cell.service), this.#scope.budget) !== "no"
            : this.#scope.space.someAllowed({ ...cell, sessionDenies: [] }, [{ allows: [deny], denies: [] }]),
        ),
    );
    if (touching.length === 0) return found;
    const { space } = this.#scope;
    const { facts, letters } = cells[0]!;
    const doubts = touching.map((deny) => space.conditionDoubt({ facts, letters, statement: deny }));
    const doubt = doubts.find((each) => each !== undefined);
    if (doubt !== undefined && !isLost(found.access)) return asUnknown(found, doubt, "session");
    const lessDenied = touching.map((deny) => deny.ref);
    const own: LayerAnswer = { layer: "session", answer: "denies-part", statements: lessDenied };
    const without = this.#withoutOwnDenies(found.access, cells, judged);
    const isTakenAgain = without === undefined ? found.access.isTakenAgain : true;
    const layers = [...(without ?? found.access.layers), own];
    return { ...found, access: lessOwnDenies(found.access, lessDenied, isTakenAgain, layers) };
  }

  /**
   * What each layer says of something lost that would not be so without the session's own Denies: what they leave of it is
   * just what the layers do not allow. Undefined where it would be lost all the same.
   */
  #withoutOwnDenies(
    { result, layers }: Pick<Outcome, "result" | "layers">,
    cells: readonly Cell[],
    judged: readonly Deciding[],
  ): readonly LayerAnswer[] | undefined {
    if (result !== "partly" && !isLost({ result })) return undefined;
    const { space, budget } = this.#scope;
    const bare = cells.map((cell): Cell => ({ ...cell, sessionDenies: [] }));
    const verdicts = judged.map(({ rules }) => space.judgeUnproved(bare, rules));
    const rules = judged.map((each) => each.rules);
    const isGiven =
      result === "partly"
        ? verdicts.every(({ kind }) => kind !== "exceeds" && kind !== "unknown")
        : this.#canBeAllowed(bare, rules);
    if (!isGiven) return undefined;
    const answers = judged.map((each, i) =>
      answerOf(each.grant, each.rules, verdicts[i]!, true, () => grantingRefs(each.rules, bare, budget)),
    );
    return [...answers, ...layers.slice(judged.length)];
  }

  /** A layer's verdict; where it lacks something, with what stated resource-based policies grant in its place (D3). */
  #judgeLayer(cells: readonly Cell[], layer: GrantRules, group: ActionCell): Deciding {
    // RCPs go with the resource's account (D2), and nobody has told which ones another account has.
    if (this.#limitsOthers(cells, layer)) {
      const rules = { allows: [everythingBut([], this.#scope.bindings.of)], denies: [] };
      return { grant: layer.grant, rules, verdict: { kind: "unknown", ...otherControls } };
    }
    const alone = { verdict: this.#scope.space.judge(cells, layer, group.firstName), ...layer };
    if (alone.verdict.kind === "within" || alone.verdict.kind === "vacuous") return alone;
    const rules = withResourceGrants(layer, group, this.#scope.resource);
    if (rules === layer.rules) return alone;
    const together = this.#scope.space.judgeUnproved(cells, rules);
    return { grant: layer.grant, rules, verdict: together, byResource: together.kind === "within" };
  }

  /** Whether a layer of RCPs has something against resources of another account. */
  #limitsOthers(cells: readonly Cell[], { grant, rules }: GrantRules): boolean {
    if (grant.layer !== "rcp") return false;
    const foreign = cells.filter((cell) => isForeign(cell, this.#scope));
    if (foreign.length === 0) return false;
    const { kind } = this.#scope.space.judgeUnproved(foreign, rules);
    return kind !== "within" && kind !== "vacuous";
  }

  /**
   * What stated resource-based policies take away: by an explicit Deny (D1), and where a key, a role or a resource of
   * another account has to let the session in and does not (D4, D5).
   */
  #judgeResourcePolicies(cells: readonly Cell[], group: ActionCell): readonly Deciding[] {
    if (group.resources.kind === "none") return [];
    const { rules: set, deciding: stated, lettingIn } = this.#scope.resource ?? nothingStated;
    const { allows, denies } = group.rulesOf(set);
    // Where all are stated, what is not has none.
    const missing = knowsAllResourcePolicies(this.#scope.session) ? ownPoliciesOf(cells, this.#scope) : undefined;
    const deciding = [...stated, ...(missing?.unstated ?? [])];
    if (denies.length === 0 && deciding.length === 0) return [];
    const rules: LayerRules = {
      allows: [everythingBut(deciding, this.#scope.bindings.of), ...allows.filter((rule) => lettingIn.has(rule))],
      denies,
    };
    const verdict = this.#scope.space.judgeUnproved(cells, rules);
    if (verdict.kind === "within" || verdict.kind === "vacuous") return [];
    return [{ grant: { layer: "resource", level: undefined, rules: set }, rules, verdict }];
  }

  #deniedBySession(denies: readonly Rule[], layers: readonly GrantRules[]): GroupAccess {
    const always = denies.filter((deny) => deny.conditions.length === 0);
    const refs = (always.length > 0 ? always : denies).map((deny) => deny.ref);
    return {
      identityVerdict: { kind: "vacuous" },
      access: {
        result: "no-effect",
        decidedBy: "session",
        statements: refs,
        denied: true,
        revivable: false,
        dependsOn: [],
        layers: [
          ...layers.map(({ grant, rules }) => answerOf(grant, rules, { kind: "vacuous" }, false)),
          { layer: "session", answer: "denies", statements: refs },
        ],
      },
    };
  }

  #combine(
    rule: Rule,
    group: ActionCell,
    cells: readonly Cell[],
    judged: readonly Deciding[],
    partly: boolean,
  ): GroupAccess {
    const identity = judged.find(({ grant }) => grant.layer === "identity");
    const deciding = decidingLayer(judged);
    const revivable =
      this.#isRevivable(deciding, judged, cells, group) && !cells.every((cell) => isForeign(cell, this.#scope));
    // Of what a Deny leaves over, nothing but a resource-based policy decides: "denied" would say too much.
    const left =
      !partly && revivable && deciding?.verdict.kind === "exceeds" && deciding.verdict.reason === "base-denied";
    const found = { judged, identity, deciding, revivable, partly, left };
    const access = this.#outcomes.of(rule, cells, found, this.#scope.budget, () =>
      this.#outcomeOf(rule, group, cells, found),
    );
    const identityVerdict = identity?.verdict ?? vacuous;
    if (deciding?.verdict.kind !== "exceeds" || access.result === "unknown") return { identityVerdict, access };
    const { grant, verdict } = deciding;
    const exampleFor = examplesOf(verdict.witness, grant, this.#scope.space);
    return { identityVerdict, exampleFor, shown: { witness: verdict.witness, grant }, access };
  }

  #outcomeOf(
    rule: Rule,
    group: ActionCell,
    cells: readonly Cell[],
    { judged, identity, deciding, revivable, partly, left }: Found,
  ): Outcome {
    const others = judged.map(({ grant, rules, verdict }) =>
      answerOf(grant, rules, verdict, partly || left, () => grantingRefs(rules, cells, this.#scope.budget)),
    );
    const own: LayerAnswer = { layer: "session", answer: "allows", statements: [rule.ref] };
    const layers = this.#scope.limits === undefined ? [...others, own] : others;
    const base = { revivable, layers };
    if (identity === undefined && (deciding === undefined || partly || deciding.verdict.kind !== "exceeds")) {
      const why = this.#scope.layers.unknown.find(({ layer }) => layer === "identity")?.why;
      const detail = why ?? "the base role's policies are not given";
      const unknown: Unknown = { why: "layer-not-given", detail, rules: [] };
      return outcome("unknown", "identity", [], base, { unknown });
    }
    const unread = this.#scope.session.managedPolicies.find(({ document }) => document.state === "unknown");
    if (deciding === undefined && unread !== undefined) {
      // Its Denies would count (T2).
      const detail = `the managed policy ${unread.arn} that is passed along isn't known`;
      const unknown: Unknown = { why: "layer-not-given", detail, rules: ["T2"] };
      return outcome("unknown", "session", [], base, { unknown });
    }
    if (deciding === undefined) {
      const granting = judged.find(({ byResource }) => byResource) ?? identity;
      const refs = granting === undefined ? [] : grantingRefs(granting.rules, cells, this.#scope.budget);
      const statements = granting?.byResource ? refs.filter(({ layer }) => layer === "resource") : refs;
      const decidedBy = granting?.byResource ? "resource" : "identity";
      // Of several resources the statement names, those that the action can be called on.
      const isPart = cells.length > 0 && cells.length < rule.resources.length && !rule.negatedResources;
      const allowedOn =
        isPart && group.resources.kind === "typed" ? cells.map(({ entry }) => rule.resources[entry!]!.text) : undefined;
      return outcome("allowed", decidedBy, statements, base, { allowedOn });
    }
    const { grant, verdict } = deciding;
    switch (verdict.kind) {
      case "unknown":
        return outcome("unknown", grant.layer, [], base, { unknown: verdict });
      case "depends": {
        const { keys, statements, isWhole } = hangingOn(judged, cells, this.#scope.budget);
        return outcome("depends", grant.layer, statements, base, { dependsOn: keys, hangsWholly: isWhole });
      }
      case "exceeds": {
        const missing = left || (revivable && !isGoneAround(grant)) ? judged.find(lacksIt) : undefined;
        const denied = verdict.reason === "base-denied" && !left;
        const allowedOn = partly
          ? this.#allowedOn(
              rule,
              judged.map((each) => each.rules),
            )
          : undefined;
        const result = partly ? "partly" : revivable ? "not-granted" : "no-effect";
        const decidedBy = (!partly && missing?.grant.layer) || grant.layer;
        const statements = left || verdict.by === undefined ? [] : [verdict.by];
        return outcome(result, decidedBy, statements, base, { denied, allowedOn });
      }
      default:
        return outcome("allowed", "identity", [], base);
    }
  }

  /**
   * Whether a resource-based policy that is not stated could still allow some of it (E3): one can be attached to a
   * resource of these types, no layer denies it, and what is missing is a layer that such a policy goes around (D3).
   */
  #isRevivable(
    deciding: Deciding | undefined,
    judged: readonly Deciding[],
    cells: readonly Cell[],
    group: ActionCell,
  ): boolean {
    return deciding?.verdict.kind === "exceeds" && this.#canBeRevived(judged, cells, group);
  }

  #canBeRevived(judged: readonly Deciding[], cells: readonly Cell[], group: ActionCell): boolean {
    const { session, catalog, bindings, space } = this.#scope;
    if (knowsAllResourcePolicies(session)) return false;
    if (catalog.resourcePolicies.policyFor(group.service, typesOf(group.resources)) === undefined) return false;
    if (judged.every(({ grant, rules }) => isGoneAround(grant) && rules.denies.length === 0)) return true;
    // A Deny, or an SCP that lacks something, may take a part only: what it leaves is just not granted.
    const limits = judged.map(({ grant, rules }) =>
      isGoneAround(grant) ? { allows: [everythingBut([], bindings.of)], denies: rules.denies } : rules,
    );
    return cells.some((cell) => space.someAllowed(cell, limits));
  }

  /** The base's own patterns where they lie within the statement's, or the statement's where they lie within the base's. */
  #allowedOn(rule: Rule, layers: readonly LayerRules[]): readonly string[] | undefined {
    if (rule.negatedResources || layers.length !== 1 || layers[0]!.denies.length > 0) return undefined;
    const out = new Set<string>();
    for (const own of rule.resources) {
      for (const allow of layers[0]!.allows) {
        // A resource's own policy is about that resource only, whatever it names.
        if (allow.negatedResources || allow.conditions.length > 0 || allow.within !== undefined) return undefined;
        for (const base of allow.resources) {
          if (coversAlone(own.whole, base.whole, this.#scope.budget)) out.add(base.text);
          else if (coversAlone(base.whole, own.whole, this.#scope.budget)) out.add(own.text);
          else if (intersects(base.whole, own.whole, this.#scope.budget)) return undefined;
        }
      }
    }
    return [...out];
  }
}

/** Whether no request was found that shows it: perhaps there is one for the next group. */
function lacksExample({ access, shown }: GroupAccess): boolean {
  if (access === undefined || shown !== undefined) return false;
  return access.unknown?.why === "unreadable" || (isLost(access) && access.decidedBy !== "session");
}

/** Apart from what it is used in, so that nothing else of a group is kept for as long as its examples may be asked for. */
function examplesOf(witness: Witness, grant: GrantLayer, space: CheckSpace): GroupAccess["exampleFor"] {
  const { later } = space;
  return (action, units) => space.exampleLater(witness, action, grant, later, units);
}

/** The same where a resource-based policy leaves it open, or what else `decidedBy` says. */
function asUnknown(
  { identityVerdict, access }: GroupAccess,
  unknown: Unknown,
  decidedBy: Outcome["decidedBy"] = "resource",
): GroupAccess {
  const { layers, revivable } = access!;
  return { identityVerdict, access: { ...unknownAccess(unknown).access!, decidedBy, layers, revivable } };
}

const otherControls: Unknown = {
  why: "layer-not-given",
  detail: "whether these RCPs apply to the other account isn't known",
  rules: ["D2"],
};

const nothingStated = {
  rules: new RuleSet("resource", undefined, []),
  deciding: [] as readonly string[],
  lettingIn: new Set<Rule>(),
} as const;

function lacksIt({ grant, verdict }: Deciding): boolean {
  return isGoneAround(grant) && verdict.kind === "exceeds";
}
