/// <reference lib="dom" />
import { makePrintButtons } from './parts/print.ts';

// Adds to pages that are complete without it: nothing here decides anything.

/** A list of errors is where someone who has just sent a form must begin. */
const errors = document.getElementById('errors');
if (errors !== null) errors.focus();

makePrintButtons();

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
  const told = hold.querySelector<HTMLElement>('[data-hold-soon]');
  const say = (words: string | undefined) => {
    if (told === null || words === undefined) return;
    hold.classList.add('hold-soon');
    told.textContent = words;
  };
  if (Number.isFinite(left)) {
    window.setTimeout(() => say(told?.dataset['holdSoon']), Math.max(0, left - 120) * 1000);
    window.setTimeout(() => {
      const live = hold.querySelector<HTMLElement>('[data-hold-live]');
      if (live !== null) live.hidden = true;
      say(told?.dataset['holdGone']);
    }, Math.max(0, left) * 1000);
  }
}
