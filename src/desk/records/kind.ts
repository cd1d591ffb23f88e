import type { ComponentChildren } from 'preact';
import type { Actor } from '../../audit/actor.ts';
import type { ChangeRefusal, Facts } from '../../audit/change.ts';
import type { InTheWay } from '../../closing/retire.ts';
import type { Db } from '../../lib/db/db.ts';
import { code, type Field, type Form, form, number } from '../../lib/form/index.ts';
import type { Column } from '../../lib/html/index.ts';
import type { Outcome } from '../../lib/outcome.ts';
import type { Right } from '../../staff/rights.ts';
import type { Plannable } from '../parts/plan.ts';
import type { SignedAsk } from '../route.ts';

/** What every record of the settings has: a name, and where it stands among the others. */
export type Named = Facts & { name: string; position: number };

export type RecordRow<V extends Named> = { id: number; code: string; retiredAt: Date | null; facts: V };

/** The facts of a record as long as it is in use. */
export const inUse = async <V extends Named>(reading: Promise<RecordRow<V> | undefined>): Promise<V | undefined> => {
  const row = await reading;
  return row?.retiredAt === null ? row.facts : undefined;
};

/** What stands around the form of one record. */
export type Around = {
  /** In a column beside the form. */
  side?: ComponentChildren;
  /** Below it. */
  below?: ComponentChildren;
};

/** One kind of thing that staff keep in the settings: listed, added, changed, taken out of use and back. All its pages come of this. */
export type RecordKind<V extends Named, Refusal extends string = never> = {
  right: Right;
  /** Of the list, the new one, one, its retiring and its restoring; `:id` makes the pattern. */
  paths: Record<'list' | 'new', string> & Record<'one' | 'retire' | 'restore', (id: number | ':id') => string>;
  words: RecordWords;
  columns: readonly (Column & { cell: (row: RecordRow<V>, today: string) => ComponentChildren })[];
  /** The boxes; undefined for a new one. */
  form: (row: RecordRow<V> | undefined) => Form<V>;
  /** What the boxes of a new one hold. */
  usual: Partial<V>;
  codeHint: string;
  list: (db: Db) => Promise<RecordRow<V>[]>;
  /** Whether a row is one of this account's; left out: each is. */
  own?: (session: SignedAsk['session'], row: RecordRow<V>) => boolean;
  read: (db: Db, id: number) => Promise<RecordRow<V> | undefined>;
  add: (db: Db, actor: Actor, code: string, facts: V) => Promise<Outcome<number, 'code_taken'>>;
  change: (
    db: Db,
    actor: Actor,
    id: number,
    seen: string,
    facts: V,
  ) => Promise<Outcome<'changed' | 'same', ChangeRefusal | Refusal>>;
  /** Refusals of a change that belong to a box. */
  refusals: Record<Refusal, readonly [box: string, sentence: string]>;
  inTheWay: (db: Db, id: number) => Promise<InTheWay>;
  /** Of a place: its first reservation in the way can be looked at. */
  isPlace?: true;
  retire: (db: Db, actor: Actor, id: number) => Promise<Outcome<undefined, 'in_the_way'>>;
  /** False: it is in use already. */
  restore: (db: Db, actor: Actor, id: number) => Promise<boolean>;
  around: (ask: SignedAsk, row: RecordRow<V>) => Promise<Around>;
  /** What a change comes to beside its texts, seen before it is kept; undefined: there is nothing to see. */
  foreseen?: (ask: SignedAsk, row: RecordRow<V>, value: V) => Promise<ComponentChildren>;
  /** What citizens read of it: seen in each language before it is changed, and every text it had is kept. */
  texts?: RecordTexts<V>;
};

/** What citizens read of a record, and how it is planned. `withdraw`: the address that calls a plan off; `kept`: what that is called where it was set aside. */
export type RecordTexts<V extends Named> = {
  of: (row: RecordRow<V>) => Plannable<V>;
  withdraw: (id: number | ':id', plan: number | ':plan') => string;
  kept: string;
};

export type RecordWords = {
  title: string;
  add: string;
  listCaption: string;
  empty: string;
  /** What each press is called where it was set aside. */
  kept: Record<'add' | 'change' | 'retire' | 'restore', string>;
  /** Said after a press, by `done` of the address. */
  done: Readonly<Record<string, string>>;
  retired: { caption: string; said: string; since: string; restore: string };
  retire: { title: string; heading: (name: string) => string; link: string; means: string; notYet: string; button: string };
};

const LAST_POSITION = 999;
/** 並び順: where it stands among the others of its kind. */
export const position = (): Field<number> =>
  number('並び順', { least: 0, most: LAST_POSITION, unit: '番' }, { hint: '小さい数から順に並びます。' });
/** For a new one: after all there are. */
export const positionAfter = (others: readonly { facts: { position: number } }[]): number =>
  Math.min(Math.max(0, ...others.map(({ facts }) => facts.position)) + 1, LAST_POSITION);

type CodeForm = { code: string };
export const codeForm = (hint: string): Form<CodeForm> => form<CodeForm>({ code: code('コード', { hint }) });
