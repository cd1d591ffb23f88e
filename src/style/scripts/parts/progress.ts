/** How often a page asks how far its work is. */
const EVERY = 2_000;

/** Asks for the page again while it says that work goes on (`data-progress`), and shows what came; nothing is lost, since such a page has nothing to fill in. */
export function startProgress(): void {
  if (document.querySelector('[data-progress]') === null) return;
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await fetch(location.href, { headers: { 'x-refresh': '1' }, credentials: 'same-origin' });
    if (answer.status === 401) location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [now, next] = [document.querySelector('#main'), fresh.querySelector('#main')];
    if (now === null || next === null) return;
    const goesOn = next.querySelector('[data-progress]') !== null;
    if (now.innerHTML !== next.innerHTML) now.replaceWith(document.adoptNode(next));
    if (!goesOn) window.clearInterval(timer);
  };
  const timer = window.setInterval(() => void ask().catch(() => {}), EVERY);
}
