import { expect, test } from 'vitest';
import { emptySummary, reportLines, spanOf, takeLine } from './analyse.ts';

const line = (more: object) => JSON.stringify({ level: 30, time: '2026-11-20T01:00:00.000Z', door: 'desk', ...more });
const request = (route: string, status: number, ms: number, from = '203.0.113.0') =>
  line({ method: 'GET', route, status, ms, from, msg: 'answered' });

test('[11(12)b] errors, failures, slow pages and who was refused are counted; other days and other lines are not', () => {
  const summary = emptySummary();
  const span = { ...spanOf('2026-11-20', '2026-11-20'), slowMs: 1_000 };
  for (const text of [
    request('/today', 200, 12),
    request('/today', 200, 2_400),
    request('/booking', 500, 30),
    request('/sign-in', 429, 1, '198.51.100.0'),
    request('/sign-in', 429, 1, '198.51.100.0'),
    line({ level: 50, door: 'worker', job: 'seal', msg: 'job failed' }),
    line({ level: 40, msg: 'mail not taken' }),
    line({ level: 50, time: '2026-11-20T15:00:00.000Z', msg: 'another day' }),
    'not of this log',
    '',
  ])
    takeLine(summary, text, span);
  const said = reportLines(summary, span.slowMs).join('\n');
  for (const part of [
    '7 lines, 2026-11-20 10:00 to 2026-11-20 10:00 (Japan time)',
    '1 lines are not of this log',
    '5 requests',
    'the slowest 2400 ms',
    '1 × worker: job failed (seal)',
    '1 × desk: mail not taken',
    '1 × desk GET /booking 500',
    '1 × desk GET /today, slowest 2400 ms',
    '2 × 198.51.100.0',
  ])
    expect(said).toContain(part);
  expect(said).not.toContain('another day');
});

test('[11(12)b] the proxy’s log is counted too, by its own times and the networks of callers', () => {
  const summary = emptySummary();
  for (const text of [
    '203.0.113.0/24 2026-11-20T09:00:00+09:00 GET 200 5120 0.012 yoyaku.city.example.jp',
    '203.0.113.0/24 2026-11-20T09:00:01+09:00 GET 502 0 2.004 yoyaku.city.example.jp',
    '2001:db8:7::/48 2026-11-20T08:59:59+09:00 POST 429 0 0.001 desk.lg.example.jp',
    '203.0.113.0/24 2026-11-21T09:00:00+09:00 GET 200 5120 0.012 yoyaku.city.example.jp',
    '203.0.113.9 - - [20/Nov/2026:09:00:00 +0900] "GET / HTTP/1.1" 200 12',
  ])
    takeLine(summary, text, { ...spanOf('2026-11-20', '2026-11-20'), slowMs: 1_000 });
  const said = reportLines(summary, 1_000).join('\n');
  for (const part of [
    '3 lines, 2026-11-20 08:59 to 2026-11-20 09:00 (Japan time); 1 lines are not of this log',
    '1 × nginx GET yoyaku.city.example.jp 502',
    'slowest 2004 ms',
    '1 × 2001:db8:7::/48',
  ])
    expect(said).toContain(part);
});

test('[11(12)b] days are the city’s: a month has what happened between its midnights, whatever the day is called in the log’s own time', () => {
  const summary = emptySummary();
  for (const time of [
    '2026-10-31T14:59:59.999Z',
    '2026-10-31T15:00:00.000Z',
    '2026-11-30T14:59:59.999Z',
    '2026-11-30T15:00:00.000Z',
  ])
    takeLine(summary, line({ time, msg: 'answered' }), { ...spanOf('2026-11-01', '2026-11-30'), slowMs: 1_000 });
  expect(reportLines(summary, 1_000)[0]).toContain('2 lines, 2026-11-01 00:00 to 2026-11-30 23:59 (Japan time)');
  const all = emptySummary();
  takeLine(all, line({ time: '2026-10-31T14:59:59.999Z' }), { ...spanOf('', ''), slowMs: 1_000 });
  takeLine(all, line({ time: undefined }), { ...spanOf('', ''), slowMs: 1_000 });
  expect(reportLines(all, 1_000)[0]).toContain('2 lines, 2026-10-31 23:59 to 2026-10-31 23:59');
});
