// Tests of connections: each host step by step, with what to do about what fails.
import { chip, icon, make, number } from "./draw.js";
import { send, words } from "./form.js";

const outcomes = {
  passed: ["good", "available"], partly: ["wait", "processing"], failed: ["bad", "providerError"], skipped: ["idle", "notFound"],
};
const outcomeWords = { passed: "Works", partly: "Works in part", failed: "Failed", skipped: "Not tried" };
const stepWords = { token: "Sign in", profile: "Profile", list: "List", detail: "Recording" };

function stepPart(step) {
  const [kind, picture] = outcomes[step.outcome];
  const figures = step.calls.length > 0 ? `${step.status ?? "no answer"}${step.code == null ? "" : ` (${step.code})`} · ${number(step.milliseconds)} ms` : "";
  return make("li", { class: `step ${kind}`, "data-step": step.step, "data-outcome": step.outcome },
    make("h4", {}, icon(picture), stepWords[step.step] || step.step, make("span", { class: "figures" }, figures)),
    make("p", {}, step.message));
}

function hostPart(host) {
  const [kind, picture] = outcomes[host.outcome];
  return make("li", { class: "tested", "data-outcome": host.outcome },
    make("h3", {}, `Host ${host.position}`, " ", chip(kind, picture, outcomeWords[host.outcome])),
    host.steps.length > 0 ? make("ol", { class: "steps" }, ...host.steps.map(stepPart)) : make("p", { class: "hint" }, host.message),
    host.remedy ? make("p", { class: "remedy" }, make("strong", {}, "What to do: "), host.remedy) : null);
}

/**
 * Tries a connection and draws what came of it into `place`, which is read aloud.
 * Throws what is wrong with the fields of `body`, for a form to tell at them.
 */
export async function testConnection(path, body, place) {
  place.replaceChildren(make("p", { class: "hint" }, "Asking the hosts for a token, the profile, one page of the list and a recording…"));
  try {
    const { answer } = await send({ method: "POST", path, body });
    const [kind, picture] = outcomes[answer.outcome];
    place.replaceChildren(
      make("p", { class: "outcome", "data-outcome": answer.outcome }, chip(kind, picture, outcomeWords[answer.outcome]), " ", answer.message),
      make("ol", { class: "hosts" }, ...answer.hosts.map(hostPart)));
    return answer;
  } catch (error) {
    place.replaceChildren();
    if (error.fields?.length > 0) throw error;
    place.append(make("p", { class: "refusal" }, words(error)));
    return null;
  }
}
