import { exactTime } from '../../../lib/dates/jst.ts';
import type { Value } from '../../../lists/list-types.ts';
import { rowText } from '../../../lists/values.ts';

/** An ID, a telephone number, most names: seven characters, or fourteen of half their width. */
const SHORT = /^(?:[ -~]{1,14}|.{1,7})$/u;
/** 令和8年 and 11月23日（月）; 令和8年11月23日 and 9:00:06. */
const DAY_PARTS = /(?<=年)/u;
const MOMENT_PARTS = /(?<= )/u;

/** Where a cell may break: what is short stays whole, a day breaks behind its year, an instant before its time. */
function partsOf(value: Value, text: string): string[] {
  if (value === null || text === '') return [];
  if (typeof value !== 'object') return SHORT.test(text) ? [text] : [];
  if ('day' in value || 'born' in value) return text.split(DAY_PARTS);
  return 'minute' in value ? [text] : text.split(MOMENT_PARTS);
}

/** What a cell of a list says, broken only where it can still be read: a column that is squeezed would part an ID at its hyphen and a day at every figure. */
export function Shown({ value, today, timeAlone }: { value: Value; today: string; timeAlone: boolean }) {
  const text =
    timeAlone && value !== null && typeof value === 'object' && 'at' in value ? exactTime(value.at) : rowText(value, today);
  const parts = partsOf(value, text);
  if (parts.length === 0) return <>{text}</>;
  return (
    <>
      {parts.map((part, at) => (
        <>
          {at > 0 && <wbr />}
          <span class="unbroken">{part}</span>
        </>
      ))}
    </>
  );
}
