import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { EVERYBODY, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { join, prepared, type Sql, sql, written } from '../lib/db/sql.ts';
import type { Office } from '../offices/read.ts';
import { can, type Right } from '../staff/rights.ts';
import type { Session } from '../staff/sessions.ts';

/** What leads to a page, with every right that the page asks for; `ofOffices`: who is bound to offices comes there. */
export type Led<T> = T & { needs: readonly Right[]; ofOffices: boolean };

/** The first row of the menu, in its order. A group shows where the account may open something of it. */
const GROUPS = {
  today: '本日',
  booking: '電話予約',
  cards: 'カード',
  calendar: '予約カレンダー',
  lists: '一覧・印刷',
  mails: 'メール',
  todo: '対応が必要',
  numbers: '数字',
  running: '運用',
  settings: '設定',
} as const;
type Group = keyof typeof GROUPS;

/** A page in the menu. It shows only to who may open it; the server refuses it all the same. */
export type MenuEntry = {
  group: Group;
  href: string;
  words: string;
  right: Right;
  /** Where other pages of it stand, beside those under its own address. */
  also?: readonly string[];
};

/** By what follows where nothing is done: `today` somebody stands at a counter or a time runs out, `soon` somebody waits to hear, `calm` nobody does. */
export const URGENCIES = ['today', 'soon', 'calm'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Something that waits for a person: counted for the badge, listed on 対応が必要. */
export type Wait = {
  words: string;
  /** Why it waits, and what is to be done. */
  why: string;
  urgency: Urgency;
  /** Whom to call or tell, and where their number stands; left out where nobody is called. */
  call?: string;
  href: string;
  right: Right;
  /**
   * A query of one number; an index read: it runs with most pages. As many as the page it leads to shows this viewer: a number above the rows would tell of
   * somebody under 支援措置.
   */
  count: (viewer: Viewer) => Sql;
  /** Of a kind that always waits at an office: how many there, and the page for it. Without, it is shown with each office: a lost card may lie anywhere, and some lie at none. */
  ofOffice?: AtOffices;
  /** Of a kind that is shown with each office: how many are of one all the same, for who is bound to it. Without either, it is the city's. */
  atOwn?: AtOffices;
  /** The acts of the log by which it is answered, or an answer is taken back: what 対応済 shows of a day. */
  answers?: readonly string[];
  /** Those of them that the page it leads to takes back. */
  takesBack?: readonly string[];
};
/** Who looks, at which offices, and on which day (JST). */
export type At = { viewer: Viewer; offices: readonly Pick<Office, 'id' | 'code' | 'name'>[]; today: string };
/** Where a kind waits. `count`: a query of one number, of these offices together, each thing counted once. */
export type AtOffices = { count: (at: At) => Sql; href: (office: Pick<Office, 'code'>) => string };

/** Of those offices their numbers, as a query takes them. */
export const idsOf = ({ offices }: At): Sql => sql`${offices.map(({ id }) => id)}::integer[]`;

/** How many wait, and where. */
type Counted = Pick<Wait, 'href'> & { count: number };

/** What waits now, of what an account may see. */
export type Waiting = Omit<Wait, 'count' | 'right' | 'atOwn'> & Counted;

/** `uncounted`: it could not be counted. */
type WaitingOrNot = readonly Waiting[] | 'uncounted';
const WaitingContext = createContext<WaitingOrNot | undefined>(undefined);
/** Around every page of somebody signed in: what waits as the page is drawn, after its act. */
export const WithWaiting = WaitingContext.Provider;
export function useWaiting(): WaitingOrNot {
  const waiting = useContext(WaitingContext);
  if (waiting === undefined) throw new Error('the page is drawn without what waits');
  return waiting;
}

/** How many wait of each kind, in the order of the kinds. */
type Counts = readonly number[];

/**
 * Reads what waits: one statement for all, of what a viewer may see. It is planned once a connection: as a statement with parameters each new connection
 * planned it six times, a third of what the desk's pages cost the database where connections are young.
 */
export function waitingReader(waits: readonly Led<Wait>[]): {
  count(tx: Tx, viewer: Viewer): Promise<Counts>;
  /** Of those counts what an account may see. */
  seenBy(session: Pick<Session, 'rights' | 'mustChange'>, counts: Counts): Waiting[];
} {
  const statementOf = (viewer: Viewer) =>
    prepared(written(sql`SELECT jsonb_build_array(${join(waits.map(({ count }) => sql`(${count(viewer)})`))}) AS counts`));
  const [ofAll, ofOpen] = [statementOf(EVERYBODY), statementOf({ seesProtected: false })];
  return {
    count: async (tx, viewer) =>
      waits.length === 0 ? [] : (await tx.one<{ counts: number[] }>(viewer.seesProtected ? ofAll : ofOpen)).counts,
    seenBy: (session, counts) =>
      waits.flatMap((wait, at) =>
        wait.needs.every((right) => can(session, right)) ? [shownAs(wait, { href: wait.href, count: counts[at] ?? 0 })] : [],
      ),
  };
}

const shownAs = (
  { count: _, right: __, needs: ___, ofOffices: ____, atOwn: _____, ...wait }: Led<Wait>,
  counted: Counted,
): Waiting => ({
  ...wait,
  ...counted,
});

/** The same for who is bound to offices: what waits at these, whoever of the same bounds looks. */
export function waitingWithin(waits: readonly Led<Wait>[]): {
  count(tx: Tx, at: At): Promise<Counts>;
  seenBy(session: Pick<Session, 'rights' | 'mustChange' | 'bounds'>, counts: Counts): Waiting[];
} {
  const own = waits.flatMap((wait) => {
    const where = wait.ofOffice ?? wait.atOwn;
    return wait.ofOffices && where !== undefined ? [{ wait, where }] : [];
  });
  return {
    count: (tx, at) =>
      countAt(
        tx,
        own.map(({ where }) => where),
        at,
      ),
    seenBy: (session, counts) =>
      own.flatMap(({ wait, where }, at) => {
        const [first] = session.bounds ?? [];
        const counted = { href: first === undefined ? wait.href : where.href(first), count: counts[at] ?? 0 };
        return wait.needs.every((right) => can(session, right)) ? [shownAs({ ...wait, ofOffice: where }, counted)] : [];
      }),
  };
}

/** How many wait of each kind at offices: one statement, whose text is the same for as many offices, so that a connection keeps its plan. */
export const countAt = async (tx: Tx, kinds: readonly AtOffices[], at: At): Promise<Counts> =>
  kinds.length === 0
    ? []
    : (
        await tx.one<{ counts: number[] }>(
          prepared(sql`SELECT jsonb_build_array(${join(kinds.map(({ count }) => sql`(${count(at)})`))}) AS counts`),
        )
      ).counts;

type MenuGroup = { group: Group; words: string; href: string; entries: MenuEntry[]; current: boolean };
/** What an account may open, group by group; `current`: the entry that the page stands under. */
export type Menu = { groups: MenuGroup[]; current: MenuEntry | undefined };

/** The menu of an account on a page: the longest address that the page's begins with is where one is. */
export function menuOf(all: readonly Led<MenuEntry>[], session: Session, path: string): Menu {
  const entries = all.filter(
    ({ needs, ofOffices }) => (ofOffices || session.bounds === null) && needs.every((right) => can(session, right)),
  );
  const holds = ({ href, also = [] }: MenuEntry) => [href, ...also].some((at) => path === at || path.startsWith(`${at}/`));
  const current = entries.filter(holds).toSorted((one, other) => other.href.length - one.href.length)[0];
  const groups = (Object.keys(GROUPS) as Group[]).flatMap((group): MenuGroup[] => {
    const own = entries.filter((entry) => entry.group === group);
    const [first] = own;
    return first === undefined
      ? []
      : [{ group, words: GROUPS[group], href: first.href, entries: own, current: current?.group === group }];
  });
  return { groups, current };
}
