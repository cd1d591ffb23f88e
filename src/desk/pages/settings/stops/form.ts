import { day, form, line, moment } from '../../../../lib/form/index.ts';
import { ANNOUNCED_DAYS, noticeDaysOf } from '../../../../site/maintenance.ts';

export type NewStop = {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: string;
  /** The day the city was told, 2026-11-23 (§8(1)⑦b). */
  presentedOn: string;
  /** Why it was told less than two weeks before. */
  shortNotice: string | null;
};

/** A planned stop. `today` is 2026-11-23. */
export const stopForm = (today: string) =>
  form<NewStop>(
    {
      startsAt: moment('開始', { box: 'starts', timed: true }),
      endsAt: moment('終了', { box: 'ends', timed: true, end: true }),
      reason: line('理由', 100, { hint: '予約サイトに表示します。例：年に一度の点検のため' }),
      presentedOn: day('市への提示日', { box: 'presented', hint: '市に予定を示した日。記録に残ります。' }),
      shortNotice: line('2週間前までに示せなかった理由', 200, {
        box: 'short',
        hint: '市への提示日から開始までが14日ないときに、入力します。一覧、操作履歴、月次報告書に残ります。',
      }).optional(),
    },
    {
      rules: ({ startsAt, endsAt, presentedOn, shortNotice }, say) => {
        if (startsAt !== undefined && endsAt !== undefined && Temporal.Instant.compare(endsAt, startsAt) <= 0)
          say('endsAt', '終了が、開始より前です。', 'day');
        if (presentedOn !== undefined && presentedOn > today) say('presentedOn', '市への提示日は、本日までの日にしてください。');
        else if (startsAt !== undefined && presentedOn !== undefined && shortNotice === null) {
          const days = noticeDaysOf(presentedOn, startsAt);
          if (days < ANNOUNCED_DAYS)
            say(
              'shortNotice',
              `市への提示日から開始まで${Math.max(days, 0)}日で、14日ありません。2週間前までに示せなかった理由を入力してください。`,
            );
        }
      },
    },
  );
