import { form, moment, text } from '../../../../lib/form/index.ts';
import type { NoticeFacts } from '../../../../site/notices.ts';

const MOST = 300;

/** `shown`: it is on the site already. */
export const noticeForm = (now: Temporal.Instant, shown = false) =>
  form<NoticeFacts>(
    {
      body: text('文', MOST, { rows: 3, hint: `${MOST}文字まで` }),
      from: moment('掲載の開始', {
        hint: shown ? '空欄なら、開始を変更しません。' : '空欄なら、すぐに掲載します。例：令和8年12月1日',
      }).optional(),
      until: moment('掲載の終了', {
        end: true,
        hint: '空欄なら、終了するまで掲載します。時刻が空欄なら、その日の終わりまで。',
      }).optional(),
    },
    {
      rules: ({ from, until }, say) => {
        if (!(until instanceof Temporal.Instant)) return;
        if (from instanceof Temporal.Instant && Temporal.Instant.compare(until, from) <= 0)
          say('until', '終了が、開始より前です。', 'day');
        else if (Temporal.Instant.compare(until, now) <= 0) say('until', '終了の日時が、過ぎています。', 'day');
      },
    },
  );
