// Someone who came by a link from elsewhere may be signed in already: the browser keeps the cookie back from the first request
// only, so this one brings it.
const { target } = document.getElementById("sign-in").dataset;
if (!document.getElementById("refusal")) {
  const answer = await fetch("/console/session");
  const session = await answer.json();
  if (session.signedIn) location.replace(target);
}
document.querySelector("details.token[open] input[type=password], #username").focus();
