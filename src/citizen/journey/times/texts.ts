import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: (day: string) => string;
  /** Of a day that has none to choose, and what to do then. */
  noneHeading: (day: string) => string;
  lead: string;
  morning: string;
  afternoon: string;
  noon: string;
  /** `time`: how long, as it is said. */
  holdTitle: (time: string) => string;
  hold: (time: string) => string;
  next: string;
  change: string;
  none: string;
  otherDays: string;
  choose: string;
  legend: string;
}> = {
  ja: {
    title: '時間',
    heading: (day) => `${day}の|時間を|選んでください`,
    noneHeading: (day) => `${day}は、|予約できる|時間が|ありません`,
    lead: '来られる|時間を、|1つ|選んでください。',
    morning: '午前',
    afternoon: '午後',
    noon: '正午',
    holdTitle: (time) => `選んだ時間を|${time}、|確保します`,
    hold: (time) => `「次へ進む」を|押すと、|選んだ時間を|${time}、|確保します。|この時点では、|予約は|まだ|完了していません。`,
    next: '次へ進む',
    change: '次へ進む',
    none: 'ほかの|日を|選んでください。',
    otherDays: 'ほかの日を見る',
    choose: '時間を|選んでください',
    legend: '来られる時間',
  },
};
