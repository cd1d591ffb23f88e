import type { Words } from '../../language.ts';

export const texts: Words<{
  title: string;
  heading: (day: string) => string;
  /** How long it takes is known of the pickup of a card; other services say it themselves. */
  lead: (needsCard: boolean) => string;
  morning: string;
  afternoon: string;
  noon: string;
  holdTitle: string;
  hold: string;
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
    lead: (needsCard) => `${needsCard ? '手続きは、|お一人|30分ほどです。|' : ''}時間の|10分前までに|お越しください。`,
    morning: '午前',
    afternoon: '午後',
    noon: '正午',
    holdTitle: '10分間、|お席を|おさえます',
    hold: '「次へ進む」を|押すと、|選んだ時間を|10分間|おさえます。|予約は|まだ|完了しません。',
    next: '次へ進む',
    change: '次へ進む',
    none: 'この日は、|予約できる|時間が|ありません。',
    otherDays: 'ほかの日を見る',
    choose: '時間を|選んでください',
    legend: '来られる時間',
  },
};
