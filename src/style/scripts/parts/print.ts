/// <reference lib="dom" />

/** Printing needs a script: the button is made where there is one, and is not in the page where there is none. */
export function makePrintButtons(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-print]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = place.dataset['printLook'] ?? '';
    button.textContent = place.dataset['print'] ?? '';
    button.addEventListener('click', () => window.print());
    place.replaceWith(button);
  }
}
