/// <reference lib="dom" />
// Adds to desk pages that are complete without it: nothing here decides anything.

const errors = document.getElementById('errors');
if (errors !== null) errors.focus();

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** A scanner ends with Enter and a hand may press twice: one form is sent once within a second. */
for (const form of document.querySelectorAll('form')) {
  let sent = 0;
  form.addEventListener('submit', (event) => {
    const now = Date.now();
    if (now - sent < 1000) event.preventDefault();
    sent = now;
  });
}
