import { expect, test } from 'vitest';
import { REPORT, reportRows } from './report.ts';

/** A restore of what stood at 11:28, begun at 12:00; the city allows 15 minutes. */
const report = (about: { lost: { lines: number; at: string } | null; startedAt?: string }) =>
  Object.fromEntries(
    reportRows(
      REPORT.parse({
        backup: '20261201-020000',
        approver: '市民課長',
        reason: '故障',
        reached: '2026-12-01T02:28:00Z',
        startedAt: '2026-12-01T03:00:00Z',
        finishedAt: '2026-12-01T03:20:00Z',
        counts: {},
        mailsHeld: 0,
        sessionsEnded: 0,
        holdsReleased: 0,
        custodyWrong: 0,
        findings: [],
        objectiveHours: 4,
        objectiveMinutes: 15,
        ...about,
      }),
    ),
  );

test('[9(4)⑤] the heads kept elsewhere say how much is lost at least: nothing is promised of what came after the last one', () => {
  const none = report({ lost: { lines: 0, at: '2026-12-01T02:28:00Z' } });
  expect(none['失われた記録']).toMatch(
    /^控えのある.*11:28までの操作履歴は、すべて残っています。その後に失われた件数は分かりません$/u,
  );
  expect(none['失われた時間']).toMatch(/^最大で約32分（.*から復元の開始まで）。データベースが止まった時刻で/u);
  const some = report({ lost: { lines: 35, at: '2026-12-01T02:50:00Z' } });
  expect(some['失われた記録']).toMatch(/^少なくとも35件（控えのある.*11:50までの操作履歴）。その後に/u);
  expect(some['失われた時間']).toMatch(/^最大で約32分.*、少なくとも約22分（目標を超えています）$/u);
  expect(report({ lost: null, startedAt: '2026-12-01T02:40:00Z' })['失われた時間']).toBe('最大で約12分（目標の範囲内）');
});
