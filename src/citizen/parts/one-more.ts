import { textOf } from '../../lib/http/fields.ts';
import type { VisitAsk } from '../route.ts';
import { standing } from '../visit.ts';
import { mostOf } from './most.ts';

/** What an address or a form carries that leads to times for one person more: who had no room beside the others looks for a time with room for all. */
export const ONE_MORE = { more: 'yes' } as const;

export const carriesOneMore = (asked: unknown): boolean => textOf(asked, 'more') === ONE_MORE.more;

/** What such a page leads on with, and what leads back to it. */
export const oneMoreIn = (asked: unknown): Partial<typeof ONE_MORE> => (carriesOneMore(asked) ? ONE_MORE : {});

/** The same for links and forms of a page that shows such times. */
export const moreIn = ({ oneMore }: { oneMore?: true }): Partial<typeof ONE_MORE> => (oneMore === true ? ONE_MORE : {});

/** As a page of days or times asks for it: its visit with one person more, where it has a place and so many may come together. */
export async function withOneMore(ask: VisitAsk, asked: unknown): Promise<VisitAsk> {
  const { visit } = ask;
  if (!carriesOneMore(asked) || standing(visit, 'held', 'booked') === undefined || visit.people >= (await mostOf(ask)))
    return ask;
  return { ...ask, visit: { ...visit, people: visit.people + 1, oneMore: true } };
}
