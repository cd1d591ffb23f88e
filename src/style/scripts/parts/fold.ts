// A form that is changed seldom is folded to one press where scripts run. Without this it stands open.

export function startFolds(): void {
  for (const fold of document.querySelectorAll<HTMLElement>('[data-fold]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-second';
    const turn = (open: boolean) => {
      fold.classList.toggle('folded', !open);
      button.textContent = fold.dataset[open ? 'open' : 'fold'] ?? '';
      button.setAttribute('aria-expanded', String(open));
    };
    button.addEventListener('click', () => turn(fold.classList.contains('folded')));
    fold.prepend(button);
    turn(false);
  }
}
