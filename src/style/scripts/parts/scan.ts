import { queueScans } from './scan-queue.ts';

// The scan pages: the field has the focus whatever is clicked that is not a control, and the answer to a scan is heard as well as seen.

/** One short high tone for what was recorded, two low ones for what was not; nothing depends on hearing them. */
const TONES: Record<string, readonly { hertz: number; from: number }[]> = {
  done: [{ hertz: 1_320, from: 0 }],
  wrong: [
    { hertz: 220, from: 0 },
    { hertz: 220, from: 0.22 },
  ],
};
const SECONDS = 0.14;

function sound(name: string): void {
  const tones = TONES[name];
  if (tones === undefined || typeof AudioContext === 'undefined') return;
  const context = new AudioContext();
  for (const { hertz, from } of tones) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(context.destination);
    tone.start(context.currentTime + from);
    tone.stop(context.currentTime + from + SECONDS);
  }
}

export function scanPage(): void {
  const field = document.querySelector<HTMLInputElement>('.scan-form input[name=code]');
  if (field === null) return;
  sound(document.querySelector<HTMLElement>('[data-sound]')?.dataset['sound'] ?? '');
  field.focus();
  queueScans(sound);
  document.addEventListener('click', (event) => {
    const on = event.target instanceof Element ? event.target.closest('a, button, input, select, label') : null;
    if (on === null) field.focus();
  });
}
