/// <reference lib="dom" />

/**
 * A page that answers a form stands in the browser's history as that POST: Back leads to the browser's own error page, since nothing is kept (`no-store`).
 * From here on it is asked for by its address; each address of a form has a page. Without this the browser asks whether to send the form again.
 */
export function backAsksAnew(): void {
  history.replaceState(history.state, '', location.href);
}
