// Rows that may be ticked, where scripts run: what may be done with them appears with the first tick, at the foot of the window, and says how many they are.
// Without this it stands under the rows.

/** A page's own ticks, and those that were kept of its other pages. While any tick is kept, the bar stays: taking the last one off is recorded by its buttons alone. */
function show(bar: HTMLElement, boxes: readonly HTMLInputElement[]): void {
  const said = bar.querySelector<HTMLElement>('[data-elsewhere]');
  const chosen = Number(said?.dataset['elsewhere'] ?? '0') + boxes.filter(({ checked }) => checked).length;
  bar.classList.toggle('pick-none', chosen === 0 && Number(bar.dataset['kept'] ?? '0') === 0);
  if (said !== null) said.textContent = `${new Intl.NumberFormat('en-US').format(chosen)}件を選択中`;
}

export function startPicks(): void {
  for (const bar of document.querySelectorAll<HTMLElement>('[data-picks]')) {
    const form = bar.closest('form');
    const boxes = [...(form?.querySelectorAll<HTMLInputElement>('.pick') ?? [])];
    bar.classList.add('pick-float');
    form?.addEventListener('change', () => show(bar, boxes));
    show(bar, boxes);
    // A page that is returned to gets its ticks back after this ran.
    window.addEventListener('pageshow', () => show(bar, boxes));
  }
}
