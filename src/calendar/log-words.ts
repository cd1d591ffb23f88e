import type { ActWords } from '../audit/act-words.ts';

/** What was done of open days and times, as the log says it. */
export const CALENDAR_ACTS: ActWords<'calendar'> = {
  'calendar.draft-begun': '予約枠の下書きを作成した',
  'calendar.draft-changed': '予約枠の下書きを変更した',
  'calendar.draft-dropped': '予約枠の下書きを取りやめた',
  'calendar.published': '予約枠の変更を公開した',
  'calendar.publish-finished': '予約枠の公開が終わった',
  'calendar.windows-changed': '予約可能期間を変更した',
};
