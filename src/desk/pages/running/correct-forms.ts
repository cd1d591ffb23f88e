import { form, moment, radios, text } from '../../../lib/form/index.ts';
import type { FaultCorrection, Figures, MonthCorrection } from '../../../running/corrections.ts';
import { after, LONG } from './forms.ts';

const why = () => text('訂正の理由', 500, { rows: 3, hint: '何を、なぜ訂正するか。訂正版の初めに載ります。' });

/** What the next version of a month's report says. */
export const correctMonthForm = form<MonthCorrection>({
  why: why(),
  figures: radios<Figures>('数字と記録', [
    { value: 'kept', label: '前の版のまま' },
    { value: 'anew', label: '現在の記録から作成する', more: '保存期間を過ぎて消えた記録は、含みません' },
  ]),
  security: text('セキュリティ対策の状況', LONG, { rows: 4 }).or(''),
  remarks: text('所見', LONG, { rows: 4 }).or(''),
  plans: text('翌月の予定', LONG, { rows: 4 }).or(''),
});

/** What the next version of a 障害報告書 says: all of it is there, of a fault that is over. */
export const correctFaultForm = (now: Temporal.Instant) =>
  form<FaultCorrection>(
    {
      why: why(),
      beganAt: moment('発生日時', { timed: true, lies: 'behind' }),
      endedAt: moment('復旧日時', { timed: true, lies: 'behind' }),
      event: text('事象', LONG, { rows: 4 }),
      impact: text('影響', LONG, { rows: 4 }),
      cause: text('原因', LONG, { rows: 6 }),
      action: text('対応内容', LONG, { rows: 6 }),
      prevention: text('再発防止策', LONG, { rows: 6 }),
    },
    {
      rules: ({ beganAt, endedAt }, say) => {
        if (endedAt === undefined) return;
        if (after(endedAt, now)) say('endedAt', '復旧日時が、これからの日時です。', 'day');
        else if (beganAt !== undefined && after(beganAt, endedAt)) say('endedAt', '復旧日時が、発生日時より前です。', 'day');
      },
    },
  );
