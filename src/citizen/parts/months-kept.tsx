import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { renderPage } from '../../lib/html/index.ts';
import type { DaySign } from '../acts.ts';
import type { Language } from '../language.ts';
import { Months } from './months.tsx';

/**
 * Months drawn once for everyone who sees the same signs: on a busy day thousands of people see one of a few calendars, and
 * drawing and encoding it is most of the page's work. Only days and signs go in, nothing of a person, so sharing is safe.
 */
const drawn = new Map<string, Buffer>();
const MOST = 300;
/** Stands in the page where the bytes go. What anyone types is escaped, so it cannot make one. */
const MARK = /<!--months (.*?)-->/u;

export function MonthsKept({ days, href, language }: { days: DaySign[]; href: (day: string) => string; language: Language }) {
  const key = `${language} ${encodeURIComponent(href(''))} ${days[0]?.day ?? ''} ${days.map(({ sign }) => sign[1]).join('')}`;
  if (!drawn.has(key)) {
    if (drawn.size >= MOST) drawn.clear();
    drawn.set(key, Buffer.from(renderToString(<Months days={days} href={href} language={language} />)));
  }
  return <div class="months" dangerouslySetInnerHTML={{ __html: `<!--months ${key}-->` }} />;
}

/** A page as bytes, the months it shows put in as they were kept. */
export function renderBytes(page: VNode): Buffer {
  const html = renderPage(page);
  const [before = '', key, after = ''] = html.split(MARK);
  const months = key === undefined ? undefined : drawn.get(key);
  return months === undefined ? Buffer.from(html) : Buffer.concat([Buffer.from(before), months, Buffer.from(after)]);
}
