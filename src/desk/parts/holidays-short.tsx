import type { ComponentChildren } from 'preact';
import { yearWithoutHolidays } from '../../calendar/holidays.ts';
import { HORIZON_DAYS } from '../../closing/slots.ts';
import { eraYear } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { Notice, Says } from '../../lib/html/index.ts';

type Props = {
  holidays: ReadonlyMap<string, string>;
  /** Today, JST. */
  day: string;
  /** Stands here where no year is short. */
  children?: ComponentChildren;
};

/** Where slots are laid out for a year whose holidays nobody knows: a holiday that is missing is a day on which people come to a shut door. */
export function HolidaysShort({ holidays, day, children = null }: Props) {
  const [from = 0, to = 0] = [day, addDays(day, HORIZON_DAYS)].map((one) => Number(one.slice(0, 4)));
  const year = yearWithoutHolidays(holidays, from, to);
  if (year === undefined) return <>{children}</>;
  return (
    <Notice kind="care" title={`${eraYear(`${year}-12-31`)}の祝日が足りません`}>
      <Says>国の祝日のデータが、その年の分までありません。官報などで確かめて、下書きの「祝日」で1日ずつ追加してください。</Says>
    </Notice>
  );
}
