import { day, form, line, moment } from '../../../../lib/form/index.ts';

export type NewStop = {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: string;
  /** The day the city was told, 2026-11-23 (§8(1)⑦b). */
  presentedOn: string;
};

/** A planned stop. `today` is 2026-11-23. */
export const stopForm = (today: string) =>
  form<NewStop>(
    {
      startsAt: moment('開始', { box: 'starts', timed: true }),
      endsAt: moment('終了', { box: 'ends', timed: true, end: true }),
      reason: line('理由', 100, { hint: '予約サイトに表示します。例：年に一度の点検のため' }),
      presentedOn: day('市への提示日', { box: 'presented', hint: '市に予定を示した日。記録に残ります。' }),
    },
    {
      rules: ({ startsAt, endsAt, presentedOn }, say) => {
        if (startsAt !== undefined && endsAt !== undefined && Temporal.Instant.compare(endsAt, startsAt) <= 0)
          say('endsAt', '終了が、開始より前です。', 'day');
        if (presentedOn !== undefined && presentedOn > today) say('presentedOn', '市への提示日は、本日までの日にしてください。');
      },
    },
  );
