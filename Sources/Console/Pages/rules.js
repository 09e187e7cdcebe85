// The path of the rules that decide which entry is asked, for a call and for a user.
import { icon, make } from "./draw.js";

const ruleWords = {
  featureSwitch: "Recording feature", user: "User", assignment: "Assignment",
  demonstrationSimulator: "Demonstration simulator", entry: "Entry", scope: "Scope",
};
const ruleOutcomes = {
  pass: ["good", "available", "passes"], fail: ["bad", "invalid", "stops here"],
  applied: ["wait", "forward", "applied"], skipped: ["idle", "notFound", "not needed"],
};

export const decided = () => make("span", { class: "decided" }, "Decided here");

/** The rules in order, each with its outcome in a word and a sentence; the one that decided is marked. Across: side by side where there is room. */
export function rulePath(rules, last, isAcross = false) {
  const step = (rule) => {
    const [kind, picture, word] = ruleOutcomes[rule.outcome] || ["idle", "unknown", rule.outcome];
    return make("li", { class: `${kind}${rule === last ? " last" : ""}`, "data-rule": rule.rule, "data-outcome": rule.outcome },
      make("span", { class: "dot" }, icon(picture)),
      make("h3", {}, ruleWords[rule.rule] || rule.rule),
      make("span", { class: "word" }, word), rule === last ? decided() : null,
      make("p", {}, rule.detail));
  };
  return make("ol", { class: isAcross ? "path across" : "path" }, ...rules.map(step));
}
