import { hash } from 'node:crypto';
import { placeholder } from '../../lib/html/index.ts';
import type { DaySign } from '../acts.ts';
import { renderPartIn, useSpeech } from '../speech.tsx';
import { type DayHref, Months } from './months.tsx';

/**
 * Months drawn once for everyone who sees the same signs: drawing and encoding them is most of a calendar's work, and signs change more seldom
 * than calendars are read. Only days and signs go in, nothing of a person, so sharing is safe.
 */
const drawn = new Map<string, Buffer>();
const MOST = 300;

/** What the days' notes come to, in a few letters a placeholder's name may have. */
const noted = (days: DaySign[]): string =>
  hash(
    'sha256',
    days
      .map(({ note }) => (note === undefined ? '' : `${note.why}\0${note.name}\0${note.evening}\0${note.ends}\0${note.holiday}`))
      .join('\n'),
  );

/** A placeholder that `keptMonths` fills where the page is drawn. */
export function MonthsKept({ days, href, marked }: { days: DaySign[]; href: DayHref; marked: string }) {
  const { language } = useSpeech();
  const key = `${language} ${encodeURIComponent(href?.('') ?? '')} ${days[0]?.day ?? ''} ${days.map(({ sign }) => sign[1]).join('')} ${marked} ${noted(days)}`;
  if (!drawn.has(key)) {
    if (drawn.size >= MOST) drawn.clear();
    drawn.set(key, Buffer.from(renderPartIn({ language, here: undefined }, <Months days={days} href={href} marked={marked} />)));
  }
  return <div class="months">{placeholder(key)}</div>;
}

export const keptMonths = (name: string): Buffer | undefined => drawn.get(name);
