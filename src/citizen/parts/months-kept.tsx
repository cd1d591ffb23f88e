import { renderToString } from 'preact-render-to-string';
import type { DaySign } from '../acts.ts';
import type { Language } from '../language.ts';
import { Months } from './months.tsx';

/**
 * Months drawn once for everyone who sees the same signs: on a busy day thousands of people see one of a few calendars, and
 * drawing it is most of the page's work. Only days and signs go in, nothing of a person, so sharing is safe.
 */
const drawn = new Map<string, string>();
const MOST = 300;

export function MonthsKept({ days, href, language }: { days: DaySign[]; href: (day: string) => string; language: Language }) {
  const key = `${language} ${href('')} ${days[0]?.day ?? ''} ${days.map(({ sign }) => sign[1]).join('')}`;
  let html = drawn.get(key);
  if (html === undefined) {
    html = renderToString(<Months days={days} href={href} language={language} />);
    if (drawn.size >= MOST) drawn.clear();
    drawn.set(key, html);
  }
  return <div class="months" dangerouslySetInnerHTML={{ __html: html }} />;
}
