import { day, form, lastsNoTimeWords, line, moment } from '../../../../lib/form/index.ts';
import { lastsNoTime } from '../../../../lib/values/order.ts';
import { ANNOUNCED_DAYS, noticeDaysOf, presentedAfter, type StopPlan } from '../../../../site/maintenance.ts';

type NewStop = {
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  reason: string;
  /** The day the city was told, 2026-11-23 (§8(1)⑦b). */
  presentedOn: string;
  /** Why it was told less than two weeks before. */
  shortNotice: string | null;
};

const HINT = '市に予定を示した日。記録に残ります。';
const CHANGED_HINT = `${HINT}開始を早めたり、終了を遅らせたりするときは、新しい日時を示した日です。元の日のままなら、本日になります。`;

/** A planned stop. `today` is 2026-11-23. `kept`: the plan that is changed; its 提示日 is that of its own time. */
export const stopForm = (today: string, kept?: StopPlan) =>
  form<NewStop>(
    {
      startsAt: moment('開始', { box: 'starts', timed: true }),
      endsAt: moment('終了', { box: 'ends', timed: true, end: true }),
      reason: line('理由', 100, { hint: '予約サイトに表示します。例：年に一度の点検のため' }),
      presentedOn: day('市への提示日', { box: 'presented', lies: 'behind', hint: kept === undefined ? HINT : CHANGED_HINT }),
      shortNotice: line('2週間前までに示せなかった理由', 200, {
        box: 'short',
        hint: '市への提示日から開始までが14日ないときに、入力します。一覧、操作履歴、月次報告書に残ります。',
      }).optional(),
    },
    {
      rules: ({ startsAt, endsAt, presentedOn, shortNotice }, say) => {
        if (lastsNoTime(startsAt, endsAt)) say('endsAt', lastsNoTimeWords('開始', '終了'), 'day');
        if (presentedOn !== undefined && presentedOn > today) say('presentedOn', '市への提示日は、本日までの日にしてください。');
        else if (startsAt !== undefined && endsAt !== undefined && presentedOn !== undefined && shortNotice === null) {
          const on = kept === undefined ? presentedOn : presentedAfter(kept, { startsAt, endsAt, presentedOn }, today);
          const days = noticeDaysOf(on, startsAt);
          if (days < ANNOUNCED_DAYS)
            say(
              'shortNotice',
              `${on === presentedOn ? '' : '新しい日時の'}市への提示日${on === presentedOn ? '' : '（本日）'}から開始まで${Math.max(days, 0)}日で、14日ありません。2週間前までに示せなかった理由を入力してください。`,
            );
        }
      },
    },
  );
