/**
 * Improves the citizen pages that the server renders; every page works without it.
 *
 * The first thing it does: a form that was sent cannot be sent twice by an impatient thumb.
 */
document.addEventListener("submit", (event) => {
  const button = event.target instanceof HTMLFormElement ? event.target.querySelector<HTMLButtonElement>("button[type=submit]") : null;
  button?.setAttribute("aria-disabled", "true");
});

export {};
