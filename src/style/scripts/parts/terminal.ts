// The check of a terminal: what only a script can see is added to the page, which is whole without it.

export function checkTerminal(): void {
  const size = document.querySelector<HTMLInputElement>('[data-screen-size]');
  if (size === null) return;
  size.value = `${window.screen.width}×${window.screen.height}`;
  const shown = document.querySelector<HTMLElement>('[data-screen]');
  if (shown !== null) shown.textContent = `　画面：${size.value}　表示幅：${window.innerWidth}`;
  const clock = document.querySelector<HTMLElement>('[data-clock]');
  if (clock === null) return;
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(clock.dataset['clock'] ?? '')) / 1_000);
  clock.textContent = `　端末の時計との差：${seconds}秒`;
}
