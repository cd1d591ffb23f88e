/// <reference lib="dom" />
// Adds to desk pages that are complete without it: nothing here decides anything.
import { startBoard } from './parts/board.ts';
import { startFolds } from './parts/fold.ts';
import { backAsksAnew } from './parts/history.ts';
import { startPicks } from './parts/picks.ts';
import { makePrintButtons } from './parts/print.ts';
import { startProgress } from './parts/progress.ts';
import { startRows } from './parts/rows.ts';
import { scanPage } from './parts/scan.ts';
import { checkTerminal } from './parts/terminal.ts';
import { startUploads } from './parts/upload.ts';

const errors = document.getElementById('errors');
if (errors !== null) errors.focus();

backAsksAnew();
makePrintButtons();

/** A scanner ends with Enter and a hand may press twice: one form is sent once within a second. */
const sent = new WeakMap<EventTarget, number>();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form === null) return;
  const now = Date.now();
  if (now - (sent.get(form) ?? 0) < 1000) event.preventDefault();
  sent.set(form, now);
});

startRows();
startBoard();
startFolds();
startProgress();
startPicks();
startUploads();

/** Up and down go by column in the grid of places, left and right by row, past what cannot be chosen. Without this arrows go in reading order. */
const places = document.querySelector<HTMLTableElement>('[data-places]');
places?.addEventListener('keydown', (event) => {
  // Enter takes the marked place, also where it is the one that is held; without this it presses the form's first button.
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
    event.preventDefault();
    document.querySelector<HTMLButtonElement>('[data-choose]')?.click();
    return;
  }
  const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[event.key];
  const from = event.target instanceof HTMLInputElement ? event.target.closest('td') : null;
  const row = from?.parentElement;
  if (
    step === undefined ||
    from === null ||
    !(row instanceof HTMLTableRowElement) ||
    event.altKey ||
    event.ctrlKey ||
    event.metaKey
  )
    return;
  event.preventDefault();
  let [y, x] = [row.rowIndex + step[0], from.cellIndex + step[1]];
  for (; y >= 0 && y < places.rows.length && x >= 0; y += step[0], x += step[1]) {
    const cell = places.rows[y]?.cells[x];
    if (cell === undefined) return;
    const radio = cell.querySelector<HTMLInputElement>('input[type=radio]');
    if (radio !== null) {
      radio.checked = true;
      radio.focus();
      return;
    }
  }
});

/** Whoever leaves a call for another page gives back what is held for it, but for what another window went on with; the call's own links and forms go on. Without this the clock does. */
const call = document.querySelector<HTMLElement>('[data-leave]');
const sentWith = ['form_token', 'hold', 'sign'].map((name): [string, string | undefined] => [
  name,
  call?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value,
]);
const leave = (event: Event): void => {
  const to = event.target instanceof Element ? event.target.closest(event.type === 'submit' ? 'form' : 'a[href]') : null;
  const elsewhere =
    to instanceof HTMLAnchorElement && (to.target === '_blank' || new URL(to.href).pathname === location.pathname);
  if (to === null || call?.contains(to) === true || elsewhere || to.getAttribute('href')?.startsWith('#') === true) return;
  tell();
};
/** `more`: what is said besides the sign of this page. */
const tell = (more: Readonly<Record<string, string>> = {}): void => {
  const said = sentWith.map(([name, value]) => [name, value ?? '']);
  navigator.sendBeacon(call?.dataset['leave'] ?? '', new URLSearchParams([...said, ...Object.entries(more)]));
};
if (call !== null && sentWith.every(([, value]) => value !== undefined)) {
  document.addEventListener('click', leave);
  document.addEventListener('submit', leave);
  // A window that is closed shows the call no longer: it keeps no other from giving back what is held.
  window.addEventListener('pagehide', () => tell({ hidden: '1' }));
}

/** The cursor waits at what is done most often here, or just before the things that may be done, without moving the page; Tab goes on from there. Where the page says where, the browser puts it there after this. */
if (document.activeElement === document.body && location.hash === '' && document.querySelector('[autofocus]') === null)
  document.querySelector<HTMLElement>('[data-begin][tabindex], [data-begin] a')?.focus({ preventScroll: true });

/** Alt and an access key leads there in every browser, also where the browser itself wants more keys held (`accessKeys`); what it did by itself is not done twice. */
document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const key = /^(?:Key|Digit)(.)$/u.exec(event.code)?.[1]?.toLowerCase();
  const to = [...document.querySelectorAll<HTMLElement>('[accesskey]')].find(({ accessKey }) => accessKey.toLowerCase() === key);
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
  if (to instanceof HTMLInputElement) to.select();
  if (to instanceof HTMLAnchorElement || to instanceof HTMLButtonElement) to.click();
});

scanPage();
checkTerminal();
