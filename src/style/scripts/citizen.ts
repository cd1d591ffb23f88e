/// <reference lib="dom" />
import { backAsksAnew } from './parts/history.ts';
import { keepTyped } from './parts/languages.ts';
import { makePrintButtons } from './parts/print.ts';

// Adds to pages that are complete without it: nothing here decides anything.

/** A list of errors is where someone who has just sent a form must begin. */
const errors = document.getElementById('errors');
if (errors !== null) errors.focus();

backAsksAnew();
makePrintButtons();
keepTyped();

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

/** Warns five minutes before the visit ends where nobody presses anything; one press reads the page anew in the background, and the server carries it on. */
const ends = document.querySelector<HTMLElement>('[data-visit-seconds]');
const told = ends === null ? null : ends.querySelector<HTMLElement>('.visit-told');
if (ends !== null && told !== null) {
  const lasts = Number(ends.dataset['visitSeconds']);
  const warn = () => {
    const words = document.createElement('p');
    words.textContent = ends.dataset['visitSoon'] ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-second';
    button.textContent = ends.dataset['visitOn'] ?? '';
    button.addEventListener('click', () => {
      const request = new XMLHttpRequest();
      request.open('GET', window.location.href);
      request.onload = () => {
        const until = /data-visit-seconds="(\d+)"/.exec(request.responseText);
        if (until === null) window.location.reload();
        else {
          told.textContent = '';
          begin(Number(until[1]));
        }
      };
      request.onerror = () => window.location.reload();
      request.send();
    });
    told.appendChild(words);
    told.appendChild(button);
  };
  const begin = (seconds: number) => {
    if (Number.isFinite(seconds)) window.setTimeout(warn, Math.max(0, seconds - 300) * 1000);
  };
  begin(lasts);
}
