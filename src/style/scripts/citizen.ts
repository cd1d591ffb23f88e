/// <reference lib="dom" />
// Adds to pages that are complete without it: nothing here decides anything.

/** A list of errors is where someone who has just sent a form must begin. */
const errors = document.getElementById('errors');
if (errors !== null) errors.focus();

/** Printing needs a script; the button appears only where there is one. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** A second press within two seconds sends nothing. The server would answer it with the same page anyway. */
for (const form of document.querySelectorAll('form')) {
  let sent = 0;
  form.addEventListener('submit', (event) => {
    const now = Date.now();
    if (now - sent < 2000) event.preventDefault();
    sent = now;
  });
}

/** Says once, two minutes before, that the place is about to go; then no longer that it is held. The server alone knows when it went. */
const hold = document.querySelector<HTMLElement>('[data-hold-seconds]');
if (hold !== null) {
  const left = Number(hold.dataset['holdSeconds']);
  const soon = hold.querySelector<HTMLElement>('[data-hold-soon]');
  const gone = hold.querySelector<HTMLElement>('[data-hold-gone]');
  const say = (words: HTMLElement | null) => {
    if (words === null) return;
    hold.classList.add('hold-soon');
    if (soon !== null) soon.hidden = true;
    words.hidden = false;
  };
  if (Number.isFinite(left)) {
    window.setTimeout(() => say(soon), Math.max(0, left - 120) * 1000);
    window.setTimeout(() => {
      const live = hold.querySelector<HTMLElement>('[data-hold-live]');
      if (live !== null) live.hidden = true;
      say(gone);
    }, Math.max(0, left) * 1000);
  }
}
