import { type PatternUse, usesOf } from '../../../calendar/judge.ts';
import type { Counter } from '../../../calendar/state.ts';
import { longDate } from '../../../lib/dates/format.ts';
import type { Office } from '../../../offices/read.ts';
import { counterName, type Names } from '../../parts/change-words.ts';
import { paths, withQuery } from '../../paths.ts';
import type { DraftAsk } from './draft.tsx';

const MOST_SHOWN = 10;

/** 曜日の規則：本庁・受け取り、… ; each with the way to the page where it is changed, where one is open. */
export function UseList({
  use,
  names,
  hrefs,
}: {
  use: PatternUse;
  names: Names;
  hrefs?: { week: (counter: Counter) => string; days: (counter: Counter) => string } | undefined;
}) {
  const link = (counter: Counter, words: string, href: ((counter: Counter) => string) | undefined) =>
    href === undefined ? words : <a href={href(counter)}>{words}</a>;
  return (
    <ul class="bullets">
      {use.weeks.slice(0, MOST_SHOWN).map((counter) => (
        <li>{link(counter, `曜日の規則：${counterName(names, counter)}`, hrefs?.week)}</li>
      ))}
      {use.weeks.length > MOST_SHOWN && <li>曜日の規則：ほか{use.weeks.length - MOST_SHOWN}か所</li>}
      {use.days.slice(0, MOST_SHOWN).map(({ counter, day }) => (
        <li>{link(counter, `${longDate(day)}：${counterName(names, counter)}`, hrefs?.days)}</li>
      ))}
      {use.days.length > MOST_SHOWN && <li>臨時の日：ほか{use.days.length - MOST_SHOWN}日</li>}
    </ul>
  );
}

export const isUsed = ({ weeks, days }: PatternUse): boolean => weeks.length + days.length > 0;

const codeOf = (offices: readonly Office[], { officeId }: Counter) => offices.find(({ id }) => id === officeId)?.code ?? '';

/** Where in the draft a use is changed. */
export const useHrefs = ({ draft, offices }: Pick<DraftAsk, 'draft' | 'offices'>) => ({
  week: (counter: Counter) =>
    withQuery(paths.draftChange(draft.id, 'week'), { office: codeOf(offices, counter), service: counter.serviceId }),
  days: (counter: Counter) =>
    withQuery(paths.draftChange(draft.id, 'days-removed'), { office: codeOf(offices, counter), service: counter.serviceId }),
});

/** Where a pattern is followed, before it is changed; nothing where nobody follows it. */
export function UsedBy({ ask, patternId, intro }: { ask: DraftAsk; patternId: number; intro: string }) {
  const use = usesOf(ask.after, patternId, ask.day);
  if (!isUsed(use)) return null;
  return (
    <div class="used-by">
      <p>{intro}</p>
      <UseList use={use} names={ask.names} hrefs={useHrefs(ask)} />
    </div>
  );
}
