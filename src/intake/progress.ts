import { grouped } from '../lib/values/numbers.ts';
import type { ImportRequest } from './import-report.ts';

type Progress = Parameters<NonNullable<ImportRequest['onProgress']>>[0];

const WIDTH = 30;
/** Redrawn this often over the whole way: a bar must not cost what it shows. */
const STEPS = 200;

/** A bar on one line of a terminal. Without a screen it draws nothing. */
export function progressBar(screen: { write(text: string): unknown } | null) {
  let shown = -1;
  let drawn = false;
  return {
    show: ({ part, rows, phase }: Progress): void => {
      const step = phase === 'storing' ? STEPS + 1 : Math.floor(Math.min(part, 1) * STEPS);
      if (screen === null || step === shown) return;
      shown = step;
      drawn = true;
      const full = Math.round(Math.min(part, 1) * WIDTH);
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
      const words = phase === 'storing' ? '登録しています' : `読んでいます ${Math.floor(Math.min(part, 1) * 100)}%`;
      screen.write(`\r\u001b[2K${bar} ${words} ${grouped(rows)}行`);
    },
    clear: (): void => {
      if (drawn) screen?.write('\r\u001b[2K');
      drawn = false;
    },
  };
}
