// The day's board where scripts run: what others do appears without moving a row under the hand.
import { controls, rowOf, topOf } from './rows.ts';

const EVERY = 20_000;
/** For so long after the last key or click, the row that has the focus counts as under the hand. */
const HAND_RESTS = 60_000;
const STOPPED = 'board-refresh-stopped';

const rowsOf = (root: ParentNode): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-row]')];
const scanField = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>('#scan');

/** Where a row stands and what may be pressed on it: while both are the same, a refresh changes nothing under the hand. */
function pressesOf(row: HTMLElement): string {
  const words = controls(row).map((control) => `${control.getAttribute('name')} ${control.getAttribute('value')}`);
  return [row.closest('section')?.id ?? '', row.querySelector('input[name=from]')?.getAttribute('value') ?? '', ...words].join(
    '|',
  );
}

/** The first row below what stays in view. */
function firstSeen(board: HTMLElement): HTMLElement | undefined {
  const covered = document.querySelector('.board-top')?.getBoundingClientRect().bottom ?? 0;
  return rowsOf(board).find((row) => topOf(row) >= covered);
}

/** A scanner types wherever the cursor is. Its characters belong into its field, or its Enter would press whatever has the focus. */
function scannerFindsItsField(): void {
  document.addEventListener('keydown', (event) => {
    const field = scanField();
    const at = document.activeElement;
    const typing = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
    const character = [...event.key].length === 1 && event.key !== ' ';
    if (field !== null && !typing && character && !event.ctrlKey && !event.altKey && !event.metaKey)
      field.focus({ preventScroll: true });
  });
}

/** Puts the fresh parts in place of those shown, one row held where it stands in the window. False: it could not be held, and nothing was changed. */
function replace(fresh: Document, held: HTMLElement | undefined, mustHold: boolean): boolean {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const before = parts.map((part) => ({ part, nodes: [...part.childNodes] }));
  const [id, top] = [held?.id, held === undefined ? 0 : topOf(held)];
  const focused = rowOf(document.activeElement);
  const at = focused === null ? -1 : controls(focused).indexOf(document.activeElement as HTMLElement);
  for (const part of parts) {
    const next = fresh.querySelector(`[data-part="${part.dataset['part']}"]`);
    if (next !== null) part.replaceChildren(...next.childNodes);
  }
  const stands = id === undefined ? null : document.getElementById(id);
  if (stands !== null) window.scrollBy(0, topOf(stands) - top);
  if (mustHold && (stands === null || Math.abs(topOf(stands) - top) > 1)) {
    for (const { part, nodes } of before) part.replaceChildren(...nodes);
    const old = id === undefined ? null : document.getElementById(id);
    if (old !== null) window.scrollBy(0, topOf(old) - top);
    return false;
  }
  const again = focused === null ? null : document.getElementById(focused.id);
  if (again !== null && at >= 0) controls(again)[at]?.focus({ preventScroll: true });
  return true;
}

/** Whether a row under the hand offers the same presses in the fresh page. */
const sameUnderHand = (fresh: Document, row: HTMLElement): boolean => {
  const next = fresh.getElementById(row.id);
  return next !== null && pressesOf(next) === pressesOf(row);
};

async function freshPage(): Promise<Document | undefined> {
  const answer = await fetch(location.href, { headers: { 'x-refresh': '1' }, credentials: 'same-origin' });
  if (answer.status === 401) location.reload();
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined;
}

/** A button among words. */
function smallButton(words: string | undefined, press: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'press-undo';
  button.textContent = words ?? '';
  button.addEventListener('click', press);
  return button;
}

/** The button that stops the refresh, or lets it go on; the page a refresh brings has none, so it is made again. */
function showStop(): void {
  const place = document.querySelector<HTMLElement>('[data-refresh-stop]');
  if (place === null) return;
  const words = () => place.dataset[sessionStorage.getItem(STOPPED) === '1' ? 'refreshAgain' : 'refreshStop'];
  const stop = smallButton(words(), () => {
    sessionStorage.setItem(STOPPED, sessionStorage.getItem(STOPPED) === '1' ? '0' : '1');
    stop.textContent = words() ?? '';
  });
  place.replaceChildren(stop);
}

/** Says that others acted, with the button that shows it, or takes that back. What is said already stays, or a screen reader says it every time. */
function tellNews(there: boolean, press: () => void): void {
  const news = document.querySelector<HTMLElement>('[data-refresh-news]');
  if (news === null || there === news.hasChildNodes()) return;
  if (!there) news.replaceChildren();
  else news.replaceChildren(`${news.dataset['refreshNews'] ?? ''} `, smallButton(news.dataset['refreshNow'], press));
}

/** What other clerks do appears by itself. What would move or change the row under the hand waits, and the page says that it does. */
function refreshByItself(board: HTMLElement): void {
  let touched = 0;
  for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, () => (touched = Date.now()));
  const refresh = async (asked: boolean): Promise<void> => {
    const typed = scanField()?.value ?? '';
    if (!asked && (document.hidden || typed !== '' || sessionStorage.getItem(STOPPED) === '1')) return;
    const fresh = await freshPage();
    if (fresh === undefined) return;
    const hover = board.querySelector<HTMLElement>('[data-row]:hover');
    const focus = Date.now() - touched < HAND_RESTS ? rowOf(document.activeElement) : null;
    const hand = asked ? null : (hover ?? focus);
    const held = hand ?? rowOf(document.activeElement) ?? firstSeen(board);
    const shown = (hand === null || sameUnderHand(fresh, hand)) && replace(fresh, held ?? undefined, hand !== null);
    tellNews(!shown, () => quietly(true));
    if (shown) showStop();
  };
  const quietly = (asked: boolean) => void refresh(asked).catch(() => {});
  showStop();
  window.setInterval(() => quietly(false), EVERY);
}

export function startBoard(): void {
  const board = document.querySelector<HTMLElement>('#board');
  if (board === null) return;
  scannerFindsItsField();
  if (board.dataset['refresh'] !== undefined) refreshByItself(board);
}
