// A press in a row of a table leads back to it: it stands where it stood in the window, and the cursor waits at its next press.

const PLACE = 'row-place';

export const rowOf = (node: Element | null): HTMLElement | null => node?.closest<HTMLElement>('[data-row]') ?? null;
export const topOf = (row: Element): number => row.getBoundingClientRect().top;
export const controls = (row: ParentNode): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>('.presses button, .presses a, [data-presses] button, [data-presses] a'),
];

/** Before a press, or a page that leads back, where its row stood is kept. */
function keepPlace(event: Event): void {
  const at = event.target instanceof Element ? event.target.closest('.presses, [data-presses]') : null;
  // Whoever writes a note in the row presses nothing.
  if (at === null || event.target instanceof HTMLInputElement) return;
  const row = rowOf(at);
  if (row !== null) sessionStorage.setItem(PLACE, JSON.stringify({ id: row.id, top: topOf(row) }));
}

function returnToRow(): void {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row === null || !row.matches('[data-row]')) return;
  const kept: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
  if (typeof kept === 'object' && kept !== null && 'id' in kept && 'top' in kept && kept.id === row.id)
    window.scrollBy(0, topOf(row) - Number(kept.top));
  const covered = document.querySelector('.board-list thead')?.getBoundingClientRect().bottom ?? 0;
  if (topOf(row) < Math.max(0, covered) || row.getBoundingClientRect().bottom > window.innerHeight)
    row.scrollIntoView({ block: 'center' });
  controls(row)[0]?.focus({ preventScroll: true });
}

export function startRows(): void {
  if (document.querySelector('[data-row]') === null) return;
  document.addEventListener('submit', keepPlace, true);
  document.addEventListener('click', keepPlace, true);
  // After the browser went to the fragment itself.
  window.addEventListener('load', () => window.requestAnimationFrame(returnToRow));
}
