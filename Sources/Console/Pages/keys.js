// Administration > Keys: which are live, and a new one for the addresses of recordings.
import { ask, byID, chip, make, time } from "./draw.js";
import { confirm, send } from "./form.js";
import { spoken } from "./shared.js";

let held = null;

const named = (keyID) => make("span", { class: "name" }, "Key ", make("code", {}, keyID));
const since = (text) => (text ? `since ${time(text)}` : "since before changes were noted");

function signingKey(key) {
  return make("li", { "data-key": key.keyID },
    key.signs ? chip("good", "available", "Signs") : chip("wait", "processing", "Accepted still"), named(key.keyID),
    make("span", { class: "hint" }, key.signs ? since(key.since) : `until ${time(key.acceptedUntil)}; then it is deleted`));
}

function plain(keyID) {
  return make("li", {}, chip(keyID ? "good" : "bad", keyID ? "available" : "providerError", keyID ? "In use" : "Missing"), keyID ? named(keyID) : null);
}

/** How long addresses that are out go on working. */
const lasting = (signing) => `${spoken(signing.urlLifetimeSeconds)}${signing.graceSeconds > 0
  ? `, and what is being listened to by then for another ${spoken(signing.graceSeconds)}` : ""}`;

function show(keys) {
  held = keys;
  const { signing, sealing, hooks, audit } = keys;
  byID("refusal").hidden = true;
  byID("signing").replaceChildren(...signing.keys.map(signingKey));
  byID("rotation").textContent = signing.canRotate
    ? `With a new key, addresses that are out keep working: each for up to ${lasting(signing)}.`
    : `Two keys at most are live at once. Another new key is possible from ${time(signing.canRotateFrom)} on, when no address of the key before can be in use any more.`;
  byID("rotate").hidden = false;
  byID("rotate").disabled = !signing.canRotate;
  byID("sealing").replaceChildren(make("li", {}, chip("good", "available", "Seals"), make("span", { class: "name" }, `Key number ${sealing.number}`),
    make("span", { class: "hint" }, sealing.since ? since(sealing.since) : sealing.number === 1 ? "from the beginning" : "")));
  byID("sealing-where").textContent = sealing.given
    ? "The key comes from the service's environment, and no file has it."
    : "The key lies in a file of its own. Without it the credentials are lost: keep a copy elsewhere than the backup.";
  byID("hooks").replaceChildren(plain(hooks.keyID));
  byID("audit").replaceChildren(plain(audit.keyID));
}

function fail(error) {
  byID("refusal").textContent = error.message;
  byID("refusal").hidden = false;
}

async function rotate() {
  const { signing } = held;
  const until = new Date(Date.now() + (signing.urlLifetimeSeconds + signing.graceSeconds) * 1000).toISOString();
  const isDone = await confirm({
    title: "Sign with a new key?",
    text: "Addresses that are given out from now on are signed with a new key.",
    affected: [make("ul", {},
      make("li", {}, `Addresses that are out keep working, each for up to ${lasting(signing)}.`),
      make("li", {}, `The present key is accepted until ${time(until)}, and deleted then.`),
      make("li", {}, "Until then no further new key is possible. Webhooks are not affected."))],
    label: "Sign with a new key",
    act: async () => { show((await send({ method: "POST", path: "/v1/keys/signing/rotate" })).answer); },
  });
  if (!isDone) return;
  byID("signing-title").focus();
  byID("told").textContent = "A new key signs from now on.";
}

byID("rotate").addEventListener("click", rotate);
ask("/v1/keys").then(show, fail);
