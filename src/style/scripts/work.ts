/// <reference lib="dom" />
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

// Asked for by the one page that wants proof of work. A press before it is done waits for it; who has no script, or an old browser, waits a minute.

const place = document.querySelector<HTMLElement>('[data-work]');
const form = place?.closest('form');
const box = form?.querySelector<HTMLInputElement>('input[name=work_done]');
if (place !== null && form && box) {
  const { work = '', workDoing = '', workReady = '' } = place.dataset;
  let wanted = false;
  const hold = (event: Event) => {
    event.preventDefault();
    // Not the page's own count of presses: this one sends nothing.
    event.stopImmediatePropagation();
    wanted = true;
  };
  form.addEventListener('submit', hold, { capture: true });
  place.textContent = workDoing;
  const challenge: Parameters<typeof solveChallenge>[0]['challenge'] = JSON.parse(work);
  solveChallenge({ challenge, deriveKey })
    .then((solution) => {
      if (solution === null) return;
      box.value = JSON.stringify({ challenge, solution });
      place.textContent = workReady;
    })
    // Without a secure connection a browser has nothing to compute with: then one waits.
    .catch(() => {
      place.textContent = '';
    })
    .finally(() => {
      form.removeEventListener('submit', hold, { capture: true });
      if (wanted) form.submit();
    });
}
