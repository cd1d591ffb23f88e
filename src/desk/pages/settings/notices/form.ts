import { form, lastsNoTimeWords, moment, text } from '../../../../lib/form/index.ts';
import { lastsNoTime } from '../../../../lib/values/order.ts';
import {
  type NoticeFacts,
  type NoticeKept,
  type NoticeState,
  noticeFacts,
  noticeTimes,
  type SiteNotice,
} from '../../../../site/notices.ts';
import { noticeTexts, noticeTextsName, noticeToChange, withNoticeTexts } from '../../../../site/planned-notices.ts';
import type { Plannable } from '../../../parts/plan.ts';

const MOST = 300;

/** What the time of a text that is planned is called, beside those of the notice. */
export const NOTICE_SINCE = 'この文を使い始める日時';

/** Another time for a notice that is on the site would take it off until then. */
const SHOWN_ALREADY = `掲載中のお知らせの開始は、先の日時にできません。先の日時から文を変更するときは、開始を元に戻すか空欄にして、「${NOTICE_SINCE}」を入力してください。`;

/** `state`: how a notice that is there already stands. */
export const noticeForm = (now: Temporal.Instant, state?: NoticeState) =>
  form<NoticeFacts>(
    {
      body: text('文', MOST, { rows: 3, hint: `${MOST}文字まで` }),
      from: moment('掲載の開始', {
        hint: state !== undefined ? '空欄なら、開始を変更しません。' : '空欄なら、すぐに掲載します。例：令和8年12月1日',
      }).optional(),
      until: moment('掲載の終了', {
        end: true,
        hint: '空欄なら、終了するまで掲載します。時刻が空欄なら、その日の終わりまで。',
      }).optional(),
    },
    {
      rules: ({ from, until }, say) => {
        if (state === 'shown' && from instanceof Temporal.Instant && Temporal.Instant.compare(from, now) > 0)
          say('from', SHOWN_ALREADY, 'day');
        if (!(until instanceof Temporal.Instant)) return;
        if (lastsNoTime(from, until)) say('until', lastsNoTimeWords('掲載の開始', '掲載の終了'), 'day');
        else if (Temporal.Instant.compare(until, now) <= 0) say('until', '終了の日時が、過ぎています。', 'day');
      },
    },
  );

export const NOTICE_LABELS = { body: '文' };

/** What citizens read of a notice, and how it is planned: one that is on the site. */
export const noticePlans = ({ id }: Pick<SiteNotice, 'id'>): Plannable<NoticeKept> => ({
  labels: NOTICE_LABELS,
  name: noticeTextsName(id),
  about: { of: { notice_id: id } },
  texts: noticeTexts,
  into: withNoticeTexts,
  logged: noticeTimes,
  read: async (tx) => {
    const notice = await noticeToChange(tx, id);
    return notice?.state === 'shown' ? noticeFacts(notice) : undefined;
  },
});
