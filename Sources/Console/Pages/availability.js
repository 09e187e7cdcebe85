// Asks which calls have recordings. Results come one by one, as soon as the service knows them.
const rowsPerRequest = 1000;

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

/** The reason an answer gives for failing, in a sentence. */
export async function sentenceOf(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return `The service answered ${answer.status}.`;
  }
}

/**
 * Asks for calls, as a user would be allowed to hear them; `report` is called with each result.
 * Throws with a sentence when the service cannot be asked, and AbortError when the signal says so.
 */
export async function ask(user, calls, report, signal) {
  for (let start = 0; start < calls.length; start += rowsPerRequest) {
    let answer;
    try {
      answer = await fetch("/v1/availability", {
        method: "POST", signal, body: JSON.stringify({ user, segments: calls.slice(start, start + rowsPerRequest) }),
        headers: { "Content-Type": "application/json", "Accept": "application/x-ndjson" },
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error("The service cannot be reached at the moment.");
    }
    if (answer.status === 401) throw new Error("You are not signed in any more: load the page again.");
    if (!answer.ok) throw new Error(await sentenceOf(answer));
    let isWhole = false;
    try {
      for await (const result of linesOf(answer.body)) {
        if (result.done) isWhole = true;
        else report(result);
      }
    } catch (error) {
      if (error.name === "AbortError") throw error;
    }
    if (!isWhole) throw new Error("The answer broke off; some calls were not checked.");
  }
}

/** The result for one call. */
export async function askOne(user, segment, signal) {
  let found = null;
  await ask(user, [segment], (result) => { found = result; }, signal);
  return found;
}

/** Path and query of a recording's audio on this host, whatever host the address was made for. */
export const ownAddress = (audioURL) => audioURL.slice(Math.max(0, audioURL.indexOf("/v1/audio/")));
