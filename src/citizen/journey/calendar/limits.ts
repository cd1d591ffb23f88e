import type { CalendarRows, CardWindow } from '../../acts.ts';
import type { Office } from '../../common.ts';
import type { Outlook } from '../../outlook.ts';
import type { VisitAsk } from '../../route.ts';

/** What limits a visit's days at an office, and whose card does where not all of a party's do. */
export type Limits = {
  /** The day until which the cards are valid, where more days could be booked but for that; empty: it limits nothing. */
  until: string;
  /** Notice IDs: of the cards that are the last to be there or cannot be, and of those that expire first or too soon. */
  delayedBy: readonly string[];
  endedBy: readonly string[];
};

const idsOf = (cards: readonly CardWindow[]): string[] => cards.map(({ noticeId }) => noticeId);
const last = (days: readonly string[]): string => days.toSorted().at(-1) ?? '';
const first = (days: readonly string[]): string => days.toSorted()[0] ?? '';

/** Whose cards the party waits for, and whose it must not wait for. Where it is everyone's nobody is named. */
export function whose(cards: readonly CardWindow[], why: Outlook['kind']): Pick<Limits, 'delayedBy' | 'endedBy'> {
  const begins = last(cards.flatMap(({ earliest }) => (earliest === null ? [] : [earliest])));
  const ends = first(cards.flatMap(({ expiresOn }) => (expiresOn === null ? [] : [expiresOn])));
  const named = (some: (card: CardWindow) => boolean): string[] => {
    const found = cards.filter(some);
    return found.length === cards.length ? [] : idsOf(found);
  };
  return {
    delayedBy: named(({ earliest }) => (why === 'far' ? earliest === null : earliest === begins)),
    endedBy: named(({ expiresOn }) => expiresOn !== null && (why === 'expires' ? expiresOn < begins : expiresOn === ends)),
  };
}

const NOBODY = { delayedBy: [], endedBy: [] };

/** What limits the days that a page shows. Who comes alone is not named: their page may be anybody's who is alike (`alike.ts`). */
export async function limitsOf(ask: VisitAsk, office: Office, rows: CalendarRows, why: Outlook['kind']): Promise<Limits> {
  const { visit, windows, acts, cookie } = ask;
  const { serviceCode, cardOffices, cardsExpireOn: ends, people, needsCard } = visit;
  const open = ends === null ? undefined : await windows(serviceCode, office.code, cardOffices ?? [null], null);
  const reaches = open?.latest ?? null;
  // The day that is booked may be after it.
  const until = ends !== null && reaches !== null && ends < reaches && rows.latest === ends ? ends : '';
  const asks = people > 1 && needsCard && (until !== '' || rows.liesElsewhere || why === 'far' || why === 'expires');
  return { until, ...(asks ? whose(await acts.cardWindows(cookie, office.code), why) : NOBODY) };
}
