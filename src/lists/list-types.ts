import type { Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import type { Sql } from '../lib/db/sql.ts';
import type { Context, Form, Input } from '../lib/form/index.ts';
import type { FormErrors } from '../lib/html/index.ts';
import type { Office } from '../offices/read.ts';
import type { MailAct } from '../outbox/desk.ts';
import type { Right } from '../staff/rights.ts';
import type { RowOf, Typed } from './typed.ts';

/** What a cell holds; each medium writes it in its own way (`values.ts`). `born`: a birthday. `minute`: since midnight, JST. `at`: an instant, `exact` to the second. */
export type Value = string | number | null | { day: string } | { born: string } | { minute: number } | { at: Date; exact?: true };

/** Where a cell leads on the screen, as far as this viewer may go there; the desk knows the address. */
export type Goes =
  | { card: number }
  | { status: number }
  | { reservation: string }
  /** What came of ringing who comes. */
  | { call: string }
  | { mail: number }
  | { text: string }
  | { setUp: true }
  | { scan: 'receive' | 'shelve'; office: string }
  | { scan: 'send'; office: string; to: string };

export type ListColumn<Row> = {
  code: string;
  head: string;
  value: (row: Row) => Value;
  /** What it gets on paper, in parts of all widths together, of the room that no text needs. */
  width: number;
  /** Where it stands on paper, if not in a column: said by the heading of its group, small beneath another column, or nowhere (what is ticked says it). */
  paper?: 'group' | 'none' | { under: string };
  /** On the screen it stands small beneath this column, where that is shown too: a desk of 1024 pixels shows the usual columns without moving sideways. */
  under?: string;
  /** On paper a line to write on, where there is nothing yet. */
  written?: true;
  /** Shown unless the clerk chose otherwise; a column that is not is never in a file nobody asked it for. */
  usual: boolean;
  /** The name of the query's column it is sorted by; none: it cannot be. */
  sort?: string;
  bold?: true;
  right?: true;
  /** Shown by itself where two people of one ID and name stand in the rows, whose fields are `noticeId`, `who`, `birthDate` and `birthText`. */
  apart?: true;
  /** Never broken over two lines on the screen: a number that is read or dialled. */
  whole?: true;
  goes?: (row: Row) => Goes | null;
};

/** What may be done with a row by one press on the screen; the desk knows the address and what it says afterwards. */
export type Press = { mail: number; to: MailAct; words: string };

/** What filters choose from. */
export type Known = {
  /** Those in use first; one that is out of use says so in its name. */
  offices: (Office & { retired: boolean })[];
  /** These are the offices of who is bound to them: a list is of one of them, never of all there are. */
  bound?: true;
  /** The same. */
  services: { id: number; code: string; name: string }[];
  /** `left`: it is out of use, and cards that are not handed over have it. */
  statuses: { code: string; name: string; category: string; retired: boolean; left: boolean }[];
};

/**
 * A list: one definition gives screen, paper, CSV, workbook, the line in the log and the entry of the menu (§8(2)⑧c, §8(2)⑨).
 * Rows come of one statement, which names its columns as the row's fields.
 */
export type List<Filter extends object, Row extends object, More extends object = object> = {
  code: string;
  title: string;
  /** What it is for, in a sentence. */
  about: string;
  right: Right;
  /**
   * It is a list of who is bound to offices too: its filter's box `office` keeps its rows to those of one office (`true`), or it keeps them itself to those of the
   * offices it knows of, all together (`together`).
   */
  ofOffices?: true | 'together';
  /** What its filter chooses from besides what every list knows. */
  learn?: (tx: Tx) => Promise<More>;
  filter: (known: Known & More) => Form<Filter>;
  /** Fields of the filter that stand behind a link until one of them is used. */
  seldom?: { fields: readonly (keyof Filter & string)[]; words: string };
  /** What is shown before anything was chosen. `today`: 2026-11-23. */
  usual: (today: string, known: Known & More, officeId: number | null) => Filter;
  /** The filter in words, as the list's title reads on: 本庁・令和8年12月1日（火） */
  sentence: (filter: Filter, known: Known & More) => string;
  /** The column whose days the span of the sentence is of, as far as it is: where that is one day, no row of the screen repeats it. */
  dayAbove?: (filter: Filter) => string | undefined;
  /** Its filter may be of one person, by a card in the address (box `card`): the page says whose, and who may not see the card finds no list. */
  ofOnePerson?: true;
  rows: (viewer: Viewer, filter: Filter, known: Known & More) => Sql;
  /** Whom this viewer may not see and the rows leave out: counted, and said at the foot. None: they stand in the rows without a name. */
  hidden?: (viewer: Viewer, filter: Filter) => Sql;
  /** Rows as the statement gives them (some thousand at most), completed by one more read: what no row is chosen or sorted by. `shows`: whether a column is asked for. */
  complete?: (tx: Tx, rows: readonly Row[], shows: (code: string) => boolean) => Promise<Row[]>;
  /** ORDER BY of the rows as they usually stand. */
  order: string;
  /**
   * So long that it is counted only up to `MOST_COUNTED` and a page is found by the last row of the page before: its rows have a number `key` and stand,
   * newest first, by the instant of this column and `key`; null: by `key` alone. It can be sorted by that column and no other; `order` is of no account.
   */
  long?: { instant: string | null };
  /** Of a long list the days its rows are of: the screen heads its rows by day and leads from one day to the next. Its filter has the boxes `from` and `to`. */
  ofDays?: (filter: Filter, today: string) => { from: string; to: string };
  /** Of whom a viewer may not see its rows say less than is remembered: prints of who sees them and of who does not are not compared. */
  blanks?: true;
  columns: readonly ListColumn<Row>[];
  /** Rows under one heading on paper. */
  group?: (row: Row) => string;
  /** Boxes to tick by hand on paper. */
  ticks?: readonly string[];
  /** What stands on paper in place of the boxes to tick where it was done already; null: it was not. */
  ticked?: (row: Row) => { text: string; sub: string } | null;
  /** A gap after so many rows: a shelf is read by fives. */
  gapEvery?: number;
  empty: string;
  /** Where a list of what went wrong is empty, of those this viewer may not see too: that all is well, from a number of what went right, and the way to it. */
  well?: {
    asked: (boxes: Readonly<Record<string, string>>) => boolean;
    /** One number, as few rows as an index finds. */
    count: (viewer: Viewer) => Sql;
    says: (count: number) => string;
    way: { words: string; boxes: Readonly<Record<string, string>> };
  };
  /** At the foot of its paper, where it names no person. */
  foot?: string;
  /** Presses of a row, for who has the right; `done`: what the page says afterwards, by the code the act gave. */
  press?: {
    head: string;
    right: Right;
    of: (row: Row) => readonly Press[];
    done: Readonly<Record<string, { kind: 'done' | 'care'; words: string }>>;
  };
  /** It is narrowed down by who and by words of a remark too; its rows have `who`, NULL where this viewer may not see them. */
  narrows?: RowOf;
  /** Its rows are cards, whose status may be changed together. */
  ofCards?: true;
  /** Its rows are notices to post: they get labels with addresses and a dispatch slip. */
  toPost?: true;
  /** Its rows are texts to translate: they are handed out and come back as a file. */
  toTranslate?: true;
  /** Its rows are people of bookings, who may be mailed together; `cancelled`: of bookings that do not stand any more. */
  ofBookings?: 'standing' | 'cancelled';
  /** Its rows are mails: those that were not taken are sent again, or done with, together. */
  ofMails?: true;
  /** What is remembered of a printed row, so that the next print says what changed: never a name. */
  remembered?: {
    key: (row: Row) => string;
    facts: (row: Row) => readonly string[];
    /** What the same boxes mean today, where that moves on from day to day: a print of another day is none of this list. */
    means?: (filter: Filter, known: Known & More) => string;
    /** Rows of `key` and `name` for keys that no longer stand in the list: said only as far as this viewer may see them. */
    named: (viewer: Viewer, keys: readonly string[]) => Sql;
  };
};

/** A row as every medium takes it. `values` and `goes`: of the columns that were asked for, each at its column's place. */
export type Line = {
  values: Value[];
  goes: (Goes | null)[];
  presses: readonly Press[];
  ticked: { text: string; sub: string } | null;
  group: string;
  key: string;
  facts: readonly string[];
  /** Where the next page of a long list begins if this is the last line of one. */
  place: string;
};

type Asked = {
  viewer: Viewer;
  known: Known;
  context: Context;
  officeId: number | null;
  /** The keys of those rows alone that were ticked. */
  only?: readonly string[];
  /** What was typed of persons, where the list narrows down by it. */
  typed?: Typed | undefined;
};

/** A list asked for with a filter. */
export type Prepared = {
  /** What the boxes of the filter hold; in place of what was typed of persons its id (`TYPED`). */
  boxes: Record<string, string>;
  /** What they mean today, where that moves on. */
  means: string;
  /** What is wrong with them; rows are of the usual filter then. */
  errors: FormErrors;
  sentence: string;
  /** The code of the column that says in every row the one day the sentence says; undefined: none. */
  dayAbove: string | undefined;
  /** The rows in order; `sort`: a column's code, with `-` before it from the end. `after`: of a long list those behind that place; what is none is the beginning. */
  statement: (sort: string, after?: string) => Sql;
  /** The rows as they are counted. */
  unordered: Sql;
  long: boolean;
  /** The days its rows are of, where it is read day by day. */
  days: { from: string; to: string } | undefined;
  hidden: Sql | undefined;
  /** Rows that another viewer would see are left out for this one. */
  partial: boolean;
  /** Only rows that were ticked. */
  picked: boolean;
  /** `columns`: the places of those that are shown; what only others need is not read. */
  lines: (tx: Tx, rows: readonly object[], columns: readonly number[]) => Promise<Line[]>;
};

/** A list without its types: what screens and files need. */
export type ListFace = Pick<
  List<object, object>,
  | 'code'
  | 'title'
  | 'about'
  | 'right'
  | 'ofOffices'
  | 'learn'
  | 'ofOnePerson'
  | 'ticks'
  | 'gapEvery'
  | 'empty'
  | 'well'
  | 'foot'
  | 'narrows'
  | 'ofCards'
  | 'ofBookings'
  | 'ofMails'
  | 'toPost'
  | 'toTranslate'
> & {
  seldom: { fields: readonly string[]; words: string } | undefined;
  columns: readonly Pick<
    ListColumn<object>,
    'code' | 'head' | 'width' | 'usual' | 'sort' | 'bold' | 'right' | 'apart' | 'whole' | 'paper' | 'written' | 'under'
  >[];
  press: Omit<NonNullable<List<object, object>['press']>, 'of'> | undefined;
  /** The rows that keys name, where prints of it are remembered. */
  named: ((viewer: Viewer, keys: readonly string[]) => Sql) | undefined;
  filter: (known: Known) => Form<object>;
  prepare: (input: Input, asked: Asked) => Prepared;
};
