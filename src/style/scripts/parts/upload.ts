/// <reference lib="dom" />

/** A file that is larger than the server takes (`data-most`, bytes) is said at its box before it is sent; without a script the server says so. */
export function startUploads(): void {
  const box = document.querySelector<HTMLInputElement>('input[type=file][data-most]');
  const form = box?.form;
  if (box === null || form == null) return;
  const said = document.createElement('p');
  said.className = 'wrong';
  said.setAttribute('role', 'alert');
  const judge = (): boolean => {
    const tooLarge = (box.files?.[0]?.size ?? 0) > Number(box.dataset['most']);
    said.textContent = tooLarge ? (box.dataset['tooLarge'] ?? '') : '';
    if (tooLarge) box.after(said);
    else said.remove();
    return tooLarge;
  };
  box.addEventListener('change', judge);
  form.addEventListener('submit', (event) => {
    if (!judge()) return;
    event.preventDefault();
    event.stopPropagation();
    box.focus();
  });
}
