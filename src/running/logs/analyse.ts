import { addDays, cityInstant, fileMoment } from '../../lib/dates/jst.ts';
import { readProxyLine } from './proxy-line.ts';

/** What is counted of the application's log, JSON lines of the doors and the worker, and of nginx's (`proxy-line.ts`). */
type LogSummary = {
  lines: number;
  unreadable: number;
  first: string | null;
  last: string | null;
  requests: number;
  /** `POST /times 500` → how often. */
  failed: Map<string, number>;
  /** Route → how often slower than the limit, and the slowest in milliseconds. */
  slow: Map<string, { count: number; most: number }>;
  /** Masked source → refusals (401, 403, 429). */
  refused: Map<string, number>;
  /** Door and message → how often, of levels error and above. */
  errors: Map<string, number>;
  warnings: Map<string, number>;
  times: number[];
};

export const emptySummary = (): LogSummary => ({
  lines: 0,
  unreadable: 0,
  first: null,
  last: null,
  requests: 0,
  failed: new Map(),
  slow: new Map(),
  refused: new Map(),
  errors: new Map(),
  warnings: new Map(),
  times: [],
});

const ERROR = 50;
const WARNING = 40;
const REFUSALS = new Set([401, 403, 429]);

const more = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

function readLine(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'level' in value ? (value as Record<string, unknown>) : undefined;
  } catch {
    return readProxyLine(text);
  }
}

const word = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value.slice(0, 120) : otherwise);

function takeRequest(summary: LogSummary, line: Record<string, unknown>, slowMs: number): void {
  const { status, ms } = line;
  if (typeof status !== 'number') return;
  summary.requests += 1;
  const route = `${word(line['door'])} ${word(line['method'])} ${word(line['route'])}`;
  if (status >= 500) more(summary.failed, `${route} ${status}`);
  if (REFUSALS.has(status)) more(summary.refused, word(line['from'], '?'));
  if (typeof ms !== 'number') return;
  summary.times.push(ms);
  if (ms < slowMs) return;
  const was = summary.slow.get(route) ?? { count: 0, most: 0 };
  summary.slow.set(route, { count: was.count + 1, most: Math.max(was.most, ms) });
}

/** From when to before when lines are counted, as the log writes its times (UTC); empty: from the first, to the last. */
type Span = { since: string; before: string };

/** The span of days of the city, the last one too. `from`, `to`: 2026-11-23, or nothing. */
export function spanOf(from: string, to: string): Span {
  const midnight = (day: string, days: number): string =>
    day === '' ? '' : cityInstant(addDays(day, days), 0).toString({ fractionalSecondDigits: 3 });
  return { since: midnight(from, 0), before: midnight(to, 1) };
}

/** Counts one line. What lies outside the span is passed over. */
export function takeLine(summary: LogSummary, text: string, { since, before, slowMs }: Span & { slowMs: number }): void {
  if (text.trim() === '') return;
  const line = readLine(text);
  if (line === undefined) {
    summary.unreadable += 1;
    return;
  }
  const time = word(line['time']);
  if ((since !== '' && time < since) || (before !== '' && time >= before)) return;
  summary.lines += 1;
  if (!Number.isNaN(Date.parse(time))) {
    if (summary.first === null || time < summary.first) summary.first = time;
    if (summary.last === null || time > summary.last) summary.last = time;
  }
  takeRequest(summary, line, slowMs);
  const level = typeof line['level'] === 'number' ? line['level'] : 0;
  const said = `${word(line['door'])}: ${word(line['msg'])}${typeof line['job'] === 'string' ? ` (${word(line['job'])})` : ''}`;
  if (level >= ERROR) more(summary.errors, said);
  else if (level >= WARNING) more(summary.warnings, said);
}

const MOST_ROWS = 20;
const ranked = (counts: Map<string, number>): [string, number][] => [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_ROWS);

const part = (title: string, rows: readonly string[]): string[] => [
  '',
  title,
  ...(rows.length === 0 ? ['  none'] : rows.map((row) => `  ${row}`)),
];

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const moment = (time: string | null): string => (time === null ? '-' : fileMoment(new Date(time)));

/** The report as it is printed: figures, routes, masked sources; nothing of persons stands in the log. */
export function reportLines(summary: LogSummary, slowMs: number): string[] {
  const sorted = summary.times.toSorted((a, b) => a - b);
  return [
    `${summary.lines} lines, ${moment(summary.first)} to ${moment(summary.last)} (Japan time); ${summary.unreadable} lines are not of this log`,
    `${summary.requests} requests; half within ${percentile(sorted, 0.5)} ms, 95 of 100 within ${percentile(sorted, 0.95)} ms, the slowest ${sorted.at(-1) ?? 0} ms`,
    ...part(
      'Errors',
      ranked(summary.errors).map(([said, count]) => `${count} × ${said}`),
    ),
    ...part(
      'Warnings',
      ranked(summary.warnings).map(([said, count]) => `${count} × ${said}`),
    ),
    ...part(
      'Requests that failed (5xx)',
      ranked(summary.failed).map(([route, count]) => `${count} × ${route}`),
    ),
    ...part(
      `Slow requests (${slowMs} ms and more)`,
      [...summary.slow]
        .sort((a, b) => b[1].count - a[1].count)
        .slice(0, MOST_ROWS)
        .map(([route, { count, most }]) => `${count} × ${route}, slowest ${most} ms`),
    ),
    ...part(
      'Refused, by network (401, 403, 429)',
      ranked(summary.refused).map(([from, count]) => `${count} × ${from}`),
    ),
  ];
}
