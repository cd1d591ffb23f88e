import type { Formats } from './formats.ts';
import { formats as japanese } from './ja/formats.ts';
import { ja } from './ja/index.ts';

/** A third longer than Japanese, as English and Vietnamese are. */
const LONGER = 3;

/** `予約する` → `⟦予約する～⟧`. What stands on a page without the marks is in no catalogue. */
const marked = (text: string): string => (text === '' ? '' : `⟦${text}${'～'.repeat(Math.ceil(text.length / LONGER))}⟧`);

function pseudo(value: unknown): unknown {
  if (typeof value === 'string') return marked(value);
  if (Array.isArray(value)) return value.map(pseudo);
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, pseudo(one)]));
}

/** The Japanese catalogue, longer and with marks at both ends of each text: a test walks every page in it. */
export const pseudoTexts = pseudo(ja) as typeof ja;

const say = Object.entries(japanese).map(([name, one]): [string, unknown] => [
  name,
  typeof one === 'string'
    ? marked(one)
    : (...from: Parameters<typeof one>) => marked((one as (...from: unknown[]) => string)(...from)),
]);
export const pseudoFormats = Object.fromEntries(say) as Formats;
