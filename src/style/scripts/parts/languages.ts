/// <reference lib="dom" />

const isTyped = (box: Element): boolean =>
  box instanceof HTMLInputElement
    ? box.type === 'checkbox' || box.type === 'radio'
      ? box.checked
      : box.type !== 'hidden' && box.value !== ''
    : box instanceof HTMLSelectElement && box.selectedIndex > 0;

/** Another language of a page that was typed into: the form goes along and comes back in that language, as the buttons without scripts do. */
export function keepTyped(): void {
  const mark = document.querySelector<HTMLElement>('[data-speaks]');
  const form = mark?.closest('form');
  const strip = document.querySelector('.languages');
  if (!mark || !form || strip === null) return;
  strip.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-prefix]') : null;
    if (link === null || ![...form.elements].some(isTyped)) return;
    event.preventDefault();
    const box = document.createElement('input');
    box.type = 'hidden';
    box.name = 'only_speak';
    box.value = 'yes';
    form.appendChild(box);
    form.setAttribute('action', `${link.dataset['prefix'] ?? ''}${mark.dataset['speaks'] ?? ''}`);
    form.submit();
  });
}
