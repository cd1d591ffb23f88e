import type { Card } from '../../../cards/read.ts';
import { listOf } from '../../../lists/all.ts';
import { columnsFor, withApart } from '../../../lists/columns.ts';
import type { Known, ListFace, Prepared } from '../../../lists/list-types.ts';
import { isPickable, type Picks, pickedKeys, picksOf } from '../../../lists/picked.ts';
import { knownOf, knownWithin } from '../../../lists/read.ts';
import { TYPED, type Typed } from '../../../lists/typed.ts';
import { can } from '../../../staff/rights.ts';
import { contextOf } from '../../parts/form.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { cardToLog } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk } from '../../route.ts';
import { LONGEST } from './query.ts';
import { typedOf } from './typed.ts';

/** A list as it was asked for: its filter, how it is sorted, the columns this clerk sees. `person`: whose alone it is. */
export type AskedList = {
  list: ListFace;
  known: Known;
  prepared: Prepared;
  sort: string;
  columns: number[];
  person: Card | undefined;
  /** What was typed of persons, where it is narrowed down by that. */
  typed: Typed | undefined;
  /** What this clerk has ticked of it with this filter, and the rows of it that still stand; undefined: nothing can be. */
  picks: { of: Picks; keys: readonly string[]; rows: Prepared } | undefined;
};

/** Fields of an address that are not the filter's. */
const OWN = new Set([
  'sort',
  'page',
  'after',
  'done',
  'form_token',
  'as',
  'sure',
  'act',
  'seen',
  'form',
  'list',
  'more',
  'picked',
  'rows',
  'pick',
  'upto',
  TYPED,
]);
const filterOf = (input: SignedAsk['query']): SignedAsk['query'] =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !OWN.has(name) && !name.startsWith('pick-')));

/** A column's code, with `-` before it from the end; anything else is the usual order. */
const sortOf = ({ columns }: ListFace, asked: string): string =>
  columns.some(({ code, sort }) => sort !== undefined && asked.replace(/^-/u, '') === code) ? asked : '';

/** Who may not look people up finds nobody by what is typed, in a list that says who is meant either. */
function listFor({ session }: SignedAsk, list: ListFace): ListFace {
  if (can(session, 'people.see')) return list;
  const { narrows: _, ...whole } = list;
  return whole;
}

/** What narrows it down besides its filter. What an address carries and is not for this account, or this list, is never read as nothing typed. */
async function typedFor(ask: SignedAsk, { narrows }: ListFace, input: SignedAsk['query']): Promise<Typed | undefined> {
  if (narrows !== undefined) return typedOf(ask, input);
  const id = field(input, TYPED);
  return id === '' ? undefined : { id: id.slice(0, 36), who: '', said: '', lapsed: true };
}

/** Whether a list is one for this account: who is bound to offices has those that are kept by office. */
export const isOffered = ({ bounds }: SignedAsk['session'], { ofOffices }: Pick<ListFace, 'ofOffices'>): boolean =>
  bounds === null || ofOffices !== undefined;

/** The list an address names, where there is one and this account may see it, and the person it is of. `input`: query or body. */
export async function askedList(ask: SignedAsk, input: SignedAsk['query']): Promise<AskedList | undefined> {
  const found = listOf(ask.params['list']);
  if (found === undefined || !can(ask.session, found.right)) return undefined;
  if (!isOffered(ask.session, found)) return undefined;
  const list = listFor(ask, found);
  const named = list.ofOnePerson === true ? field(input, 'card') : '';
  const person = named === '' ? undefined : await cardToLog(ask, named);
  if (named !== '' && person === undefined) return undefined;
  const all = await knownOf(ask.db, list);
  const known = knownWithin(all, ask.session);
  const typed = await typedFor(ask, list, input);
  const viewed = { viewer: viewerOf(ask), known, context: contextOf(ask), officeId: ask.session.officeId, typed };
  const whole = list.prepare(filterOf(input), viewed);
  const of = isPickable(list) ? picksOf(ask.session.id, list, whole) : undefined;
  const keys = of === undefined ? [] : await pickedKeys(ask.db, of);
  const picks = of === undefined ? undefined : { of, keys, rows: list.prepare(filterOf(input), { ...viewed, only: keys }) };
  const alone = picks !== undefined && field(input, 'picked') === 'yes';
  const prepared = alone ? picks.rows : whole;
  return {
    // What was ticked or typed is another choice each time: its paper is compared with none.
    list: alone || typed !== undefined ? { ...list, named: undefined } : list,
    typed,
    known,
    prepared,
    sort: sortOf(list, field(input, 'sort')),
    columns: await withApart(ask.db, list, prepared, await columnsFor(ask.db, list, ask.session.accountId)),
    person,
    picks,
  };
}

const USUAL = { cards: 'cards', bookings: 'visits' } as const;

/** The list from which a form on many cards, or on many bookings, chooses them: the one it names, else 交付状況一覧 or 予約一覧. Whom this account may not see is not of it. */
export async function chosenFrom(ask: SignedAsk, input: SignedAsk['query'], what: 'cards' | 'bookings'): Promise<AskedList> {
  const named = listOf(field(input, 'list'));
  const fits = what === 'cards' ? named?.ofCards === true : named?.ofBookings !== undefined;
  const asked = await askedList({ ...ask, params: { list: fits ? (named?.code ?? '') : USUAL[what] } }, input);
  if (asked === undefined) throw new Error(`the list of ${what} is gone`);
  return asked;
}

/** Back to a list whose filter could not be read: it says what is wrong with what was typed. Nothing is done by another filter than was chosen. */
export const toList = ({ list, prepared }: AskedList, input: SignedAsk['query']): Answer =>
  go(
    withQuery(
      paths.list(list.code),
      Object.fromEntries(Object.keys(prepared.boxes).map((name) => [name, field(input, name).slice(0, LONGEST)])),
    ),
  );
