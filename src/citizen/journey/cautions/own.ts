import type { PaperGroup } from '../../../reservations/papers.ts';
import type { OwnPapers } from '../../acts.ts';
import type { CautionText, Ticks } from '../../parts/caution-boxes.tsx';
import type { Known } from '../../parts/needs.tsx';
import type { TickedPapers } from '../../parts/own-papers.tsx';
import type { VisitAsk } from '../../route.ts';

/** What a visit's party has to read before it books, as it stands now. */
export type Own = Pick<OwnPapers, 'mark' | 'seen' | 'asks'> & {
  people: Known[];
  cautions: CautionText[];
  /** What this visit ticked so far. */
  ticks: Ticks;
  /** Each one's own papers; without those who bring nothing. */
  papers: PaperGroup[];
  /** Which boxes of them are ticked, where not all are. */
  partly: TickedPapers;
};

/** The cautions this party has to tick (by service, by who is under 15 on that day, by what each said), what it ticked so far, and each one's papers. */
export async function ownOf({ acts, cookie }: Pick<VisitAsk, 'acts' | 'cookie'>): Promise<Own> {
  const own = await acts.ownPapers(cookie);
  if (!own.ok) return { cautions: [], ticks: {}, papers: [], partly: {}, mark: '', seen: null, asks: [], people: [] };
  const { texts, ticked, each, partly, mark, seen, asks, people } = own.value;
  const ids = new Map(each.flatMap(({ who, ids: of }) => who.map((n, at) => [n, of[at] ?? null] as const)));
  return {
    cautions: texts,
    ticks: ticked,
    papers: each.filter(({ bring }) => bring.length > 0),
    partly: Object.fromEntries(partly.map((name) => [name, 'yes'])),
    mark,
    seen,
    asks,
    people: people.map((one) => ({ ...one, id: ids.get(one.n) ?? null })),
  };
}

/** Whether all papers are ticked as they stand now; true also where nobody brings any. */
export const papersRead = ({ papers, mark, seen }: Own): boolean => papers.length === 0 || seen === mark;
