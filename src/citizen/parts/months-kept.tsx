import { hash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import { hole } from '../../lib/html/index.ts';
import type { DaySign } from '../acts.ts';
import type { Language } from '../language.ts';
import { type DayHref, Months } from './months.tsx';

/**
 * Months drawn once for everyone who sees the same signs: drawing and encoding them is most of a calendar's work, and signs change more seldom
 * than calendars are read. Only days and signs go in, nothing of a person, so sharing is safe.
 */
const drawn = new Map<string, Buffer>();
const MOST = 300;

/** What the days' notes come to, in a few letters a hole's name may have. */
const noted = (days: DaySign[]): string =>
  hash(
    'sha256',
    days.map(({ note }) => (note === undefined ? '' : `${note.why}\0${note.name}\0${note.evening}\0${note.holiday}`)).join('\n'),
  );

/** A hole that `keptMonths` closes where the page is drawn. */
export function MonthsKept({
  days,
  href,
  marked,
  language,
}: {
  days: DaySign[];
  href: DayHref;
  marked: string;
  language: Language;
}) {
  const key = `${language} ${encodeURIComponent(href?.('') ?? '')} ${days[0]?.day ?? ''} ${days.map(({ sign }) => sign[1]).join('')} ${marked} ${noted(days)}`;
  if (!drawn.has(key)) {
    if (drawn.size >= MOST) drawn.clear();
    drawn.set(key, Buffer.from(renderToString(<Months days={days} href={href} marked={marked} language={language} />)));
  }
  return <div class="months">{hole(key)}</div>;
}

export const keptMonths = (name: string): Buffer | undefined => drawn.get(name);
